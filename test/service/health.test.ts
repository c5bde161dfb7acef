/** The health of the service where the store says nothing at all, or can be read and not written. */
import test from 'ava';
import { silentLog } from '../../src/ops/log.ts';
import { ServiceHealth } from '../../src/service/operations/health.ts';
import type { Store, StoreState } from '../../src/store/port.ts';
import { JumpingClock } from '../jumping-clock.ts';
import { memoryStore } from '../memory-store.ts';

function health(store: Store, clock = new JumpingClock(), link: { up: boolean; trouble?: string } = { up: true }) {
  const lines: string[] = [];
  const write = (_: object, msg: string) => void lines.push(msg);
  const log = { ...silentLog, info: write, error: write };
  return { lines, clock, link, health: new ServiceHealth({ store, log, clock, stream: () => link }) };
}

/** An answer, while time passes. */
async function asked<T>(answer: Promise<T>, clock: JumpingClock): Promise<T> {
  let done = false;
  const over = answer.finally(() => {
    done = true;
  });
  while (!done) {
    await new Promise((resolve) => setImmediate(resolve));
    if (!done) clock.step(500);
  }
  return over;
}

test('a store that never answers is away within seconds, for as long as it says nothing', async (t) => {
  let silent = false;
  const store = memoryStore();
  const mute: Store = Object.defineProperty({ ...store } as Store, 'lastNumber', {
    value: (stream: string) => (silent ? new Promise(() => {}) : store.lastNumber(stream)),
  });
  const { health: of, clock, lines } = health(mute);
  t.deepEqual((await of.now()).store, { kind: 'up' });
  silent = true;
  const began = clock.now();
  const { store: found } = await asked(of.now(), clock);
  t.regex(found.kind === 'away' ? found.text : '', /^the store does not answer: look at/);
  t.true(clock.now() - began < 5_000);
  const since = found.kind === 'away' ? found.since : 0;
  clock.step(60_000);
  of.look();
  const again = (await asked(of.now(), clock)).store;
  t.is(again.kind === 'away' && again.since, since);
  silent = false;
  t.deepEqual((await of.now()).store, { kind: 'up' });
  t.deepEqual(lines, ['the store is away', 'the store is back']);
});

test('of a store that could not be written it is tried whether it can be again', async (t) => {
  let state: StoreState = { kind: 'up' };
  let full = true;
  const store = memoryStore();
  const filled: Store = Object.defineProperty({ ...store, pendingBytes: 0 } as Store, 'state', { get: () => state });
  Object.assign(filled, {
    saveSnapshot: async (snapshot: Parameters<Store['saveSnapshot']>[0]) => {
      if (!full) state = { kind: 'up' };
      await store.saveSnapshot(snapshot);
    },
  });
  const { health: of, lines } = health(filled);
  state = { kind: 'away', since: 1, text: 'the disk is full' };
  of.look();
  of.look();
  t.deepEqual((await of.now()).store, { kind: 'away', since: 1, text: 'the disk is full' });
  full = false;
  t.deepEqual((await of.now()).store, { kind: 'up' });
  t.deepEqual(lines, ['the store is away', 'the store is back']);
  t.deepEqual(await store.snapshots.list({ prefix: '', limit: 10 }), [], 'nothing is left behind');
});

test('a server that was never there, and one that is gone, are told apart by what was tried', async (t) => {
  const { health: of, clock, link } = health(memoryStore(), new JumpingClock(), { up: false });
  const start = clock.now();
  t.deepEqual((await of.now()).server, { kind: 'away', since: start, text: 'not connected yet' });
  link.up = true;
  of.look();
  t.deepEqual((await of.now()).server, { kind: 'up' });
  clock.step(10_000);
  Object.assign(link, { up: false, trouble: 'connection refused' });
  t.deepEqual((await of.now()).server, { kind: 'away', since: clock.now(), text: 'connection refused' });
});
