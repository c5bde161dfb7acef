/** Moving between stores: what is restored is as it was, for every way of reading, and can be gone on with. */
import type { ExecutionContext } from 'ava';
import type { NewEvent, StoredEvent } from '../../src/store/event.ts';
import { type Store, StoreError } from '../../src/store/port.ts';
import { commit, event, everything, lawsOf, numbers, type StoreAdapter } from './place.ts';

const stream = 'room:moved';

function restored(number: number, more: Partial<StoredEvent> = {}): StoredEvent {
  return { ...event(`event ${number}`, { at: 1_000 + number }), stream, number, replaced: false, ...more };
}

/** With gaps of compaction, ids of our own and of others, tombstones, and marks. */
const history: readonly StoredEvent[] = [
  restored(2, { audited: true, person: 'ann', version: 2 ** 32 - 1 }),
  restored(3, { archiveId: '3-ours', ordinal: 1, person: 'bob' }),
  restored(7, { archiveId: 'foreign', ordinal: 4, replaced: true, kind: 'posted' }),
  restored(8, { compactable: true, at: 1_007 }),
  restored(40, { archiveId: '2-looks-like-ours', ordinal: 5 }),
];

async function refuses(t: ExecutionContext, store: Store, events: readonly StoredEvent[]): Promise<void> {
  await t.throwsAsync(store.transfer.restoreEvents({ stream, events }), { instanceOf: StoreError });
}

export function transferLaws(adapter: StoreAdapter): void {
  restoring(adapter);
  repeating(adapter);
  goingOn(adapter);
  walking(adapter);
  directories(adapter);
}

function restoring(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('restored events are read as they were, also after a restart', async (t, place) => {
    await place.store.transfer.restoreEvents({ stream, events: history });
    for (const open of [async () => place.store, () => place.reopen()]) {
      const store = await open();
      t.deepEqual(await store.read({ stream, ...everything }), history);
      t.is(await store.lastNumber(stream), 40);
      t.is(await store.numberAt({ stream, time: 1_004 }), 7);
      t.deepEqual(numbers(await store.read({ stream, ...everything, archived: true })), [3, 7, 40]);
      t.deepEqual(numbers(await store.read({ stream, ...everything, person: 'bob' })), [3]);
      for (const { archiveId, number } of history) {
        if (archiveId === undefined) continue;
        t.is((await store.findArchived({ stream, archiveId }))?.number, number);
      }
      t.is(await store.findArchived({ stream, archiveId: '7-none' }), undefined);
    }
  });

  law('restored events are new in the feed, and audited ones in the audit', async (t, { store }) => {
    await store.commit(commit('room:other', 1, [event('before', { at: 5, audited: true })]));
    const after = await store.feedEnd();
    await store.transfer.restoreEvents({ stream, events: history.slice(0, 2) });
    await store.transfer.restoreEvents({ stream, events: history.slice(2) });
    const found: StoredEvent[] = [];
    for (let at = after; ; ) {
      const page = await store.feed({ after: at, limit: 1 });
      if (page.events.length === 0) break;
      found.push(...page.events);
      at = page.position;
    }
    t.deepEqual(found, history);
    t.deepEqual((await store.feed({ after: await store.feedEnd(), limit: 10 })).events, []);
    t.deepEqual(numbers((await store.audit({ stream, limit: 10 })).events), [2]);
    t.deepEqual(numbers((await store.audit({ limit: 10 })).events), [2, 1]);
    t.deepEqual(numbers((await store.audit({ person: 'ann', limit: 10 })).events), [2]);
  });

  law('a stream is restored in as many calls as it takes, and another beside it', async (t, { store }) => {
    const many = Array.from({ length: 2_600 }, (_, i) =>
      restored(i + 1, { archiveId: `foreign ${i}`, ordinal: i + 1, ...(i % 3 === 0 && { compactable: true }) }),
    );
    for (let from = 0; from < many.length; from += 1_000) {
      await store.transfer.restoreEvents({ stream, events: many.slice(from, from + 1_000) });
      await store.transfer.restoreEvents({ stream: 'room:b', events: [restored(from + 1, { stream: 'room:b' })] });
    }
    t.deepEqual(await store.read({ stream, ...everything }), many);
    t.deepEqual(numbers(await store.read({ stream: 'room:b', ...everything })), [1, 1_001, 2_001]);
    t.is((await store.findArchived({ stream, archiveId: 'foreign 1234' }))?.number, 1_235);
    await refuses(t, store, many.slice(0, 1_001));
  });
}

