/** Rooms by address, rooms by session and by person, people by key. */

import type { RoomListing } from '../../src/store/port.ts';
import { firstCategory, type Shown } from '../../src/store/shown.ts';
import { commit, event, lawsOf, type StoreAdapter } from './place.ts';

export function directoryLaws(adapter: StoreAdapter): void {
  addresses(adapter);
  listings(adapter);
  counts(adapter);
  sessions(adapter);
  memberships(adapter);
  people(adapter);
}

function addresses(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('an address belongs to the first who claims it, until it is released', async (t, { store: { rooms } }) => {
    t.is(await rooms.find('a@rooms'), undefined);
    const both = [rooms.claim({ jid: 'a@rooms', key: 'k1' }), rooms.claim({ jid: 'a@rooms', key: 'k2' })];
    t.deepEqual(await Promise.all(both), ['k1', 'k1']);
    t.deepEqual(await rooms.find('a@rooms'), { jid: 'a@rooms', key: 'k1' });
    t.deepEqual(await rooms.findByKey('k1'), { jid: 'a@rooms', key: 'k1' });
    t.is(await rooms.findByKey('k2'), undefined);
    await rooms.release({ jid: 'a@rooms', key: 'k2' });
    t.is((await rooms.find('a@rooms'))?.key, 'k1');
    await rooms.release({ jid: 'a@rooms', key: 'k1' });
    t.is(await rooms.find('a@rooms'), undefined);
    t.is(await rooms.findByKey('k1'), undefined);
    t.is(await rooms.claim({ jid: 'a@rooms', key: 'k2' }), 'k2');
  });

  law(
    'an address passes from the key that holds it to another, with what lists tell of it',
    async (t, { store: { rooms } }) => {
      await rooms.claim({ jid: 'a@rooms', key: 'k1' });
      await rooms.describe({ jid: 'a@rooms', listing: listing({ name: 'Same' }) });
      t.is(await rooms.rekey({ jid: 'a@rooms', from: 'other', to: 'k2' }), 'k1');
      t.is(await rooms.rekey({ jid: 'a@rooms', from: 'k1', to: 'k2' }), 'k2');
      t.is(await rooms.rekey({ jid: 'a@rooms', from: 'k1', to: 'k2' }), 'k2');
      t.deepEqual(await rooms.find('a@rooms'), { jid: 'a@rooms', key: 'k2', listing: listing({ name: 'Same' }) });
      t.is(await rooms.findByKey('k1'), undefined);
      t.is((await rooms.findByKey('k2'))?.jid, 'a@rooms');
      t.is(await rooms.rekey({ jid: 'b@rooms', from: 'k1', to: 'k2' }), undefined);
    },
  );

  law('a room that is made again has not the listing of the one before', async (t, { store: { rooms } }) => {
    await rooms.claim({ jid: 'a@rooms', key: 'k1' });
    await rooms.describe({ jid: 'a@rooms', listing: listing({ name: 'Old' }) });
    await rooms.release({ jid: 'a@rooms', key: 'k1' });
    await rooms.claim({ jid: 'a@rooms', key: 'k2' });
    t.deepEqual(await rooms.find('a@rooms'), { jid: 'a@rooms', key: 'k2' });
    t.is(await rooms.count({ shown: inList }), 0);
  });
}

/** What anybody sees who is in scope of everything. */
export const inList: Shown = { categories: 'all', also: [] };

export function listing(more: Partial<RoomListing> = {}): RoomListing {
  return {
    ...{ name: 'Room', description: '', language: '', listed: true, open: true, realJids: false, occupants: 0 },
    ...{ category: firstCategory, disabled: false, auditorium: false, membersOnly: false, addin: '' },
    retention: { days: 0, longer: false, through: 0 },
    ...more,
  };
}

