/** Reading a stream: by number, by time, by archive id. */

import fc from 'fast-check';
import { archiveId, archiveIdHint } from '../../src/store/archive-id.ts';
import type { NewEvent } from '../../src/store/event.ts';
import { commit, event, everything, lawsOf, numbers, type StoreAdapter, write } from './place.ts';

export function readingLaws(adapter: StoreAdapter): void {
  pages(adapter);
  times(adapter);
  longTimes(adapter);
  archiveIds(adapter);
}

function pages(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('a stream without events is empty, and its last number is 0', async (t, { store }) => {
    t.is(await store.lastNumber('room:none'), 0);
    t.deepEqual(await store.read({ stream: 'room:none', ...everything }), []);
    t.is(await store.numberAt({ stream: 'room:none', time: 0 }), 1);
    t.is(await store.findArchived({ stream: 'room:none', archiveId: '1-a' }), undefined);
  });

  law('bounds are exclusive, and a page is cut from the side the order begins at', async (t, { store }) => {
    await write(t, store, { stream: 'room:a', events: Array.from({ length: 9 }, (_, i) => event(`m${i}`)) });
    const read = async (query: object) =>
      numbers(await store.read({ stream: 'room:a', order: 'ascending', limit: 100, ...query }));
    t.deepEqual(await read({ after: 2, before: 6 }), [3, 4, 5]);
    t.deepEqual(await read({ after: 2, before: 6, limit: 2 }), [3, 4]);
    t.deepEqual(await read({ after: 2, before: 6, limit: 2, order: 'descending' }), [5, 4]);
    t.deepEqual(await read({ limit: 3, order: 'descending' }), [9, 8, 7]);
    t.deepEqual(await read({ after: 9 }), []);
    t.deepEqual(await read({ after: -5, before: 1_000_000, limit: 1 }), [1]);
    t.deepEqual(await read({ after: 5, before: 5 }), []);
    t.deepEqual(await read({ limit: 0 }), []);
  });

  law('streams do not see each other', async (t, { store }) => {
    await write(t, store, { stream: 'room:a', events: [event('a1'), event('a2')] });
    await write(t, store, { stream: 'room:b', events: [event('b1')] });
    t.is(await store.lastNumber('room:b'), 1);
    t.deepEqual(numbers(await store.read({ stream: 'room:b', ...everything })), [1]);
  });

  law('readings by person and of the archive find all there is, however far apart', async (t, { store }) => {
    const length = 45_000;
    const rare = new Set([1, 20_001, 40_002, length]);
    const events = Array.from({ length }, (_, i) =>
      rare.has(i + 1)
        ? event('rare', { person: 'ann', archiveId: archiveId({ number: i + 1, random: 'r' }), ordinal: i + 1 })
        : event('x', { person: 'bob' }),
    );
    t.is((await store.commit(commit('room:a', 1, events))).kind, 'committed');
    const read = async (query: object) =>
      numbers(await store.read({ stream: 'room:a', order: 'ascending', limit: 100, ...query }));
    t.deepEqual(await read({ person: 'ann' }), [...rare]);
    t.deepEqual(await read({ archived: true }), [...rare]);
    t.deepEqual(await read({ archived: true, order: 'descending' }), [...rare].reverse());
    t.deepEqual(await read({ person: 'ann', order: 'descending', limit: 3 }), [length, 40_002, 20_001]);
    t.deepEqual(await read({ person: 'ann', archived: true, after: 1, before: length }), [20_001, 40_002]);
    t.deepEqual(await read({ person: 'bob', archived: true }), []);
    t.deepEqual(await read({ person: 'nobody' }), []);
    t.deepEqual(await read({ archived: false, limit: 1 }), [1]);
  });
}

function times(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law(
    'a time leads to the first event that is not before it, also where others were compacted',
    async (t, { store }) => {
      const ticks = fc.array(fc.record({ step: fc.nat(3), compactable: fc.boolean() }), {
        minLength: 1,
        maxLength: 40,
      });
      let stream = 0;
      await fc.assert(
        fc.asyncProperty(ticks, async (given) => {
          const name = `room:${++stream}`;
          let at = 10;
          const events = given.map(({ step, compactable }) => {
            at += step;
            return event('x', { at, compactable });
          });
          await store.commit(commit(name, 1, events));
          await store.saveSnapshot({ stream: name, number: events.length, parts: {} });
          await store.compact({ stream: name, through: events.length });
          const kept = await store.read({ stream: name, ...everything });
          for (let time = 9; time <= at + 1; time++) {
            const expected = kept.find((one) => one.at >= time)?.number ?? events.length + 1;
            t.is(await store.numberAt({ stream: name, time }), expected);
          }
        }),
        { numRuns: 30 },
      );
    },
  );
}

function longTimes(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('also in a long stream, where hours of silence follow on seconds of talk', async (t, { store }) => {
    const all: NewEvent[] = [];
    let at = 0;
    for (let length = 1; all.length < 2_000; length = (length * 7) % 23) {
      const events = Array.from({ length }, (_, i) => {
        at += (all.length + i) % 211 === 0 ? 10_000_000 : (all.length * i) % 5;
        return event('x', { at, compactable: i % 6 === 1 });
      });
      t.is((await store.commit(commit('room:a', all.length + 1, events))).kind, 'committed');
      all.push(...events);
    }
    const look = async (): Promise<void> => {
      const kept = await store.read({ stream: 'room:a', ...everything });
      for (let place = 0; place < all.length; place += 101) {
        const time = (all[place]?.at ?? 0) + 1 - (place % 3);
        const expected = kept.find((one) => one.at >= time)?.number ?? all.length + 1;
        t.is(await store.numberAt({ stream: 'room:a', time }), expected, `at ${time}`);
      }
    };
    await look();
    await store.saveSnapshot({ stream: 'room:a', number: all.length, parts: {} });
    await store.compact({ stream: 'room:a', through: all.length });
    await look();
  });
}

function archiveIds(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('an archived event is found by its id, wherever the id comes from', async (t, { store }) => {
    const ids = [
      archiveId({ number: 1, random: 'ours' }),
      'b2f0a5de-3c37-4f36-9d0c-3a76a1f6a6f2',
      archiveId({ number: 1, random: 'looks like ours' }),
      '🙂',
      archiveId({ number: 5, random: 'ours again' }),
    ];
    const events = ids.map((id, i) => event(id, { archiveId: id, ordinal: i + 1 }));
    await store.commit(commit('room:a', 1, events));
    await store.commit(commit('room:b', 1, [event('b', { archiveId: '🙂', ordinal: 1 })]));
    for (const [i, id] of ids.entries()) {
      const found = await store.findArchived({ stream: 'room:a', archiveId: id });
      t.deepEqual([found?.number, found?.archiveId], [i + 1, id]);
    }
    t.is((await store.findArchived({ stream: 'room:b', archiveId: '🙂' }))?.number, 1);
  });

  law('an id that was never given finds nothing, whatever it points at', async (t, { store }) => {
    await store.commit(
      commit('room:a', 1, [event('x', { archiveId: archiveId({ number: 1, random: 'r' }), ordinal: 1 })]),
    );
    for (const id of ['1-other', '1-', '2-r', '', '-', '0-r', '-1-r', 'zzzzzzzzzz-r', '1-R', "' OR 1=1 --"]) {
      t.is(await store.findArchived({ stream: 'room:a', archiveId: id }), undefined, id);
    }
  });

  law('an archive id leads back to its number', async (t) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 50 }), fc.string(), (number, random) => {
        t.is(archiveIdHint(archiveId({ number, random })), number);
      }),
    );
  });
}