function repeating(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('restoring again changes nothing, and goes on where it was broken off', async (t, place) => {
    let { store } = place;
    await store.transfer.restoreEvents({ stream, events: [] });
    t.deepEqual(await store.transfer.streams({ limit: 10 }), []);
    await store.transfer.restoreEvents({ stream, events: history.slice(0, 3) });
    await store.transfer.restoreEvents({ stream, events: history.slice(0, 3) });
    store = await place.reopen();
    await store.transfer.restoreEvents({ stream, events: history.slice(1) });
    await store.transfer.restoreEvents({ stream, events: history });
    t.deepEqual(await store.read({ stream, ...everything }), history);
    t.deepEqual((await store.feed({ after: {}, limit: 100 })).events, history);
    t.deepEqual(numbers((await store.audit({ limit: 10 })).events), [2]);
  });

  law('two that restore the same at the same time restore it once', async (t, { store }) => {
    const wish = { stream, events: history };
    await Promise.all([store.transfer.restoreEvents(wish), store.transfer.restoreEvents(wish)]);
    t.deepEqual((await store.feed({ after: {}, limit: 100 })).events, history);
  });

  law('what would lie between or before what is there is refused, whole', async (t, { store }) => {
    await store.transfer.restoreEvents({ stream, events: history });
    await refuses(t, store, [restored(5)]);
    await refuses(t, store, [restored(39), restored(41)]);
    await refuses(t, store, [restored(41, { at: 5 })]);
    t.deepEqual(await store.read({ stream, ...everything }), history);
  });

  law('events that no store can hold are refused', async (t, { store }) => {
    await refuses(t, store, [restored(2), restored(2)]);
    await refuses(t, store, [restored(2), restored(1)]);
    await refuses(t, store, [restored(0)]);
    await refuses(t, store, [restored(1, { at: 9 }), restored(2, { at: 8 })]);
    await refuses(t, store, [restored(1, { stream: 'room:b' })]);
    await refuses(t, store, [restored(1, { archiveId: 'without ordinal' })]);
    await refuses(t, store, [restored(1, { audited: true, compactable: true })]);
    await refuses(t, store, [restored(1, { version: 2 ** 32 })]);
    t.deepEqual(await store.transfer.streams({ limit: 10 }), []);
  });
}

function goingOn(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('a restored stream is gone on with by commits, from its last number', async (t, { store }) => {
    await store.transfer.restoreEvents({ stream, events: history });
    const later = (text: string): NewEvent => event(text, { at: 5_000 });
    t.is((await store.commit(commit(stream, 42, [later('a hole')]))).kind, 'refused');
    t.not((await store.commit(commit(stream, 40, [later('taken')]))).kind, 'committed');
    t.is((await store.commit(commit(stream, 41, [event('too early')]))).kind, 'refused');
    const replace = [{ number: 3, payload: '"gone"', unarchived: true } as const];
    t.is((await store.commit(commit(stream, 41, [later('more')], { replace }))).kind, 'committed');
    t.deepEqual(numbers(await store.read({ stream, ...everything })), [2, 3, 7, 8, 40, 41]);
    t.is(await store.findArchived({ stream, archiveId: '3-ours' }), undefined);
    await store.transfer.restoreEvents({ stream, events: [restored(42, { at: 5_000 })] });
    t.is((await store.commit(commit(stream, 43, [later('and more')]))).kind, 'committed');
  });

  law('what was committed a moment ago can be gone on with by restoring', async (t, { store }) => {
    await store.commit(commit(stream, 1, [event('one'), event('two')]));
    await store.transfer.restoreEvents({ stream, events: [restored(2), restored(9)] });
    t.is((await store.commit(commit(stream, 10, [event('ten', { at: 2_000 })]))).kind, 'committed');
    t.deepEqual(numbers(await store.read({ stream, ...everything })), [1, 2, 9, 10]);
  });

  law('a restored stream takes its snapshot, and is compacted like any other', async (t, { store }) => {
    await store.transfer.restoreEvents({ stream, events: history });
    await store.saveSnapshot({ stream, number: 40, parts: { state: '{}' } });
    t.is(await store.compact({ stream, through: 40 }), 1);
    t.deepEqual(numbers(await store.read({ stream, ...everything })), [2, 3, 7, 40]);
  });

  law('a writer that was taken over restores nothing', async (t, place) => {
    const { store } = place;
    const successor = await place.takeOver();
    await refuses(t, store, history);
    await t.throwsAsync(store.transfer.restorePeople([{ key: 'k', jid: 'ann@x' }]), { instanceOf: StoreError });
    await successor.transfer.restoreEvents({ stream, events: history });
    t.deepEqual(await successor.read({ stream, ...everything }), history);
  });
}