function listings(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('a listing is told as it was given last, and only of a room that is there', async (t, { store: { rooms } }) => {
    const given = listing({
      name: 'Öffentlich',
      description: 'für alle',
      language: 'de',
      open: false,
      realJids: true,
      occupants: 7,
      category: 'trading',
      disabled: true,
      auditorium: true,
      membersOnly: true,
      addin: 'Board',
      retention: { days: 30, longer: true, through: 12 },
    });
    await rooms.describe({ jid: 'none@rooms', listing: given });
    t.is(await rooms.find('none@rooms'), undefined);
    await rooms.claim({ jid: 'a@rooms', key: 'k' });
    await rooms.describe({ jid: 'a@rooms', listing: listing({ listed: false }) });
    await rooms.describe({ jid: 'a@rooms', listing: given });
    t.deepEqual(await rooms.find('a@rooms'), { jid: 'a@rooms', key: 'k', listing: given });
  });

  law('a commit tells lists of its room, with what it writes or not at all', async (t, { store }) => {
    const { rooms } = store;
    await rooms.claim({ jid: 'a@rooms', key: 'k' });
    const described = { jid: 'a@rooms', key: 'k', listing: listing({ name: 'One' }) };
    await store.commit(commit('room:k', 1, [event('one')], { described }));
    t.deepEqual(await rooms.find('a@rooms'), described);
    const shut = { ...described, listing: listing({ disabled: true }) };
    t.is((await store.commit(commit('room:k', 3, [event('hole')], { described: shut }))).kind, 'refused');
    t.is(await rooms.count({ shown: inList }), 1);
    await store.commit(commit('room:k', 2, [event('two')], { described: shut }));
    t.is(await rooms.count({ shown: inList }), 0);
    await rooms.release({ jid: 'a@rooms', key: 'k' });
    await rooms.claim({ jid: 'a@rooms', key: 'next' });
    await store.commit(commit('room:k', 3, [event('late')], { described }));
    t.deepEqual(await rooms.find('a@rooms'), { jid: 'a@rooms', key: 'next' });
  });

  law('rooms are listed page by page in the order of their addresses, both ways', async (t, { store: { rooms } }) => {
    // U+FF5E is before U+1F642 by code point, and behind it by UTF-16 unit.
    const jids = ['a@rooms', 'b@rooms', 'ba@rooms', 'c@rooms', 'z@rooms', 'ä@rooms', '～@rooms', '🙂@rooms'];
    for (const jid of jids.toReversed()) await rooms.claim({ jid, key: `k ${jid}` });
    const shown = jids.filter((_, i) => i % 2 === 0);
    for (const jid of jids) await rooms.describe({ jid, listing: listing({ listed: shown.includes(jid) }) });
    for (const [about, expected] of [
      ['all', jids],
      [inList, shown],
    ] as const) {
      const forwards: string[] = [];
      for (let after: { after?: string } = {}; ; ) {
        const page = await rooms.list({ ...after, limit: 3, shown: about });
        forwards.push(...page.map(({ jid }) => jid));
        const last = page.at(-1);
        if (!last) break;
        after = { after: last.jid };
      }
      const backwards: string[] = [];
      for (let before: { before?: string } = {}; ; ) {
        const page = await rooms.listBefore({ ...before, limit: 3, shown: about });
        backwards.unshift(...page.map(({ jid }) => jid));
        const [first] = page;
        if (!first) break;
        before = { before: first.jid };
      }
      t.deepEqual(forwards, expected);
      t.deepEqual(backwards, expected);
      t.is(await rooms.count({ shown: about }), expected.length);
    }
  });
}

function counts(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('the count follows every claim, listing and release', async (t, { store: { rooms } }) => {
    const counts = async () => [await rooms.count({ shown: 'all' }), await rooms.count({ shown: inList })];
    t.deepEqual(await counts(), [0, 0]);
    await rooms.claim({ jid: 'a@rooms', key: 'k' });
    await rooms.claim({ jid: 'a@rooms', key: 'again' });
    await rooms.claim({ jid: 'b@rooms', key: 'kb' });
    t.deepEqual(await counts(), [2, 0]);
    await rooms.describe({ jid: 'a@rooms', listing: listing() });
    await rooms.describe({ jid: 'a@rooms', listing: listing({ occupants: 3 }) });
    t.deepEqual(await counts(), [2, 1]);
    await rooms.describe({ jid: 'a@rooms', listing: listing({ listed: false }) });
    t.deepEqual(await counts(), [2, 0]);
    await rooms.describe({ jid: 'b@rooms', listing: listing() });
    await rooms.release({ jid: 'b@rooms', key: 'kb' });
    await rooms.release({ jid: 'a@rooms', key: 'wrong' });
    t.deepEqual(await counts(), [1, 0]);
  });
}

