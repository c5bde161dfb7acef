/** Whatever a store may hold is the same after it was moved, and means the same people where they have other keys. */
import test from 'ava';
import fc from 'fast-check';
import type { NewEvent, PersonKey } from '../../src/store/event.ts';
import type { Store } from '../../src/store/port.ts';
import { commit } from '../contract/given.ts';
import { arriveAtSqlite } from '../contract/sqlite-place.ts';
import { memoryStore } from '../memory-store.ts';
import { contentOf, exported, imported } from './moving.ts';

const jids = Array.from({ length: 6 }, (_, nth) => `person${nth}@x`);
const who = fc.constantFrom(...jids);

/** An event of which nothing is told but what makes a difference to a store. */
const told = fc.record({
  by: fc.option(who, { nil: undefined }),
  names: fc.array(who, { maxLength: 3 }),
  text: fc.string({ unit: 'binary', maxLength: 20 }),
  kind: fc.constantFrom('posted', 'entered', 'changed'),
  version: fc.constantFrom(0, 1, 2 ** 32 - 1),
  pause: fc.nat(2),
  is: fc.constantFrom('archived', 'foreign', 'audited', 'compactable', 'plain'),
});

const acts = fc.array(
  fc.record({
    stream: fc.constantFrom('room:a', 'room:b', 'job:c', 'room:\u{10000}'),
    events: fc.array(told, { minLength: 1, maxLength: 5 }),
    replaces: fc.nat(8),
    unarchives: fc.boolean(),
    joins: fc.array(who, { maxLength: 2 }),
    leaves: fc.array(who, { maxLength: 1 }),
    saves: fc.boolean(),
    compacts: fc.boolean(),
  }),
  { maxLength: 25 },
);

type Acts = typeof acts extends fc.Arbitrary<infer T> ? T : never;
type Act = Acts[number];

class Generated {
  readonly #store: Store;
  readonly #keys: ReadonlyMap<string, PersonKey>;
  readonly #ordinals = new Map<string, number>();
  #at = 1;

  private constructor(store: Store, keys: ReadonlyMap<string, PersonKey>) {
    this.#store = store;
    this.#keys = keys;
  }

  static async fill(store: Store, all: Acts): Promise<void> {
    // As long as those of a real store, which are random.
    await store.transfer.restorePeople(jids.map((jid, nth) => ({ jid, key: `${nth}abcdefghij_` })));
    const generated = new Generated(store, await store.people.keys(jids));
    for (const act of all) await generated.#do(act);
  }

  #key(jid: string): PersonKey {
    return this.#keys.get(jid) ?? '';
  }

  async #do({ stream, events, replaces, unarchives, joins, leaves, saves, compacts }: Act): Promise<void> {
    const last = await this.#store.lastNumber(stream);
    const made = events.map((one, nth) => this.#event(stream, last + 1 + nth, one));
    const number = Math.min(replaces, last);
    const gone = { number, payload: JSON.stringify({ gone: this.#key('person0@x') }) };
    const affiliated = joins.map((jid) => this.#key(jid));
    const unaffiliated = leaves.map((jid) => this.#key(jid)).filter((key) => !affiliated.includes(key));
    await this.#store.commit(
      commit(stream, last + 1, made, {
        ...(number > 0 && { replace: [unarchives ? { ...gone, unarchived: true } : gone] }),
        ...(stream.startsWith('room:') && { affiliated, unaffiliated, visited: affiliated }),
      }),
    );
    const through = last + made.length;
    if (saves)
      await this.#store.saveSnapshot({
        stream,
        number: through,
        parts: { [`part ${last % 3}`]: String(made[0]?.payload) },
      });
    if (compacts) await this.#store.compact({ stream, through });
  }

  #event(
    stream: string,
    number: number,
    { by, names, text, kind, version, pause, is }: Act['events'][number],
  ): NewEvent {
    this.#at += pause;
    const payload = JSON.stringify({
      names: names.map((jid) => this.#key(jid)),
      text,
      deep: JSON.stringify(names.map((jid) => this.#key(jid))),
    });
    const person = by === undefined ? {} : { person: this.#key(by) };
    const event = { kind, version, at: this.#at, ...person, payload };
    if (is === 'audited') return { ...event, audited: true };
    if (is === 'compactable') return { ...event, compactable: true };
    if (is === 'plain') return event;
    const ordinal = (this.#ordinals.get(stream) ?? 0) + 1;
    this.#ordinals.set(stream, ordinal);
    const archiveId = is === 'foreign' ? `${stream} ${number}` : `${number.toString(36)}-${this.#at}`;
    return { ...event, archiveId, ordinal };
  }
}

test('whatever is in a store in memory is the same after it was moved to another', async (t) => {
  await fc.assert(
    fc.asyncProperty(acts, async (all) => {
      const [from, here] = [memoryStore(), memoryStore()];
      await Generated.fill(from, all);
      await imported(here, await exported(from));
      t.deepEqual(await contentOf(here), await contentOf(from));
    }),
    { numRuns: 60 },
  );
});

test('whatever is in a store is the same after it was moved to an SQLite file and back', async (t) => {
  await fc.assert(
    fc.asyncProperty(acts, async (all) => {
      const [from, back, place] = [memoryStore(), memoryStore(), await arriveAtSqlite()];
      try {
        await Generated.fill(from, all);
        await imported(place.store, await exported(from));
        t.deepEqual(await contentOf(place.store), await contentOf(from));
        await imported(back, await exported(place.store));
        t.deepEqual(await contentOf(back), await contentOf(from));
      } finally {
        await place.leave();
      }
    }),
    { numRuns: 8 },
  );
});

test('where people have other keys, everything is about the same people', async (t) => {
  const named = async (store: Store) => {
    const { streams } = await contentOf(store);
    const keys = await store.people.known(jids);
    const texts: Record<string, unknown> = {};
    for (const [stream, content] of Object.entries(streams)) {
      if (!stream.startsWith('room:')) continue;
      let text = JSON.stringify(content);
      for (const [jid, key] of keys) text = text.replaceAll(key, jid);
      texts[stream] = JSON.parse(text);
    }
    return texts;
  };
  await fc.assert(
    fc.asyncProperty(acts, async (all) => {
      const [from, here] = [memoryStore(), memoryStore()];
      await Generated.fill(from, all);
      // Some are known here by other keys, and one of their keys is somebody else's here.
      await here.transfer.restorePeople([
        { jid: 'person1@x', key: 'other_key_01' },
        { jid: 'person2@x', key: '3abcdefghij_' },
        { jid: 'somebody@x', key: '4abcdefghij_' },
      ]);
      await imported(here, await exported(from));
      t.deepEqual(await named(here), await named(from));
    }),
    { numRuns: 40 },
  );
});
