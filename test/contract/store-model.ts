/**
 * Whatever is done to a store, in whatever order, it answers as the store in memory does: generated
 * conversations are held with both, and every answer is compared.
 */

import fc from 'fast-check';
import { archiveId } from '../../src/store/archive-id.ts';
import type { Commit } from '../../src/store/commit.ts';
import type { NewEvent, StoredEvent } from '../../src/store/event.ts';
import { type Store, StoreError } from '../../src/store/port.ts';
import { memoryStore } from '../memory-store.ts';
import { lawsOf, type StoreAdapter } from './place.ts';
import { filter, jid, key, listing, search, shown } from './rooms-model.ts';

const streams = ['room:a', 'room:b', 'service'] as const;
const stream = fc.constantFrom(...streams);
const session = fc.constantFrom('ann@x/1', 'ann@x/2', 'bob@x/1');
const page = { limit: fc.nat(6), order: fc.constantFrom('ascending' as const, 'descending' as const) };

const newEvent = fc.record({
  step: fc.nat(2),
  archive: fc.constantFrom('none' as const, 'own' as const, 'foreign' as const),
  foreignId: fc.nat(20),
  mark: fc.constantFrom('none' as const, 'compactable' as const, 'compactable' as const, 'audited' as const),
  person: fc.option(fc.constantFrom('p1', 'p2'), { nil: undefined }),
  payload: fc.string({ unit: 'grapheme', maxLength: 12 }),
});

const newCommit = fc.record({
  stream,
  // Mostly right, at times with a hole, at times behind.
  shift: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, -1, -2),
  repeat: fc.constantFrom(false, false, false, true),
  events: fc.array(newEvent, { minLength: 0, maxLength: 3 }),
  replace: fc.array(fc.nat(8), { maxLength: 2 }),
  entered: fc.array(session, { maxLength: 2 }),
  left: fc.array(session, { maxLength: 2 }),
  described: fc.option(fc.record({ jid, key, listing }), { nil: undefined, freq: 2 }),
});