function sessions(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('a session is in the rooms it entered and has not left', async (t, { store }) => {
    await store.commit(commit('room:b', 1, [event('in')], { entered: ['ann@x/1', 'bob@x/1', 'ann@x/1'] }));
    await store.commit(commit('room:a', 1, [event('in')], { entered: ['ann@x/1'] }));
    t.deepEqual(await store.sessions.streams('ann@x/1'), ['room:a', 'room:b']);
    await store.commit(commit('room:b', 2, [event('out')], { left: ['ann@x/1', 'never@x/1'] }));
    t.deepEqual(await store.sessions.streams('ann@x/1'), ['room:a']);
    await store.commit(commit('room:b', 3, [event('out')], { left: ['bob@x/1'] }));
    t.deepEqual(await store.sessions.list({ limit: 10 }), [{ session: 'ann@x/1', streams: ['room:a'] }]);
  });

  law('a session that both left and entered in one commit is in', async (t, { store }) => {
    await store.commit(commit('room:a', 1, [event('in')], { entered: ['ann@x/1'] }));
    await store.commit(commit('room:a', 2, [event('again')], { entered: ['ann@x/1'], left: ['ann@x/1'] }));
    t.deepEqual(await store.sessions.streams('ann@x/1'), ['room:a']);
  });

  law('sessions are listed in order, each with all its rooms, page by page', async (t, { store }) => {
    const names = Array.from({ length: 25 }, (_, i) => `user${String(i).padStart(2, '0')}@x/1`);
    await store.commit(commit('room:b', 1, [event('in')], { entered: names.toReversed() }));
    await store.commit(commit('room:a', 1, [event('in')], { entered: names.slice(0, 10) }));
    const found: string[] = [];
    for (let after: { after?: string } = {}; ; ) {
      const page = await store.sessions.list({ ...after, limit: 4 });
      for (const { session, streams } of page) {
        t.deepEqual(streams, found.length < 10 ? ['room:a', 'room:b'] : ['room:b']);
        found.push(session);
      }
      const last = page.at(-1);
      if (!last) break;
      after = { after: last.session };
    }
    t.deepEqual(found, names);
  });
}

function memberships(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law(
    'a person belongs to streams from the commit that says so to the one that takes it back',
    async (t, { store }) => {
      const of = (person: string) => store.memberships.list({ person, limit: 10 });
      await store.commit(commit('room:b', 1, [event('made')], { affiliated: ['ann', 'bob'] }));
      await store.commit(commit('room:a', 1, [event('made'), event('more')], { affiliated: ['ann', 'ann'] }));
      t.deepEqual(await of('ann'), [
        { stream: 'room:b', seen: 1 },
        { stream: 'room:a', seen: 2 },
      ]);
      await store.commit(
        commit('room:b', 2, [event('changed')], { affiliated: ['ann'], unaffiliated: ['bob', 'eve'] }),
      );
      t.deepEqual(await of('ann'), [
        { stream: 'room:b', seen: 1 },
        { stream: 'room:a', seen: 2 },
      ]);
      t.deepEqual(await of('bob'), []);
      t.deepEqual(await of('eve'), []);
    },
  );

  law('what somebody has seen of a stream moves on with each visit, for who belongs to it', async (t, { store }) => {
    await store.commit(commit('room:a', 1, [event('made')], { affiliated: ['ann'] }));
    await store.commit(commit('room:a', 2, [event('x'), event('left')], { visited: ['ann', 'bob'] }));
    t.deepEqual(await store.memberships.list({ person: 'ann', limit: 10 }), [{ stream: 'room:a', seen: 3 }]);
    t.deepEqual(await store.memberships.list({ person: 'bob', limit: 10 }), []);
    await store.commit(commit('room:a', 4, [event('gone')], { unaffiliated: ['ann'], visited: ['ann'] }));
    t.deepEqual(await store.memberships.list({ person: 'ann', limit: 10 }), []);
  });

  law('memberships are listed page by page in the order in which the streams began', async (t, { store }) => {
    const streams = Array.from({ length: 11 }, (_, i) => `room:${(i * 7) % 11}`);
    for (const stream of streams) await store.commit(commit(stream, 1, [event('made')], { affiliated: ['ann'] }));
    const found: string[] = [];
    for (let after: { after?: string } = {}; ; ) {
      const page = await store.memberships.list({ person: 'ann', ...after, limit: 4 });
      found.push(...page.map(({ stream }) => stream));
      const last = page.at(-1);
      if (!last) break;
      after = { after: last.stream };
    }
    t.deepEqual(found, streams);
  });
}

function people(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('a person has one key for ever, and the key leads back', async (t, { store: { people } }) => {
    const [one, two] = await Promise.all([
      people.keys(['ann@x', 'bob@x', 'ann@x']),
      people.keys(['bob@x', 'example.org']),
    ]);
    const all = await people.keys(['ann@x', 'bob@x', 'example.org']);
    t.is(new Set(all.values()).size, 3);
    t.is(one.get('ann@x'), all.get('ann@x'));
    t.is(one.get('bob@x'), two.get('bob@x'));
    const jids = await people.jids([...all.values(), 'nobody']);
    t.deepEqual(new Map([...all].map(([jid, key]) => [key, jid])), new Map(jids));
    t.deepEqual(new Map(await people.keys([])), new Map());
  });

  law('who has no key yet is told apart, and gets none for it', async (t, { store: { people } }) => {
    const keys = await people.keys(['ann@x']);
    t.deepEqual(new Map(await people.known(['ann@x', 'bob@x', 'group:desk'])), new Map(keys));
    t.deepEqual(new Map(await people.known(['bob@x'])), new Map());
  });
}
