/** What the directories keep when what follows commits is applied late, again, or by two at once; and that a word is only a word. */
import fc from 'fast-check';
import { applyDirectoryEffects } from '../../../src/store/mongo/directory-effects.ts';
import { roomsIn } from '../../../src/store/mongo/documents.ts';
import { ensureLayout } from '../../../src/store/mongo/layout.ts';
import { membershipsOn } from '../../../src/store/mongo/memberships.ts';
import { readPage } from '../../../src/store/mongo/room-pages.ts';
import { roomsOn } from '../../../src/store/mongo/rooms.ts';
import { sessionsOn } from '../../../src/store/mongo/sessions.ts';
import type { DirectoryEffects } from '../../../src/store/mongo/work.ts';
import type { RoomListing } from '../../../src/store/port.ts';
import { folded } from '../../../src/store/room-search.ts';
import { listing } from '../../contract/store-directory.ts';
import { onMongo, workOn } from './given.ts';

const person = fc.constantFrom('ann', 'bob');
const some = fc.uniqueArray(person);

/** What commits of one stream change, each with who goes, comes and visits. */
const changes = fc.array(
  fc.record({ visited: some, gone: some, come: some, entered: some, left: some, occupants: fc.nat(9) }),
  { minLength: 1, maxLength: 6 },
);

/** After each batch, how many effects there are in it, and from where on some of the past are applied once more. */
const batches = fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat(6), fc.nat(6)), {
  minLength: 6,
  maxLength: 6,
});

function effectsOf(
  given: typeof changes extends fc.Arbitrary<infer T> ? T : never,
  stream: string,
): DirectoryEffects[] {
  return given.map(({ visited, gone, come, entered, left, occupants }, at) => ({
    ...{ stream, number: 2 * at + 2, began: `began ${stream}`, document: `${at}`, visited, entered, left },
    unaffiliated: gone.filter((one) => !come.includes(one)),
    affiliated: come,
    described: { jid: `${stream}@rooms`, key: stream, listing: listing({ occupants }) },
  }));
}

interface Expected {
  readonly seen: Map<string, number>;
  readonly present: Set<string>;
}

function inOrder(effects: readonly DirectoryEffects[]): Expected {
  const expected: Expected = { seen: new Map(), present: new Set() };
  for (const { number, unaffiliated = [], affiliated = [], visited = [], entered = [], left = [] } of effects) {
    for (const one of unaffiliated) expected.seen.delete(one);
    for (const one of affiliated) expected.seen.set(one, expected.seen.get(one) ?? number);
    for (const one of visited) if (expected.seen.has(one)) expected.seen.set(one, number);
    for (const one of left) expected.present.delete(one);
    for (const one of entered) expected.present.add(one);
  }
  return expected;
}

onMongo('effects that come again and late change nothing that later ones have changed', async (t, database) => {
  await ensureLayout(database);
  const work = workOn(database);
  const rooms = roomsOn(work);
  let streams = 0;
  const property = fc.asyncProperty(changes, batches, async (given, plan) => {
    const stream = `room${streams++}`;
    const effects = effectsOf(given, stream);
    await rooms.claim({ jid: `${stream}@rooms`, key: stream });
    let done = 0;
    for (const [size, from, count] of plan) {
      await applyDirectoryEffects(database, effects.slice(done, done + size));
      done = Math.min(done + size, effects.length);
      // What an earlier writer had still to do, and does now.
      await applyDirectoryEffects(database, effects.slice(from, Math.min(done, from + count)));
    }
    const expected = inOrder(effects);
    const isIn = async (one: string) => (await sessionsOn(work).streams(one)).includes(stream);
    for (const one of ['ann', 'bob']) {
      const rows = await membershipsOn(work).list({ person: one, limit: 1_000 });
      t.is(rows.find((row) => row.stream === stream)?.seen, expected.seen.get(one), one);
      if (expected.present.has(one)) t.true(await isIn(one));
    }
    t.is((await rooms.find(`${stream}@rooms`))?.listing?.occupants, given.at(-1)?.occupants);
    // Sessions may be too many after that, until all is applied in order once more, as when the store is opened.
    await applyDirectoryEffects(database, effects);
    for (const one of ['ann', 'bob']) t.is(await isIn(one), expected.present.has(one), one);
  });
  await t.notThrowsAsync(fc.assert(property, { numRuns: 200 }));
});

