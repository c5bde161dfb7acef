/** The program, where its MongoDB is not there yet. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { freePort } from '../../servers/ports.ts';

const program = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));

test('a service whose MongoDB does not answer says so, waits, and ends well when it is told to', async (t) => {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, 'run'], {
    env: {
      PATH,
      LONGROOM_XMPP_DOMAIN: 'rooms.example.org',
      LONGROOM_XMPP_SECRET: 'hush-hush',
      LONGROOM_STORE_URL: `mongodb://longroom@127.0.0.1:${await freePort()}/rooms`,
      LONGROOM_STORE_PASSWORD: 's3cr3t/word',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  const lines: string[] = [];
  let rest = '';
  for await (const text of child.stderr.setEncoding('utf8')) {
    rest += text;
    lines.push(...rest.split('\n').slice(0, -1));
    rest = rest.slice(rest.lastIndexOf('\n') + 1);
    if (lines.length === 1 && !child.killed) child.kill('SIGTERM');
  }
  t.deepEqual(await ended, [0, null], lines.join('\n'));
  t.is(lines.length, 2, lines.join('\n'));
  t.regex(lines[0] ?? '', /"the MongoDB at 127\.0\.0\.1:\d+ does not answer \(.*ECONNREFUSED/);
  t.regex(lines[1] ?? '', /stopped before the start was done/);
  t.notRegex(lines.join('\n'), /s3cr3t/);
});