function walking(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('streams are told by name, page by page: those with events or a snapshot', async (t, { store }) => {
    const names = ['activity', 'room:\u{10000}', 'room:\uffff', 'room:a', 'room:b', 'service'];
    await store.saveSnapshot({ stream: 'activity', number: 0, parts: { a: '1' } });
    await store.saveSnapshot({ stream: 'gone', number: 0, parts: { a: '1' } });
    await store.removeSnapshot('gone');
    for (const name of names.slice(1)) await store.commit(commit(name, 1, [event('made')]));
    const sorted = names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const found: string[] = [];
    for (let after: { after?: string } = {}; ; ) {
      const page = await store.transfer.streams({ ...after, limit: 2 });
      found.push(...page);
      const last = page.at(-1);
      if (last === undefined) break;
      after = { after: last };
    }
    t.deepEqual(found, sorted);
  });

  law('people are told by key, page by page', async (t, { store }) => {
    const keys = await store.people.keys(Array.from({ length: 7 }, (_, i) => `user${i}@x`));
    const found: [string, string][] = [];
    for (let after: { after?: string } = {}; ; ) {
      const page = await store.transfer.people({ ...after, limit: 3 });
      found.push(...page.map(({ key, jid }) => [jid, key] as [string, string]));
      const last = page.at(-1);
      if (last === undefined) break;
      after = { after: last.key };
    }
    const sorted = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a[1]), Buffer.from(b[1])));
    t.deepEqual(found, sorted);
  });

  law('memberships are told once each, whatever the size of a page', async (t, { store }) => {
    for (const name of ['room:b', 'room:a', 'room:c']) {
      await store.commit(commit(name, 1, [event('made')], { affiliated: ['ann', 'bob', name] }));
    }
    await store.commit(commit('room:c', 2, [event('left')], { unaffiliated: ['bob'], visited: ['ann'] }));
    for (const limit of [1, 3, 4, 100]) {
      const found: string[] = [];
      for (let query: { place?: string } = {}; ; ) {
        const page = await store.transfer.memberships({ ...query, limit });
        found.push(...page.memberships.map(({ person, stream, seen }) => `${person} ${stream} ${seen}`));
        if (page.place === undefined) break;
        query = { place: page.place };
      }
      const all = ['ann room:a 1', 'ann room:b 1', 'ann room:c 2', 'bob room:a 1', 'bob room:b 1'];
      t.deepEqual(found.toSorted(), [...all, 'room:a room:a 1', 'room:b room:b 1', 'room:c room:c 1']);
    }
  });
}

function directories(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law(
    'people keep their keys, and a key or address that is taken otherwise is refused, whole',
    async (t, { store }) => {
      const restore = (...people: readonly { key: string; jid: string }[]) => store.transfer.restorePeople(people);
      const ann = { key: 'key-ann', jid: 'ann@x' };
      const bob = { key: 'key-bob', jid: 'bob@x' };
      await restore(ann);
      await restore(ann, bob, bob);
      for (const wrong of [
        { key: 'another', jid: 'ann@x' },
        { key: 'key-ann', jid: 'eve@x' },
      ]) {
        await t.throwsAsync(restore({ key: 'key-carl', jid: 'carl@x' }, wrong), { instanceOf: StoreError });
      }
      const keys = await store.people.keys(['ann@x', 'bob@x']);
      t.deepEqual([...keys.values()], ['key-ann', 'key-bob']);
      t.deepEqual(await store.transfer.people({ limit: 10 }), [ann, bob]);
    },
  );

  law('memberships and sessions are restored beside what is there', async (t, { store }) => {
    await store.commit(commit('room:b', 1, [event('made')], { affiliated: ['ann'], entered: ['ann@x/1'] }));
    await store.transfer.restoreEvents({ stream, events: history });
    for (let time = 0; time < 2; time++) {
      await store.transfer.restoreMemberships([
        { person: 'ann', stream, seen: 7 },
        { person: 'ann', stream: 'room:b', seen: 0 },
        { person: 'bob', stream, seen: 40 },
      ]);
      await store.transfer.restoreSessions([
        { session: 'ann@x/1', streams: [stream] },
        { session: 'bob@x/2', streams: ['room:b', stream] },
      ]);
    }
    t.deepEqual(await store.memberships.list({ person: 'ann', limit: 10 }), [
      { stream: 'room:b', seen: 1 },
      { stream, seen: 7 },
    ]);
    t.deepEqual(await store.memberships.list({ person: 'bob', limit: 10 }), [{ stream, seen: 40 }]);
    t.deepEqual(await store.sessions.list({ limit: 10 }), [
      { session: 'ann@x/1', streams: ['room:b', stream] },
      { session: 'bob@x/2', streams: ['room:b', stream] },
    ]);
    await store.commit(commit(stream, 41, [event('x', { at: 5_000 })], { unaffiliated: ['bob'], left: ['bob@x/2'] }));
    t.deepEqual(await store.memberships.list({ person: 'bob', limit: 10 }), []);
    t.deepEqual(await store.sessions.streams('bob@x/2'), ['room:b']);
  });

  law('nobody belongs to a stream that is not there', async (t, { store }) => {
    const none = 'room:none';
    const wrong = store.transfer.restoreMemberships([{ person: 'ann', stream: none, seen: 1 }]);
    await t.throwsAsync(wrong, { instanceOf: StoreError });
    const session = store.transfer.restoreSessions([{ session: 'ann@x/1', streams: [none] }]);
    await t.throwsAsync(session, { instanceOf: StoreError });
  });
}
