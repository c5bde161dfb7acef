/** The demo as a program: what it keeps, what it leaves behind, and whom it answers. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { type Demo, startDemo } from '../../src/demo/demo.ts';
import { readTranscripts } from '../../src/demo/history.ts';
import { ensurePackages } from '../../src/demo/packages.ts';
import { DemoError } from '../../src/demo/state.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { unwatched } from './unwatched.ts';

const { reason } = await ensurePackages(['prosody']);
const law = (title: string): string => (reason === undefined ? title : `${title} [skipped: ${reason}]`);
const run = reason === undefined ? test.serial : test.serial.skip;

const MINUTE_MS = 60_000;

run(law('rooms and what was said in them are kept from run to run, unless a fresh demo is asked for'), async (t) => {
  t.timeout(120_000);
  const folder = await folderFor(t);
  const found: string[][] = [];
  for (const fresh of [false, false, true]) {
    const demo = await begin(t, folder, fresh);
    await demo.stop();
    found.push(await roomKeys(folder));
  }
  const [first, second, third] = found;
  t.is(first?.length, (await readTranscripts(Date.now())).length);
  t.deepEqual(second, first);
  t.notDeepEqual(third, first);
});

run(law('when the demo has stopped none of its processes is left'), async (t) => {
  const folder = await folderFor(t);
  const demo = await begin(t, folder, false);
  const pids = [demo.longroomPid, Number(await readFile(join(folder, 'prosody', 'prosody.pid'), 'utf8'))];
  t.deepEqual(pids.map(isAlive), [true, true]);
  await demo.stop();
  t.deepEqual(pids.map(isAlive), [false, false]);
  await t.throwsAsync(fetch(demo.address));
});

run(law('a second demo on the same folder is refused, and the first one stays'), async (t) => {
  const folder = await folderFor(t);
  const demo = await begin(t, folder, false);
  await t.throwsAsync(begin(t, folder, true), { instanceOf: DemoError, message: /running on .* already/ });
  t.is((await fetch(demo.address)).status, 200);
});

run(law('the page and its password are only for who calls it by a loopback name'), async (t) => {
  const demo = await begin(t, await folderFor(t), false);
  const { port } = new URL(demo.address);
  for (const path of ['/', '/visit.json', '/converse/converse.min.js']) {
    t.is(await status(demo, path, { host: `127.0.0.1:${port}` }), 200);
    t.is(await status(demo, path, { host: `localhost:${port}` }), 200);
    t.is(await status(demo, path, { host: `rebound.example:${port}` }), 403);
  }
  t.is(await status(demo, '/visit.json?user=mallory', {}), 404);
});

run(law('a WebSocket is passed on for the page itself and refused to pages of other sites'), async (t) => {
  const demo = await begin(t, await folderFor(t), false);
  const own = new URL(demo.address);
  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    'sec-websocket-protocol': 'xmpp',
  };
  t.is(await status(demo, '/xmpp-websocket', { ...upgrade, origin: own.origin }), 101);
  t.is(await status(demo, '/xmpp-websocket', { ...upgrade, origin: 'https://elsewhere.example' }), 403);
  t.is(await status(demo, '/xmpp-websocket', upgrade), 403);
  t.is(await status(demo, '/elsewhere', { ...upgrade, origin: own.origin }), 403);
});

test('the conversations are in order, on working days, and over before the demo begins', async (t) => {
  const someDay = fc.date({ min: new Date('2025-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
  await fc.assert(
    fc.asyncProperty(someDay, async (day) => {
      for (const { lines } of await readTranscripts(day.getTime())) {
        const times = lines.map((line) => line.at);
        t.deepEqual(
          times,
          [...times].sort((a, b) => a - b),
        );
        t.true((times.at(-1) ?? 0) + 10 * MINUTE_MS < day.getTime());
        t.true(times.every((at) => ![0, 6].includes(new Date(at).getDay())));
      }
    }),
    { numRuns: 30 },
  );
});

/** Each room has a key of its own; a room made anew has another. */
async function roomKeys(folder: string): Promise<string[]> {
  const store = await openSqliteStore({ path: join(folder, 'longroom.sqlite') });
  const rooms = await store.rooms.list({ limit: 100, shown: 'all' });
  await store.close();
  return rooms.map((room) => room.key);
}

async function folderFor(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'longroom-demo-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function begin(t: ExecutionContext, folder: string, fresh: boolean): Promise<Demo> {
  const demo = await startDemo({ folder, fresh, say: (line) => t.log(line), watch: unwatched });
  t.teardown(() => demo.stop());
  return demo;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The status of the answer; unlike `fetch` this may name another host and ask for a WebSocket. */
function status(demo: Demo, path: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = request(new URL(path, demo.address), { headers, agent: false });
    call.on('upgrade', (answer, socket) => {
      socket.destroy();
      resolve(answer.statusCode);
    });
    call.on('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    call.on('error', reject);
    call.end();
  });
}
