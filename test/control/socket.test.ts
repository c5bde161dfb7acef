/** The control socket: whom it lets in, what it takes away and what not, and how it is spoken to. */
import { mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { commands } from '../../src/commands/index.ts';
import { runTyped } from '../../src/control/client.ts';
import type { TypedRunner } from '../../src/control/protocol.ts';
import { type ControlSocket, openControlSocket } from '../../src/control/server.ts';
import { readWords } from '../../src/control/words.ts';
import { silentLog } from '../../src/ops/log.ts';
import { world } from '../service/conversation.ts';

const rowsInAll = 25_000;

const pages: TypedRunner = {
  begin: async ({ words, values, user }, progress) => ({
    ...(words === 'block remove' && { question: 'Really?' }),
    run: async ({ after, limit }) => {
      progress(`${user} \u001b[31m counts`);
      const from = Number(after ?? 0);
      const rows = Array.from({ length: Math.min(limit, rowsInAll - from) }, (_, at) => [String(from + at), 'wide']);
      const columns = [
        { name: 'n', label: 'Number' },
        { name: 'w', label: 'Width' },
      ];
      if (words === 'block list')
        return { table: { columns, rows }, ...(from + limit < rowsInAll && { next: String(from + limit) }) };
      return { note: values.map(({ key, text }) => `${key}=${text}`).join(' ') };
    },
  }),
};

function place(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'longroom-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'c.sock');
}

async function open(t: ExecutionContext, path: string, runner: TypedRunner = pages): Promise<ControlSocket> {
  const control = await openControlSocket({ path, runner, log: silentLog });
  t.teardown(() => control.close());
  return control;
}

async function type(path: string, typed: string, ask?: (question: string) => Promise<string>) {
  let [out, err] = ['', ''];
  const read = readWords(typed.split(' '), commands);
  if (read?.kind !== 'command') throw new Error(`no command: ${typed}`);
  const exitCode = await runTyped(read, path, {
    user: 'o lga',
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    ask,
  });
  return { exitCode, out, err };
}

test('a command runs, with all pages of its list, aligned, for programs, or as far as the limit', async (t) => {
  const path = place(t);
  await open(t, path);
  const all = await type(path, 'block list');
  const lines = all.out.trimEnd().split('\n');
  t.deepEqual([all.exitCode, lines.length, lines[0], lines[1]], [0, rowsInAll + 1, 'NUMBER  WIDTH', '0       wide']);
  t.true(all.err.startsWith('o_lga \ufffd[31m counts\n'), 'progress, harmless');
  const { rows } = JSON.parse((await type(path, 'block list --json')).out) as { rows: unknown[] };
  t.deepEqual([rows.length, rows.at(-1)], [rowsInAll, { n: '24999', w: 'wide' }]);
  const some = await type(path, 'block list --limit 3');
  t.is(some.out.split('\n').length, 5);
  t.regex(some.err, /There is more/);
});

test('what destroys is agreed to at the terminal or with --yes, and not done where nobody is', async (t) => {
  const path = place(t);
  await open(t, path);
  t.like(await type(path, 'block remove a@b --yes'), { exitCode: 0, out: 'address=a@b\n' });
  const asked: string[] = [];
  const answering = (answer: string) => async (question: string) => {
    asked.push(question);
    return answer;
  };
  t.like(await type(path, 'block remove a@b', answering('Yes')), { exitCode: 0 });
  t.like(await type(path, 'block remove a@b', answering('')), { exitCode: 2, out: '' });
  t.deepEqual(asked, ['Really? (yes or no) ', 'Really? (yes or no) ']);
  const nobody = await type(path, 'block remove a@b');
  t.is(nobody.exitCode, 2);
  t.regex(nobody.err, /Say --yes/);
});

test('where no service runs, that is said', async (t) => {
  const path = place(t);
  const { exitCode, err } = await type(path, 'block list');
  t.is(exitCode, 69);
  t.regex(err, /no service is running here .*c\.sock/);
});

test('the socket is for its user alone, and gone when it is closed', async (t) => {
  const path = place(t);
  const control = await open(t, path);
  t.is(statSync(path).mode & 0o777, 0o600);
  await control.close();
  t.throws(() => statSync(path), { code: 'ENOENT' });
});

test('a socket that was left behind is taken away; one that lives, and what is none, is not', async (t) => {
  const stale = place(t);
  const gone = createServer().listen(`${stale}.other`);
  renameSync(`${stale}.other`, stale);
  await new Promise((resolve) => gone.close(resolve));
  t.true(statSync(stale).isSocket());
  await open(t, stale);
  t.like(await type(stale, 'block remove a@b --yes'), { exitCode: 0 });
  const path = place(t);
  const living = createServer().listen(path);
  t.teardown(() => living.close());
  await t.throwsAsync(open(t, path), { message: /another process listens at/ });
  t.true(statSync(path).isSocket());
  const file = place(t);
  writeFileSync(file, 'precious');
  await t.throwsAsync(open(t, file), { message: /is no socket, so it is left alone/ });
  t.true(statSync(file).isFile());
});

test('a path that is too long for the system is named, with what to do', async (t) => {
  const path = `/tmp/${'x'.repeat(120)}.sock`;
  await t.throwsAsync(open(t, path), { message: /103 bytes at most .* set control\.socket/ });
});

test('what is no request is refused, and too much of it is cut off', async (t) => {
  const path = place(t);
  await open(t, path);
  for (const line of [
    'no json',
    '[]',
    '{"say":"run"}',
    '{"say":"run","user":"a b","words":"x","values":[],"limit":1}',
    '{"say":"run","user":"a","words":"x","values":[null],"limit":1}',
  ])
    t.regex(await raw(path, `${line}\n`), /"condition":"bad-request"/, line);
  t.is(await raw(path, 'x'.repeat(3_000_000)), '');
});

test('who says nothing is not waited for; who hangs up runs nothing that was asked about', async (t) => {
  const path = place(t);
  const ran: string[] = [];
  const runner: TypedRunner = {
    begin: async () => ({ question: 'Really?', run: async () => ({ note: String(ran.push('ran')) }) }),
  };
  const control = await openControlSocket({ path, runner, log: silentLog, patienceMilliseconds: 1_000 });
  t.teardown(() => control.close());
  t.is(await raw(path, ''), '');
  const asked = '{"say":"run","user":"a","words":"x","values":[],"limit":1}\n';
  t.regex(await raw(path, asked), /"say":"question"/);
  t.regex(await raw(path, `${asked}{"say":"no"}\n`), /"say":"question"/);
  t.deepEqual(ran, []);
});

test('through it the operator runs commands of the service and of rooms, and is on record', async (t) => {
  const on = await world();
  const path = place(t);
  await open(t, path, on.commandLine);
  t.like(await type(path, 'block add eve@localhost --reason noise'), {
    exitCode: 0,
    out: 'eve@localhost is blocked.\n',
  });
  t.like(on.blocking.blocked(), [{ by: { jid: 'command line (o_lga)' }, reason: 'noise' }]);
  t.like(JSON.parse((await type(path, 'block list --json')).out), { rows: [{ address: 'eve@localhost' }] });
  t.like(await type(path, 'block remove carol@localhost'), { exitCode: 1, out: '' });
  const refused = await type(path, 'hat list nowhere --json');
  t.is(refused.exitCode, 1);
  t.like(JSON.parse(refused.out), { error: { condition: 'item-not-found' } });
});

/** Says this and gives all that is answered until the other side hangs up. */
function raw(path: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket: Socket = connect(path);
    socket.setEncoding('utf8');
    socket.on('data', (more: string) => {
      heard += more;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(heard));
    socket.write(text);
  });
}
