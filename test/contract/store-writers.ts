/** One writer at a time, over closing, opening and taking over. */

import { StoreError } from '../../src/store/port.ts';
import { commit, event, everything, lawsOf, payloads, type StoreAdapter, write } from './place.ts';

export function writerLaws(adapter: StoreAdapter): void {
  openings(adapter);
  takingOver(adapter);
}

function openings(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('each opening has a greater epoch than all before', async (t, place) => {
    const second = await place.reopen();
    t.true(second.epoch > place.store.epoch);
    t.true((await place.reopen()).epoch > second.epoch);
  });

  law('a store that answers is up, and so is one that was opened again', async (t, place) => {
    t.deepEqual(place.store.state, { kind: 'up' });
    await write(t, place.store, { stream: 'room:a', events: [event('a1')] });
    t.deepEqual(place.store.state, { kind: 'up' });
    await place.store.lastNumber('room:a');
    t.deepEqual(place.store.state, { kind: 'up' });
    t.deepEqual((await place.reopen()).state, { kind: 'up' });
  });

  law('what was committed is there after the store is opened again', async (t, place) => {
    const { store } = place;
    await store.commit(commit('room:a', 1, [event('a1')], { entered: ['ann@x/1'] }));
    await store.saveSnapshot({ stream: 'room:a', number: 1, parts: { state: 's' } });
    await store.rooms.claim({ jid: 'a@rooms', key: 'ka' });
    const keys = await store.people.keys(['ann@x']);
    const again = await place.reopen();
    t.deepEqual(payloads(await again.read({ stream: 'room:a', ...everything })), ['a1']);
    t.deepEqual(await again.snapshot('room:a'), { number: 1, parts: { state: 's' } });
    t.is((await again.rooms.find('a@rooms'))?.key, 'ka');
    t.deepEqual(await again.people.keys(['ann@x']), keys);
    t.deepEqual(await again.sessions.streams('ann@x/1'), ['room:a']);
    await write(t, again, { stream: 'room:a', events: [event('a2')], first: 2 });
  });

  law('closing writes what was given before it, and takes nothing after it', async (t, place) => {
    const { store } = place;
    const under = store.commit(commit('room:a', 1, [event('a1')]));
    const closed = store.close();
    t.is((await store.commit(commit('room:a', 2, [event('a2')]))).kind, 'refused');
    await t.throwsAsync(store.lastNumber('room:a'), { instanceOf: StoreError });
    await closed;
    t.is((await under).kind, 'committed');
    await store.close();
    t.is(await (await place.reopen()).lastNumber('room:a'), 1);
  });
}

function takingOver(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('a writer that was taken over is stale wherever it writes, and writes nothing', async (t, place) => {
    const { store } = place;
    await write(t, store, { stream: 'room:a', events: [event('a1')] });
    const heir = await place.takeOver();
    t.true(heir.epoch > store.epoch);
    const outcomes = await Promise.all([
      store.commit(commit('room:a', 2, [event('a2')])),
      store.commit(commit('room:new', 1, [event('n1')])),
    ]);
    t.deepEqual(
      outcomes.map(({ kind }) => kind),
      ['stale', 'stale'],
    );
    await t.throwsAsync(store.saveSnapshot({ stream: 'room:a', number: 1, parts: {} }), { instanceOf: StoreError });
    await t.throwsAsync(store.saveCheckpoint({ name: 'p', position: {} }), { instanceOf: StoreError });
    await t.throwsAsync(store.rooms.claim({ jid: 'a@rooms', key: 'k' }), { instanceOf: StoreError });
    await t.throwsAsync(store.compact({ stream: 'room:a', through: 1 }), { instanceOf: StoreError });
    await t.throwsAsync(store.people.keys(['ann@x']), { instanceOf: StoreError });
    t.is(await heir.rooms.find('a@rooms'), undefined);
    t.is(await heir.lastNumber('room:new'), 0);
    await write(t, heir, { stream: 'room:a', events: [event('a2')], first: 2 });
  });

  law('a commit at a number that an earlier writer has filled is stale', async (t, place) => {
    const given = commit('room:a', 1, [event('a1'), event('a2')]);
    await place.store.commit(given);
    const again = await place.reopen();
    t.is((await again.commit(given)).kind, 'stale');
    t.is((await again.commit(commit('room:a', 2, [event('x')]))).kind, 'stale');
    t.deepEqual(payloads(await again.read({ stream: 'room:a', ...everything })), ['a1', 'a2']);
  });
}