onMongo('a session that left late is not missed where it has entered again', async (t, database) => {
  await ensureLayout(database);
  const effect = { stream: 'room:a', began: 'b', document: 'd' };
  await applyDirectoryEffects(database, [{ ...effect, number: 9, entered: ['ann@x/1'] }]);
  await applyDirectoryEffects(database, [{ ...effect, number: 5, left: ['ann@x/1'] }]);
  t.deepEqual(await sessionsOn(workOn(database)).streams('ann@x/1'), ['room:a']);
});

onMongo('who came and went at once does not come back with an effect that is late', async (t, database) => {
  await ensureLayout(database);
  const came = { stream: 'room:a', began: 'b', document: 'd', number: 2, affiliated: ['ann'] };
  const went = { stream: 'room:a', began: 'b', document: 'e', number: 4, unaffiliated: ['ann'] };
  await applyDirectoryEffects(database, [came, went]);
  await applyDirectoryEffects(database, [came]);
  t.deepEqual(await membershipsOn(workOn(database)).list({ person: 'ann', limit: 9 }), []);
});

const sign = fc.constantFrom('a', 'B', '.', '*', '+', '?', '^', '$', '\\', '(', ')', '[', ']', '{', '}', '|', '/', '-');
const strange = fc.constantFrom('\\E', '\\Q', '(?i)', '\u2028', '\n', '#', ' ', 'ß', '🙂', '$where', '\ud800', '&');
const word = fc.array(fc.oneof(sign, strange), { minLength: 1, maxLength: 3 }).map((signs) => signs.join(''));

onMongo('a word that is looked for is only ever itself', async (t, database) => {
  await ensureLayout(database);
  const rooms = roomsOn(workOn(database));
  const property = fc.asyncProperty(fc.array(word, { minLength: 2, maxLength: 4 }), word, async (names, wanted) => {
    const given: RoomListing[] = names.map((name) => listing({ name: `x${name}y` }));
    for (const [at, one] of given.entries()) {
      await rooms.claim({ jid: `${at}@rooms`, key: `${at}` });
      await rooms.describe({ jid: `${at}@rooms`, listing: one });
    }
    const found = await rooms.search({
      ...{ shown: { categories: 'all', also: [] }, order: 'address', limit: 9 },
      wanted: [{ words: [wanted], in: ['name'] }],
    });
    const stored = (text: string) => Buffer.from(folded(text)).toString();
    const expected = given.flatMap(({ name }, at) => (stored(name).includes(stored(wanted)) ? [`${at}@rooms`] : []));
    t.deepEqual(
      found.rooms.map(({ jid }) => jid),
      expected,
    );
    for (const at of given.keys()) await rooms.release({ jid: `${at}@rooms`, key: `${at}` });
  });
  await t.notThrowsAsync(fc.assert(property, { numRuns: 60 }));
});

onMongo('what cannot be a word of a listing finds nothing, and is no error', async (t, database) => {
  await ensureLayout(database);
  const rooms = roomsOn(workOn(database));
  await rooms.claim({ jid: 'a@rooms', key: 'a' });
  for (const one of ['\0', 'a'.repeat(40_000)]) {
    const wanted = [{ words: [one], in: ['address'] as const }];
    t.deepEqual(await rooms.search({ shown: 'all', wanted, order: 'address', limit: 9 }), { rooms: [], count: 0 });
  }
});

onMongo('a room that is hidden while a page is read is not on it, and the page is full', async (t, database) => {
  await ensureLayout(database);
  const rooms = roomsOn(workOn(database));
  for (const name of ['a', 'b', 'c']) {
    await rooms.claim({ jid: `${name}@rooms`, key: name });
    await rooms.describe({ jid: `${name}@rooms`, listing: listing() });
  }
  const hidden = listing({ disabled: true });
  const collection = roomsIn(database);
  let asked = 0;
  // The third question of the page is for the rooms themselves.
  const late = (cursor: ReturnType<typeof collection.find>) => ({
    async toArray() {
      await rooms.describe({ jid: 'a@rooms', listing: hidden });
      return cursor.sort({ _id: 1 }).toArray();
    },
  });
  const between = new Proxy(collection, {
    get(target, name) {
      if (name !== 'find') return Reflect.get(target, name);
      return (...given: Parameters<typeof collection.find>) => {
        const cursor = target.find(...given);
        return asked++ === 2 ? { sort: () => late(cursor) } : cursor;
      };
    },
  });
  const query = { shown: { categories: 'all', also: ['b'] }, limit: 2, backwards: false, from: undefined } as const;
  const page = await readPage(between, query);
  t.deepEqual(
    page.map(({ jid }) => jid),
    ['b@rooms', 'c@rooms'],
  );
});
