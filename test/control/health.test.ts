/** `longroom health` for scripts and containers: how it ends says how the service is, and it always ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { commands } from '../../src/commands/index.ts';
import { runTyped } from '../../src/control/client.ts';
import { openControlSocket } from '../../src/control/server.ts';
import { readWords } from '../../src/control/words.ts';
import { silentLog } from '../../src/ops/log.ts';
import { memoryStore } from '../memory-store.ts';
import { World } from '../world.ts';

function place(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'longroom-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'c.sock');
}

async function health(path: string, options: readonly string[] = [], patienceSeconds?: number) {
  let [out, err] = ['', ''];
  const read = readWords(['health', ...options], commands);
  if (read?.kind !== 'command') throw new Error('there is no health');
  const command = patienceSeconds === undefined ? read.command : { ...read.command, patienceSeconds };
  const exitCode = await runTyped({ ...read, command }, path, {
    user: 'pat',
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { exitCode, out, err };
}

test('a line for each part, and an exit code that says whether all is well', async (t) => {
  const path = place(t);
  let away = false;
  const store = memoryStore({ fault: () => (away ? 'away' : undefined) });
  const on = (await new World({ store }).start()).connect();
  const control = await openControlSocket({ path, runner: on.commandLine, log: silentLog });
  t.teardown(() => control.close());
  t.deepEqual(await health(path), { exitCode: 0, out: 'XMPP server: up\nStore:       up\n', err: '' });
  away = true;
  const told = await health(path);
  t.is(told.exitCode, 1);
  t.is(
    told.out.split('\n')[1],
    'Store:       away since 1970-01-01 00:00:00Z: the store does not answer; try again in a moment',
  );
  const { facts } = JSON.parse((await health(path, ['--json'])).out) as { facts: Record<string, string> };
  t.is(facts['server'], 'up');
  t.regex(facts['store'] ?? '', /^away since /);
  away = false;
  on.cut();
  t.is((await health(path)).exitCode, 1);
});

test('where no service runs, that is what it says', async (t) => {
  const { exitCode, out, err } = await health(place(t));
  t.deepEqual([exitCode, out], [69, '']);
  t.regex(err, /^longroom: no service is running here/);
});

test('a service that says nothing is not waited for', async (t) => {
  const path = place(t);
  const mute = createServer(() => {});
  t.teardown(() => mute.close());
  await new Promise<void>((resolve) => void mute.listen(path, resolve));
  t.deepEqual(await health(path, [], 0.05), {
    exitCode: 69,
    out: '',
    err: 'longroom: the service is there, and did not answer within 0.05 seconds\n',
  });
});
