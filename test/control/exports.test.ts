/** Exports over the control socket: what may be asked, and what hanging up does. */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type Exporter, readExportAsked } from '../../src/control/exports.ts';
import { openControlSocket } from '../../src/control/server.ts';
import { silentLog } from '../../src/ops/log.ts';
import { ExportRefused, reachService, textFromService } from '../../src/transfer/over-socket.ts';

const asked = { user: 'olga', what: 'everything' } as const;

test('an export is asked for by names, a bounded number of them', (t) => {
  const say = (what: unknown, more: object = {}) =>
    readExportAsked(JSON.stringify({ say: 'export', user: 'olga', what, ...more }));
  t.deepEqual(say('everything', { after: 'room:a' }), { ...asked, after: 'room:a' });
  t.deepEqual(say({ categories: ['A'], rooms: [] }), { user: 'olga', what: { categories: ['A'], rooms: [] } });
  const many = Array.from({ length: 1_001 }, () => 'a');
  for (const wrong of [
    'all',
    undefined,
    { categories: 'A', rooms: [] },
    { categories: [1], rooms: [] },
    { categories: many, rooms: [] },
  ]) {
    t.is(say(wrong), undefined);
  }
  t.is(say('everything', { after: 7 }), undefined);
  t.is(readExportAsked('{"say":"run"}'), undefined);
});

async function listening(t: ExecutionContext, exporter: Exporter): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'longroom-'));
  const path = join(folder, 'l.sock');
  const runner = { begin: () => Promise.reject(new Error('nothing is run here')) };
  const control = await openControlSocket({ path, runner, exporter, log: silentLog });
  t.teardown(async () => {
    await control.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return path;
}

async function readAll(path: string): Promise<string> {
  const socket = await reachService(path);
  if (socket === undefined) throw new Error('nobody listens');
  let text = '';
  for await (const piece of textFromService(socket, asked)) text += piece;
  return text;
}

test('the text comes as it is made, and what is wrong is said', async (t) => {
  const good = await listening(t, async () => ({ text: lines(3) }));
  t.is(await readAll(good), 'line 0\nline 1\nline 2\n');
  const refusing = await listening(t, async () => ({ problem: 'there is no room' }));
  await t.throwsAsync(readAll(refusing), { instanceOf: ExportRefused, message: 'there is no room' });
  const failing = await listening(t, async () => ({ text: lines(2, new Error('the disk')) }));
  await t.throwsAsync(readAll(failing), { instanceOf: ExportRefused, message: 'the disk' });
  t.is(await reachService(join(tmpdir(), 'longroom-nobody.sock')), undefined);
});

test('no more is made than is taken, and whoever hangs up ends it', async (t) => {
  let made = 0;
  const ended = Promise.withResolvers<void>();
  async function* endless(): AsyncGenerator<string> {
    try {
      for (;;) {
        made += 1;
        yield `${'x'.repeat(65_536)}\n`;
      }
    } finally {
      ended.resolve();
    }
  }
  const path = await listening(t, async () => ({ text: endless() }));
  const socket = connect(path);
  socket.write(`${JSON.stringify({ say: 'export', ...asked })}\n`);
  let taken = 0;
  for await (const piece of socket) {
    taken += piece.length;
    // What lies between is in the buffers of both ends.
    if (made * 65_536 - taken > 8_388_608) return t.fail(`${made} pieces were made when ${taken} bytes were taken`);
    if (taken > 33_554_432) break;
  }
  socket.destroy();
  await ended.promise;
  t.pass();
});

async function* lines(count: number, error?: Error): AsyncGenerator<string> {
  for (let nth = 0; nth < count; nth += 1) yield `line ${nth}\n`;
  if (error !== undefined) throw error;
}
