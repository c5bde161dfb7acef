/** Whose list it is: rooms of some categories, single rooms beside them, and what administrators filter by. */
import { type RoomListing, type Store, StoreError } from '../../src/store/port.ts';
import { firstCategory, type RoomFilter, type Shown, shownKeysMax } from '../../src/store/shown.ts';
import { lawsOf, type StoreAdapter } from './place.ts';
import { inList, listing } from './store-directory.ts';

type Rooms = Store['rooms'];
type Wanted = { readonly shown: Shown } & RoomFilter;

async function fill(rooms: Rooms, listings: Readonly<Record<string, Partial<RoomListing>>>): Promise<void> {
  const all = Object.entries(listings);
  await Promise.all(all.map(([name]) => rooms.claim({ jid: `${name}@rooms`, key: `key of ${name}` })));
  await Promise.all(all.map(([name, more]) => rooms.describe({ jid: `${name}@rooms`, listing: listing(more) })));
}

const keysOf = (...names: readonly string[]) => names.map((name) => `key of ${name}`);
const namesOf = (rooms: readonly { readonly jid: string }[]) => rooms.map(({ jid }) => jid.slice(0, jid.indexOf('@')));

/** What is shown by every way of asking, which all have to agree. */
async function shownBy(rooms: Rooms, wanted: Wanted, limit = 2): Promise<string[] | string> {
  const forwards: string[] = [];
  for (let after: { after?: string } = {}; ; ) {
    const page = await rooms.list({ ...wanted, ...after, limit });
    forwards.push(...namesOf(page));
    const last = page.at(-1);
    if (!last) break;
    after = { after: last.jid };
  }
  const backwards: string[] = [];
  for (let before: { before?: string } = {}; ; ) {
    const page = await rooms.listBefore({ ...wanted, ...before, limit });
    backwards.unshift(...namesOf(page));
    const [first] = page;
    if (!first) break;
    before = { before: first.jid };
  }
  const found = await rooms.search({ ...wanted, wanted: [], order: 'address', limit: 1_000 });
  const answers = [forwards, backwards, namesOf(found.rooms)].map((names) => names.join(' '));
  const counts = [await rooms.count(wanted), found.count];
  const agreed = new Set(answers).size === 1 && counts.every((count) => count === forwards.length);
  return agreed ? forwards : `${answers.join(', ')}; counted ${counts.join(', ')}`;
}

export function shownLaws(adapter: StoreAdapter): void {
  selections(adapter);
  filters(adapter);
  boundsOfSelections(adapter);
  largeSelections(adapter);
}

const house = {
  a: { category: 'desk' },
  b: { category: 'desk', listed: false },
  c: { category: 'desk', disabled: true },
  d: { category: 'wall' },
  e: { category: 'wall', listed: false, membersOnly: true, auditorium: true },
  f: { category: 'wall', listed: false, disabled: true },
  g: { category: "o'neil", addin: 'Board' },
} as const;

