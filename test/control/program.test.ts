/** The program itself: one process runs the service, others are the command line. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { FakeServer } from '../fake-server.ts';

const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

interface Ended {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

function start(words: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  const { PATH = '' } = process.env;
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...words], {
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Waits until the log of the service holds this. */
function says(child: ChildProcess, wanted: string): Promise<void> {
  let log = '';
  return new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text: string) => {
        log += text;
        if (log.includes(wanted)) resolve();
      });
    }
  });
}

function ended(child: ChildProcess): Promise<Ended> {
  let [out, err] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return new Promise((resolve) => child.once('close', (exitCode) => resolve({ exitCode, out, err })));
}

test('the command line speaks to the service that runs, and says so when none does', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'longroom-'));
  const server = new FakeServer({ secret: 'hush' });
  await server.listen();
  t.teardown(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const env = {
    LONGROOM_XMPP_DOMAIN: 'rooms.test',
    LONGROOM_XMPP_SECRET: 'hush',
    LONGROOM_XMPP_SERVICE: server.service,
    LONGROOM_STORE_URL: `sqlite:${join(folder, 'l.sqlite')}`,
  };
  const type = (words: string) => ended(start(words.split(' '), env));
  const socket = join(folder, 'l.sqlite.sock');
  t.is((await type('block list')).exitCode, 69);

  const service = start(['run'], env);
  t.teardown(() => service.kill('SIGKILL'));
  const over = ended(service);
  await Promise.race([says(service, 'commands of the command line are taken'), over]);
  t.is(statSync(socket).mode & 0o777, 0o600);
  t.deepEqual(await type('block add mallory@example.org --reason spam'), {
    exitCode: 0,
    out: 'mallory@example.org is blocked.\n',
    err: '',
  });
  t.deepEqual(await type('health'), { exitCode: 0, out: 'XMPP server: up\nStore:       up\n', err: '' });
  const { rows } = JSON.parse((await type('block list --json')).out) as { rows: Record<string, string>[] };
  t.like(rows, [{ address: 'mallory@example.org', reason: 'spam' }]);
  t.regex(rows[0]?.['by'] ?? '', /^command line \(.+\)$/);
  t.regex((await type('block remove nobody@example.org')).err, /^longroom: This address is not on the list/);
  t.is((await type('block ad x')).exitCode, 2);

  service.kill('SIGTERM');
  t.is((await over).exitCode, 0);
  t.false(existsSync(socket));
  t.is((await type('block list')).exitCode, 69);
});