const parts = fc.dictionary(fc.constantFrom('one', 'two'), fc.option(fc.string(), { nil: null }), { maxKeys: 2 });
const optionalNumber = fc.option(fc.nat(12), { nil: undefined });

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('commit' as const),
      commits: fc.array(newCommit, { minLength: 1, maxLength: 5 }),
    }),
  },
  fc.record({
    do: fc.constant('read' as const),
    stream,
    ...page,
    after: optionalNumber,
    before: optionalNumber,
    archived: fc.boolean(),
  }),
  fc.record({ do: fc.constant('numberAt' as const), stream, time: fc.nat(30) }),
  fc.record({ do: fc.constant('find' as const), stream, foreignId: fc.nat(20), number: fc.nat(12) }),
  fc.record({
    do: fc.constant('feed' as const),
    name: fc.constantFrom('p', 'q'),
    limit: fc.integer({ min: 1, max: 5 }),
    save: fc.boolean(),
  }),
  fc.record({ do: fc.constant('snapshot' as const), stream, back: fc.integer({ min: -1, max: 4 }), parts }),
  fc.record({
    do: fc.constant('audit' as const),
    stream: fc.option(stream, { nil: undefined }),
    person: fc.option(fc.constantFrom('p1', 'p2'), { nil: undefined }),
    limit: fc.integer({ min: 1, max: 3 }),
    since: fc.nat(10),
  }),
  fc.record({ do: fc.constant('note' as const), stream: fc.constantFrom('job:1', 'job:2', 'room:a'), parts }),
  fc.record({ do: fc.constant('remove' as const), stream: fc.constantFrom('job:1', 'job:2', 'room:a') }),
  fc.record({ do: fc.constant('compact' as const), stream, through: fc.nat(20) }),
  fc.record({ do: fc.constantFrom('claim' as const, 'release' as const), jid, key }),
  fc.record({ do: fc.constant('describe' as const), jid, listing }),
  fc.record({ do: fc.constant('list' as const), after: jid, limit: fc.nat(3), shown, filter }),
  fc.record({ do: fc.constant('search' as const), search }),
  fc.record({ do: fc.constant('sessions' as const), after: fc.option(session, { nil: undefined }), limit: fc.nat(3) }),
  fc.record({ do: fc.constant('reopen' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A store, who opens it again, and what its caller remembers. */
class Conversation {
  store: Store;
  readonly #reopen: () => Promise<Store>;
  #id = 0;
  #given: Commit[] = [];
  readonly #lastAt = new Map<string, number>();

  constructor(store: Store, reopen: () => Promise<Store>) {
    this.store = store;
    this.#reopen = reopen;
  }

  async take(given: Step): Promise<unknown> {
    try {
      return await this.#do(given);
    } catch (error) {
      if (error instanceof StoreError) return 'rejected';
      throw error;
    }
  }

  async #do(given: Step): Promise<unknown> {
    const { store } = this;
    switch (given.do) {
      case 'commit':
        return this.#commit(given.commits);
      case 'read': {
        const { after, before, ...query } = given;
        return store.read({
          ...query,
          ...(after === undefined ? {} : { after }),
          ...(before === undefined ? {} : { before }),
        });
      }
      case 'numberAt':
        return store.numberAt(given);
      case 'find':
        return [
          await store.findArchived({ stream: given.stream, archiveId: `foreign${given.foreignId}` }),
          await store.findArchived({
            stream: given.stream,
            archiveId: archiveId({ number: given.number, random: 'r' }),
          }),
        ];
      case 'feed':
        return this.#feed(given);
      case 'snapshot': {
        const number = (await store.lastNumber(given.stream)) - given.back;
        await store.saveSnapshot({ stream: given.stream, number: Math.max(number, 0), parts: given.parts });
        return store.snapshot(given.stream);
      }
      case 'audit':
        return this.#audit(given);
      case 'note':
        await store.saveSnapshot({ stream: given.stream, number: 0, parts: given.parts });
        return store.snapshots.list({ prefix: 'job:', limit: 10 });
      case 'remove':
        await store.removeSnapshot(given.stream);
        return [await store.snapshot(given.stream), await store.snapshots.list({ prefix: '', limit: 10 })];
      case 'compact':
        return store.compact(given);
      case 'claim':
        return store.rooms.claim({ jid: given.jid, key: `${given.jid} ${given.key}` });
      case 'release':
        return store.rooms.release({ jid: given.jid, key: `${given.jid} ${given.key}` });
      case 'describe':
        return store.rooms.describe(given);
      case 'list':
        return this.#list(given);
      case 'search':
        return store.rooms.search(given.search);
      case 'sessions':
        return store.sessions.list({
          limit: given.limit,
          ...(given.after === undefined ? {} : { after: given.after }),
        });
      case 'reopen':
        this.store = await this.#reopen();
        return this.store.epoch;
      default:
        return given satisfies never;
    }
  }

  async #commit(shapes: Extract<Step, { do: 'commit' }>['commits']): Promise<unknown> {
    const lasts = new Map<string, number>();
    for (const name of streams) lasts.set(name, await this.store.lastNumber(name));
    const given = shapes.map((shape) => {
      const repeated = shape.repeat ? this.#given.at(-1) : undefined;
      if (repeated) return repeated;
      const next = (lasts.get(shape.stream) ?? 0) + 1;
      const first = Math.max(next + shape.shift, 1);
      if (shape.shift === 0) lasts.set(shape.stream, next - 1 + shape.events.length);
      const made = this.#make(shape, first);
      this.#given = [...this.#given.slice(-3), made];
      return made;
    });
    const outcomes = await Promise.all(given.map((one) => this.store.commit(one)));
    return outcomes.map((outcome) => (outcome.kind === 'committed' ? outcome : outcome.kind));
  }

  #make(shape: Extract<Step, { do: 'commit' }>['commits'][number], first: number): Commit {
    const events = shape.events.map((one, i): NewEvent => {
      const at = (this.#lastAt.get(shape.stream) ?? 0) + one.step;
      this.#lastAt.set(shape.stream, at);
      const id = one.archive === 'own' ? archiveId({ number: first + i, random: 'r' }) : `foreign${one.foreignId}`;
      return {
        kind: 'posted',
        version: 1,
        at,
        payload: JSON.stringify(one.payload),
        ...(one.archive === 'none' ? {} : { archiveId: id, ordinal: 1 }),
        ...(one.person === undefined ? {} : { person: one.person }),
        ...(one.mark === 'compactable' ? { compactable: true } : {}),
        ...(one.mark === 'audited' ? { audited: true } : {}),
      };
    });
    const replace = shape.replace.map((number) => ({ number, payload: `"tombstone ${number}"` }));
    const { stream, entered, left, described } = shape;
    return {
      ...{ stream, first, id: ++this.#id, events, replace, entered, left },
      ...(described && { described: { ...described, key: `${described.jid} ${described.key}` } }),
    };
  }

  /** Positions are each store's own; what they lead to is not. */
  async #feed(given: Extract<Step, { do: 'feed' }>): Promise<readonly StoredEvent[]> {
    const after = (await this.store.checkpoint(given.name)) ?? (await this.store.feedEnd());
    const found = await this.store.feed({ after, limit: given.limit });
    if (given.save) await this.store.saveCheckpoint({ name: given.name, position: found.position });
    return found.events;
  }

  /** To its end, since a place is each store's own. */
  async #audit({ stream, person, limit, since }: Extract<Step, { do: 'audit' }>): Promise<readonly StoredEvent[]> {
    const query = { limit, since, ...(stream !== undefined && { stream }), ...(person !== undefined && { person }) };
    const events: StoredEvent[] = [];
    for (let page = await this.store.audit(query); ; ) {
      events.push(...page.events);
      if (page.place === undefined) return events;
      page = await this.store.audit({ ...query, before: page.place });
    }
  }

  async #list(given: Extract<Step, { do: 'list' }>): Promise<unknown> {
    const { rooms } = this.store;
    const { after, limit, shown, filter } = given;
    return [
      await rooms.list({ after, limit, shown, ...filter }),
      await rooms.listBefore({ before: after, limit, shown, ...filter }),
      await rooms.count({ shown, ...filter }),
      await rooms.list({ limit, shown }),
      await rooms.count({ shown }),
      await rooms.find(after),
    ];
  }
}

export function modelLaws(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('every conversation goes as with the store in memory', async (t) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const place = await adapter.arrive();
        let model = memoryStore();
        const ours = new Conversation(place.store, () => place.reopen());
        const theirs = new Conversation(model, async () => {
          model = model.reopen();
          return model;
        });
        try {
          for (const one of steps) t.deepEqual(await ours.take(one), await theirs.take(one), JSON.stringify(one));
        } finally {
          await place.leave();
        }
      }),
      { numRuns: 60 },
    );
  });
}
