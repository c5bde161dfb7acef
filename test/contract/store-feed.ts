/** The feed and the checkpoints of those who read it. */

import type { StoredEvent } from '../../src/store/event.ts';
import type { FeedPosition, Store } from '../../src/store/port.ts';
import { commit, event, everything, lawsOf, type StoreAdapter, write } from './place.ts';

/** Reads to the end, page by page. */
async function readOn(store: Store, after: FeedPosition, limit: number) {
  const events: StoredEvent[] = [];
  for (let position = after; ; ) {
    const page = await store.feed({ after: position, limit });
    events.push(...page.events);
    if (JSON.stringify(page.position) === JSON.stringify(position)) return { events, position };
    position = page.position;
  }
}

const places = (events: readonly StoredEvent[]) => events.map(({ stream, number }) => `${stream} ${number}`);

export function feedLaws(adapter: StoreAdapter): void {
  order(adapter);
  contents(adapter);
  checkpoints(adapter);
}

function order(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('the feed has every event in the order of commit, over all streams and writers', async (t, place) => {
    const expected: string[] = [];
    let store = place.store;
    for (let round = 0; round < 3; round++) {
      const given = Array.from({ length: 20 }, (_, i) => {
        const stream = `room:${i % 3}`;
        const number = expected.filter((one) => one.startsWith(`${stream} `)).length + 1;
        expected.push(`${stream} ${number}`);
        return store.commit(commit(stream, number, [event('x')]));
      });
      await Promise.all(given);
      store = await place.reopen();
    }
    for (const limit of [1, 3, 7, 100]) t.deepEqual(places((await readOn(store, {}, limit)).events), expected);
  });

  law('a page never cuts a commit in two', async (t, { store }) => {
    await Promise.all([
      store.commit(commit('room:a', 1, [event('1'), event('2'), event('3')])),
      store.commit(commit('room:b', 1, [event('1'), event('2')])),
    ]);
    const page = await store.feed({ after: {}, limit: 2 });
    t.deepEqual(places(page.events), ['room:a 1', 'room:a 2', 'room:a 3']);
    t.deepEqual(places((await store.feed({ after: page.position, limit: 2 })).events), ['room:b 1', 'room:b 2']);
  });

  law('where there is nothing new the position stays what it was', async (t, { store }) => {
    t.deepEqual(await store.feed({ after: {}, limit: 5 }), { events: [], position: {} });
    await write(t, store, { stream: 'room:a', events: [event('x')] });
    const { position } = await store.feed({ after: {}, limit: 5 });
    t.deepEqual(await store.feed({ after: position, limit: 5 }), { events: [], position });
  });
}

function contents(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('the end of the feed is behind everything committed so far, and before everything later', async (t, place) => {
    await write(t, place.store, { stream: 'room:a', events: [event('1')] });
    const store = await place.reopen();
    await write(t, store, { stream: 'room:a', events: [event('2')], first: 2 });
    const end = await store.feedEnd();
    t.deepEqual((await store.feed({ after: end, limit: 5 })).events, []);
    await write(t, store, { stream: 'room:a', events: [event('3')], first: 3 });
    t.deepEqual(places((await store.feed({ after: end, limit: 5 })).events), ['room:a 3']);
    const again = await place.reopen();
    await write(t, again, { stream: 'room:b', events: [event('4')] });
    t.deepEqual(places((await readOn(again, end, 1)).events), ['room:a 3', 'room:b 1']);
  });

  law(
    'a commit of many events is whole, in the feed and in its stream, whatever is written after it',
    async (t, { store }) => {
      const many = Array.from({ length: 12 }, (_, i) => event(`${i + 1}`));
      await store.commit(commit('room:a', 1, many));
      const all = many.map((_, i) => `room:a ${i + 1}`);
      for (let number = 1; number <= 12; number++) {
        t.deepEqual(places((await readOn(store, {}, 100)).events.slice(0, 12)), all);
        t.deepEqual(places(await store.read({ stream: 'room:a', ...everything })), all);
        t.deepEqual(
          places(await store.read({ stream: 'room:a', order: 'descending', limit: 5 })),
          all.slice(7).reverse(),
        );
        await store.commit(commit('room:b', number, [event('x')]));
      }
    },
  );

  law('the feed shows a payload as it is now, and leaves out what was compacted', async (t, { store }) => {
    await store.commit(commit('room:a', 1, [event('in', { compactable: true }), event('secret')]));
    await store.commit(commit('room:a', 3, [event('retracted')], { replace: [{ number: 2, payload: '"gone"' }] }));
    await store.saveSnapshot({ stream: 'room:a', number: 3, parts: {} });
    t.is(await store.compact({ stream: 'room:a', through: 3 }), 1);
    const { events } = await store.feed({ after: {}, limit: 10 });
    t.deepEqual(
      events.map(({ number, payload }) => [number, payload]),
      [
        [2, '"gone"'],
        [3, '"retracted"'],
      ],
    );
  });
}

function checkpoints(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('a checkpoint is what was saved last under its name', async (t, place) => {
    const { store } = place;
    t.is(await store.checkpoint('search'), undefined);
    await store.saveCheckpoint({ name: 'search', position: { 1: 5 } });
    await store.saveCheckpoint({ name: 'search', position: { 1: 7, 2: 1 } });
    await store.saveCheckpoint({ name: 'feeds', position: {} });
    const again = await place.reopen();
    t.deepEqual(await again.checkpoint('search'), { 1: 7, 2: 1 });
    t.deepEqual(await again.checkpoint('feeds'), {});
  });

  law('readers at different places each get all that is behind theirs, over restarts', async (t, place) => {
    let store = place.store;
    const seen = { quick: [] as string[], slow: [] as string[] };
    const step = async (name: 'quick' | 'slow', limit: number) => {
      const page = await store.feed({ after: (await store.checkpoint(name)) ?? {}, limit });
      seen[name].push(...places(page.events));
      await store.saveCheckpoint({ name, position: page.position });
    };
    await store.saveCheckpoint({ name: 'slow', position: {} });
    for (let number = 1; number <= 24; number++) {
      await write(t, store, { stream: 'room:a', events: [event('x')], first: number });
      await step('quick', 3);
      if (number % 4 === 0) await step('slow', 2);
      if (number % 5 === 0) store = await place.reopen();
    }
    for (let i = 0; i < 24; i++) await step('slow', 2);
    const all = Array.from({ length: 24 }, (_, i) => `room:a ${i + 1}`);
    t.deepEqual(seen.quick, all);
    t.deepEqual(seen.slow, all);
  });

  law('a position does not grow with every start once everybody has read on', async (t, place) => {
    let store = place.store;
    for (let number = 1; number <= 12; number++) {
      await write(t, store, { stream: 'room:a', events: [event('x')], first: number });
      const { position } = await store.feed({ after: (await store.checkpoint('p')) ?? {}, limit: 10 });
      await store.saveCheckpoint({ name: 'p', position });
      store = await place.reopen();
    }
    const position = (await store.checkpoint('p')) ?? {};
    t.true(Object.keys(position).length <= 3, JSON.stringify(position));
  });
}
