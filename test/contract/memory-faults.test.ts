/** The store in memory breaks where it is told to, and only there. */

import test from 'ava';
import { StoreError } from '../../src/store/port.ts';
import { type Fault, memoryStore } from '../memory-store.ts';
import { commit, event, everything, payloads } from './place.ts';

/** Breaks the n-th operation of this name. */
const plan = (operation: string, n: number, fault: Fault) => (name: string, count: number) =>
  name === operation && count === n ? fault : undefined;

/** Whether a promise has been answered once everything that can happen has happened. */
async function answered(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  promise.then(
    () => {
      done = true;
    },
    () => {
      done = true;
    },
  );
  await new Promise((resolve) => setImmediate(resolve));
  return done;
}

test('a refused commit is refused alone, and what follows it in its stream with it', async (t) => {
  const store = memoryStore({ fault: plan('commit', 2, 'refuse') });
  const outcomes = await Promise.all([
    store.commit(commit('room:a', 1, [event('a1')])),
    store.commit(commit('room:a', 2, [event('a2')])),
    store.commit(commit('room:a', 3, [event('a3')])),
    store.commit(commit('room:b', 1, [event('b1')])),
  ]);
  t.deepEqual(
    outcomes.map(({ kind }) => kind),
    ['committed', 'refused', 'refused', 'committed'],
  );
  t.is(await store.lastNumber('room:a'), 1);
});

test('a lost transaction refuses everything in it, and nothing of it is there', async (t) => {
  const store = memoryStore({ fault: plan('commit', 2, 'lose') });
  const together = [store.commit(commit('room:a', 1, [event('a1')])), store.commit(commit('room:b', 1, [event('b1')]))];
  const claimed = store.rooms.claim({ jid: 'a@rooms', key: 'k' });
  await t.throwsAsync(claimed, { instanceOf: StoreError });
  t.deepEqual(
    (await Promise.all(together)).map(({ kind }) => kind),
    ['refused', 'refused'],
  );
  t.is(await store.rooms.find('a@rooms'), undefined);
  t.is((await store.commit(commit('room:a', 1, [event('a1')]))).kind, 'committed');
});

test('killed before the commit, nothing is durable and nothing is answered', async (t) => {
  const store = memoryStore({ fault: plan('commit', 2, 'die') });
  const one = store.commit(commit('room:a', 1, [event('a1')]));
  const two = store.commit(commit('room:b', 1, [event('b1')]));
  t.false(await answered(Promise.race([one, two])));
  t.true(store.dead);
  t.false(await answered(store.lastNumber('room:a')));
  const again = store.reopen();
  t.true(again.epoch > store.epoch);
  t.is(await again.lastNumber('room:a'), 0);
});

test('killed after the commit, it is durable and nobody was told', async (t) => {
  const store = memoryStore({ fault: plan('commit:durable', 1, 'die') });
  t.false(await answered(store.commit(commit('room:a', 1, [event('a1')]))));
  const again = store.reopen({});
  t.deepEqual(payloads(await again.read({ stream: 'room:a', ...everything })), ['a1']);
});

test('a reading that is refused rejects, and one that dies is never answered', async (t) => {
  const store = memoryStore({ fault: plan('read', 1, 'refuse') });
  await t.throwsAsync(store.read({ stream: 'room:a', ...everything }), { instanceOf: StoreError });
  t.deepEqual(await store.read({ stream: 'room:a', ...everything }), []);
  const dying = memoryStore({ fault: plan('rooms.find', 1, 'die') });
  t.false(await answered(dying.rooms.find('a@rooms')));
  t.true(dying.dead);
});

test('a store that is away says so from the first it refuses, and is up with the first it does', async (t) => {
  let gone = true;
  let now = 5;
  const store = memoryStore({ fault: () => (gone ? 'away' : undefined), now: () => now });
  t.deepEqual(store.state, { kind: 'up' });
  const text = 'the store does not answer; try again in a moment';
  t.deepEqual(await store.commit(commit('room:a', 1, [event('a1')])), { kind: 'refused', text });
  t.deepEqual(store.state, { kind: 'away', since: 5, text });
  now = 6;
  await t.throwsAsync(store.lastNumber('room:a'), { instanceOf: StoreError, message: text });
  t.deepEqual(store.state, { kind: 'away', since: 5, text });
  gone = false;
  t.is(await store.lastNumber('room:a'), 0);
  t.deepEqual(store.state, { kind: 'up' });
});

test('what was asked and not yet done is gone with the process', async (t) => {
  const store = memoryStore({ schedule: 'manual' });
  const under = store.commit(commit('room:a', 1, [event('a1')]));
  t.false(await answered(under));
  t.true(store.pendingBytes > 0);
  const again = store.reopen({});
  t.false(store.tick());
  t.false(await answered(under));
  t.is(await again.lastNumber('room:a'), 0);
});

test('by hand, nothing happens before the tick, and all of it then', async (t) => {
  const store = memoryStore({ schedule: 'manual' });
  const under = store.commit(commit('room:a', 1, [event('a1')]));
  const before = store.lastNumber('room:a');
  t.false(await answered(under));
  t.true(store.tick());
  t.is((await under).kind, 'committed');
  t.is(await before, 0);
  t.false(store.tick());
});

test('operations are counted on the disk, so that a fault strikes once over restarts', async (t) => {
  const fault = plan('commit', 1, 'die');
  const store = memoryStore({ fault });
  t.false(await answered(store.commit(commit('room:a', 1, [event('a1')]))));
  const again = store.reopen();
  t.is((await again.commit(commit('room:a', 1, [event('a1')]))).kind, 'committed');
});