function selections(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('a selection shows what is listed in its categories, and single rooms', async (t, { store: { rooms } }) => {
    await fill(rooms, house);
    const shown = (categories: readonly string[] | 'all', ...also: readonly string[]) =>
      shownBy(rooms, { shown: { categories, also: keysOf(...also) } });
    t.deepEqual(await shown('all'), ['a', 'd', 'g']);
    t.deepEqual(await shown(['desk']), ['a']);
    t.deepEqual(await shown(['desk', "o'neil", 'desk', 'none']), ['a', 'g']);
    t.deepEqual(await shown([]), []);
    t.deepEqual(await shown([], 'b', 'd', 'b', 'nobody'), ['b', 'd']);
    t.deepEqual(await shown(['desk'], 'a', 'e'), ['a', 'e']);
    t.deepEqual(await shown('all', 'e', 'a', 'f', 'c'), ['a', 'd', 'e', 'g']);
    t.deepEqual(await shownBy(rooms, { shown: 'all' }), ['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  });

  law('rooms move between lists with what is told of them, and with their address', async (t, { store: { rooms } }) => {
    await fill(rooms, house);
    const desk: Wanted = { shown: { categories: ['desk'], also: keysOf('d') } };
    await rooms.describe({ jid: 'c@rooms', listing: listing({ category: 'desk' }) });
    await rooms.describe({ jid: 'd@rooms', listing: listing({ category: 'desk', disabled: true }) });
    t.deepEqual(await shownBy(rooms, desk), ['a', 'c']);
    await rooms.describe({ jid: 'a@rooms', listing: listing({ category: 'wall' }) });
    await rooms.release({ jid: 'c@rooms', key: 'key of c' });
    t.deepEqual(await shownBy(rooms, desk), []);
    await rooms.claim({ jid: 'c@rooms', key: 'another' });
    t.deepEqual(await shownBy(rooms, { shown: { categories: ['desk'], also: ['another'] } }), ['c']);
    t.deepEqual(await shownBy(rooms, { shown: 'all', category: 'desk' }), ['b', 'd']);
  });

  law('a room that nobody has described is in the first category, and not listed', async (t, { store: { rooms } }) => {
    await rooms.claim({ jid: 'new@rooms', key: 'key of new' });
    t.deepEqual(await shownBy(rooms, { shown: 'all', category: firstCategory }), ['new']);
    t.deepEqual(await shownBy(rooms, { shown: { categories: [firstCategory], also: [] } }), []);
    t.deepEqual(await shownBy(rooms, { shown: { categories: [], also: ['key of new'] } }), ['new']);
    const wanted = [{ words: ['NEW'], in: ['address'] as const }];
    const found = await rooms.search({ shown: 'all', wanted, order: 'address', limit: 9 });
    t.deepEqual(namesOf(found.rooms), ['new']);
  });
}

function filters(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('each filter narrows what is shown', async (t, { store: { rooms } }) => {
    await fill(rooms, house);
    const all = (filter: RoomFilter) => shownBy(rooms, { shown: 'all', ...filter });
    t.deepEqual(await all({ category: 'wall' }), ['d', 'e', 'f']);
    t.deepEqual(await all({ category: 'none' }), []);
    t.deepEqual(await all({ disabled: true }), ['c', 'f']);
    t.deepEqual(await all({ category: 'wall', disabled: false }), ['d', 'e']);
    t.deepEqual(await all({ listed: false, membersOnly: true }), ['e']);
    t.deepEqual(await all({ auditorium: true }), ['e']);
    t.deepEqual(await all({ addin: 'Board' }), ['g']);
    t.deepEqual(await all({ addin: '', listed: true }), ['a', 'c', 'd']);
    const mine: Shown = { categories: ['desk', 'wall'], also: keysOf('e', 'g') };
    t.deepEqual(await shownBy(rooms, { shown: mine, category: 'wall' }), ['d', 'e']);
    t.deepEqual(await shownBy(rooms, { shown: mine, category: "o'neil" }), ['g']);
    t.deepEqual(await shownBy(rooms, { shown: mine, listed: true }), ['a', 'd', 'g']);
    t.deepEqual(await shownBy(rooms, { shown: inList, category: 'wall', auditorium: false }), ['d']);
  });
}

function boundsOfSelections(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law(
    'a selection of more than may be named is rejected, and one of so many is not',
    async (t, { store: { rooms } }) => {
      await fill(rooms, house);
      const names = Array.from({ length: shownKeysMax - 1 }, (_, i) => `none ${i}`);
      const most: Shown = { categories: [...names, 'desk'], also: [...names, ...keysOf('e')] };
      t.deepEqual(await shownBy(rooms, { shown: most }), ['a', 'e']);
      const tooMany: readonly Shown[] = [
        { categories: [...names, 'desk', 'wall'], also: [] },
        { categories: 'all', also: [...names, 'k', 'l'] },
      ];
      for (const shown of tooMany) {
        await t.throwsAsync(rooms.list({ shown, limit: 1 }), { instanceOf: StoreError });
        await t.throwsAsync(rooms.listBefore({ shown, limit: 1 }), { instanceOf: StoreError });
        await t.throwsAsync(rooms.count({ shown }), { instanceOf: StoreError });
        const search = rooms.search({ shown, wanted: [], order: 'address', limit: 1 });
        await t.throwsAsync(search, { instanceOf: StoreError });
      }
    },
  );
}

/** There are few rooms in some selections and many in others: an adapter may look for them in different ways. */
function largeSelections(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('pages hold every room once, whether few of the list are selected or many', async (t, { store: { rooms } }) => {
    const listings = Array.from({ length: 300 }, (_, i): [string, Partial<RoomListing>] => [
      String(i).padStart(3, '0'),
      { category: `category ${Math.floor(i / 10)}`, listed: i % 7 !== 0 },
    ]);
    await fill(rooms, Object.fromEntries(listings));
    const also = keysOf('000', '007', '150', '154', '299');
    for (const selected of [1, 2, 5, 10, 30]) {
      const categories = Array.from({ length: selected }, (_, i) => `category ${29 - i}`);
      const expected = listings
        .filter(([name, { listed, category }]) => {
          return also.includes(`key of ${name}`) || (listed && categories.includes(category ?? ''));
        })
        .map(([name]) => name);
      t.deepEqual(await shownBy(rooms, { shown: { categories, also } }, 7), expected, `${selected} categories`);
    }
  });
}
