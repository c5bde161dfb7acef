/** Finding rooms by words and by what they are. */
import type { RoomListing, Store } from '../../src/store/port.ts';
import type { RoomSearch } from '../../src/store/room-search.ts';
import { lawsOf, type StoreAdapter } from './place.ts';
import { inList, listing } from './store-directory.ts';

type Rooms = Store['rooms'];

const everywhere = ['name', 'description', 'address'] as const;

async function fill(rooms: Rooms, listings: Readonly<Record<string, Partial<RoomListing>>>): Promise<void> {
  for (const [jid, more] of Object.entries(listings)) {
    await rooms.claim({ jid, key: `key of ${jid}` });
    await rooms.describe({ jid, listing: listing(more) });
  }
}

async function jids(rooms: Rooms, query: Partial<RoomSearch>): Promise<string[]> {
  const found = await rooms.search({ shown: inList, wanted: [], order: 'address', limit: 100, ...query });
  return found.rooms.map(({ jid }) => jid);
}

export function searchLaws(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('words are found as parts of words, without case and accents', async (t, { store: { rooms } }) => {
    await fill(rooms, {
      'a@rooms': { name: 'Café Zürich' },
      'b@rooms': { name: 'Reading', description: 'Books, STRASSE by Straße' },
      'cafe@rooms': { name: 'Other' },
    });
    const find = (words: string[], texts: RoomSearch['wanted'][number]['in'] = everywhere) =>
      jids(rooms, { wanted: [{ words, in: texts }] });
    t.deepEqual(await find(['CAFE']), ['a@rooms', 'cafe@rooms']);
    t.deepEqual(await find(['café', 'zur']), ['a@rooms']);
    t.deepEqual(await find(['straße']), ['b@rooms']);
    t.deepEqual(await find(['cafe'], ['name']), ['a@rooms']);
    t.deepEqual(await find(['cafe'], ['address']), ['cafe@rooms']);
    t.deepEqual(await find(['books'], ['name', 'address']), []);
    t.deepEqual(await find(['%']), []);
    t.deepEqual(await find(['books'], []), []);
  });

  law('each condition narrows the search', async (t, { store: { rooms } }) => {
    await fill(rooms, {
      'a@rooms': { language: 'de-AT', occupants: 3 },
      'b@rooms': { language: 'de', open: false },
      'c@rooms': { language: 'den', occupants: 1 },
    });
    t.deepEqual(await jids(rooms, { language: 'DE' }), ['a@rooms', 'b@rooms']);
    t.deepEqual(await jids(rooms, { language: 'de-at' }), ['a@rooms']);
    t.deepEqual(await jids(rooms, { open: false }), ['b@rooms']);
    t.deepEqual(await jids(rooms, { occupantsMin: 1, open: true }), ['a@rooms', 'c@rooms']);
    t.deepEqual(await jids(rooms, { occupantsMin: 1, language: 'de' }), ['a@rooms']);
    const wanted = [
      { words: ['room'], in: ['name'] as const },
      { words: ['c@'], in: ['address'] as const },
    ];
    t.deepEqual(await jids(rooms, { wanted }), ['c@rooms']);
  });

  law('a room that is not listed is neither found nor counted', async (t, { store: { rooms } }) => {
    await fill(rooms, { 'a@rooms': {}, 'hidden@rooms': { listed: false } });
    await rooms.claim({ jid: 'undescribed@rooms', key: 'k' });
    for (const limit of [0, 10]) {
      const { rooms: found, count } = await rooms.search({ shown: inList, wanted: [], order: 'occupants', limit });
      t.is(count, 1);
      t.deepEqual(
        found.map(({ jid }) => jid),
        limit === 0 ? [] : ['a@rooms'],
      );
    }
    await rooms.describe({ jid: 'a@rooms', listing: listing({ listed: false }) });
    t.deepEqual(await rooms.search({ shown: inList, wanted: [], order: 'address', limit: 10 }), {
      rooms: [],
      count: 0,
    });
  });

  law('pages in either order hold every room once, both ways', async (t, { store: { rooms } }) => {
    const occupants = { 'a@rooms': 1, 'b@rooms': 5, 'c@rooms': 1, 'd@rooms': 0, '～@rooms': 1, '🙂@rooms': 9 };
    await fill(rooms, Object.fromEntries(Object.entries(occupants).map(([jid, n]) => [jid, { occupants: n }])));
    const orders = {
      address: Object.keys(occupants),
      occupants: ['🙂@rooms', 'b@rooms', 'a@rooms', 'c@rooms', '～@rooms', 'd@rooms'],
    } as const;
    for (const order of ['address', 'occupants'] as const) {
      const forwards: string[] = [];
      const backwards: string[] = [];
      for (let after: Pick<RoomSearch, 'after'> = {}; ; ) {
        const page = await rooms.search({ shown: inList, wanted: [], order, limit: 4, ...after });
        t.is(page.count, 6);
        const last = page.rooms.at(-1);
        if (!last) break;
        forwards.push(...page.rooms.map(({ jid }) => jid));
        after = { after: { jid: last.jid, occupants: last.listing?.occupants ?? 0 } };
      }
      for (let before: RoomSearch['before'] = 'end'; ; ) {
        const page = await rooms.search({ shown: inList, wanted: [], order, limit: 4, before });
        const [first] = page.rooms;
        if (!first) break;
        backwards.unshift(...page.rooms.map(({ jid }) => jid));
        before = { jid: first.jid, occupants: first.listing?.occupants ?? 0 };
      }
      t.deepEqual(forwards, orders[order]);
      t.deepEqual(backwards, orders[order]);
    }
  });
}
