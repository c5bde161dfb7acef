/**
 * The record of something that changes seldom, the service itself or a category (DESIGN: The record): events in a stream of
 * its own, a snapshot now and then, and what they come to in memory. Changes are made one after the other, and each counts
 * when it is durable. What the events are, a codec says.
 */
import type { Log } from '../ops/log.ts';
import type { NewEvent, PersonKey, StoredEvent, StreamId } from '../store/event.ts';
import { inParts } from '../store/in-parts.ts';
import { type Store, StoreError } from '../store/port.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import type { PeopleIndex } from './people-index.ts';
import { storeAway } from './refusals.ts';

const eventsPerSnapshot = 200;
/** Events, and people, read from the store at a time. */
const batch = 500;
/** A snapshot that is saved meanwhile makes loading begin again. */
const attempts = 5;

export interface StreamRecordEnvironment {
  readonly store: Store;
  readonly log: Log;
  /** Numbers the commits of this writer, across all streams. */
  nextCommitId(): number;
}

export interface RecordState {
  /** Of the last event, as in a room. */
  number: number;
  /** Milliseconds since 1970, of the last event. */
  at: number;
}

export type Parts = Readonly<Record<string, string>>;
export type KeyOf = (name: string) => PersonKey;

/** What lies in one stream. Whoever is named in it (people, domains, groups) stands there by key. */
export interface RecordCodec<State extends RecordState, Event> {
  empty(): State;
  apply(state: State, event: Event): void;
  /** Whom an event names without their key. */
  names(event: Event): readonly string[];
  encode(event: Event, keyOf: KeyOf): NewEvent;
  keys(stored: StoredEvent): readonly PersonKey[];
  decode(stored: StoredEvent, people: PeopleIndex): Event;
  readonly snapshot: {
    names(state: State): readonly string[];
    encode(state: State, keyOf: KeyOf): Parts;
    keys(parts: Parts): readonly PersonKey[];
    /** Gives an empty state what the parts hold; its number is there already. */
    fill(state: State, parts: Parts, people: PeopleIndex): void;
  };
}

interface Loaded<State> {
  readonly state: State;
  readonly snapshotAt: number;
}

interface StreamOf<State extends RecordState, Event> {
  readonly stream: StreamId;
  readonly codec: RecordCodec<State, Event>;
}

export class StreamRecord<State extends RecordState, Event> {
  readonly #env: StreamRecordEnvironment;
  readonly #of: StreamOf<State, Event>;
  readonly #state: State;
  #snapshotAt: number;
  #last: Promise<unknown> = Promise.resolve();
  /** Called for each event in the moment from which it holds. */
  applied: (event: Event) => void = () => {};

  private constructor(env: StreamRecordEnvironment, of: StreamOf<State, Event>, loaded: Loaded<State>) {
    this.#env = env;
    this.#of = of;
    this.#state = loaded.state;
    this.#snapshotAt = loaded.snapshotAt;
  }

  /** As it is durable; empty where nothing was written yet. Rejects as the store does. */
  static async load<State extends RecordState, Event>(
    env: StreamRecordEnvironment,
    of: StreamOf<State, Event>,
  ): Promise<StreamRecord<State, Event>> {
    for (let left = attempts; left > 0; left -= 1) {
      const loaded = await tryToLoad(env.store, of);
      if (loaded !== undefined) return new StreamRecord(env, of, loaded);
    }
    throw new Error(`the record of ${of.stream} has a hole`);
  }

  get state(): Readonly<State> {
    return this.#state;
  }

  /**
   * Writes what `decide` makes of the state when all changes before this one are done: an event, nothing where nothing
   * is to be changed, or why not. Settles with nothing when it is durable and holds, or with why it does not.
   */
  change(decide: (state: State) => Event | Refusal | undefined): Promise<Refusal | undefined> {
    const done = this.#last.then(async () => {
      const event = decide(this.#state);
      if (event === undefined) return undefined;
      return isRefusal(event) ? event : this.#write(event);
    });
    this.#last = done.catch(() => {});
    return done;
  }

  /** Settles when all changes asked for are written, or refused. */
  async settled(): Promise<void> {
    await this.#last;
  }

  async #write(event: Event): Promise<Refusal | undefined> {
    const { store, log, nextCommitId } = this.#env;
    const { stream, codec } = this.#of;
    try {
      const keyOf = await keysOf(store, codec.names(event));
      const commit = {
        stream,
        first: this.#state.number + 1,
        id: nextCommitId(),
        events: [codec.encode(event, keyOf)],
      };
      const outcome = await store.commit(commit);
      if (outcome.kind !== 'committed') throw new StoreError(`${outcome.kind}: ${outcome.text}`);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      log.warn({ stream, why: error.message }, 'a change could not be written');
      return storeAway();
    }
    codec.apply(this.#state, event);
    this.applied(event);
    await this.#snapshot();
    return undefined;
  }

  async #snapshot(): Promise<void> {
    const { stream, codec } = this.#of;
    const { number } = this.#state;
    if (number - this.#snapshotAt < eventsPerSnapshot) return;
    try {
      const keyOf = await keysOf(this.#env.store, codec.snapshot.names(this.#state));
      await this.#env.store.saveSnapshot({ stream, number, parts: codec.snapshot.encode(this.#state, keyOf) });
      this.#snapshotAt = number;
    } catch (error) {
      this.#env.log.warn({ stream, error }, 'a snapshot failed; it is done again after the next change');
    }
  }
}

async function tryToLoad<State extends RecordState, Event>(
  store: Store,
  { stream, codec }: StreamOf<State, Event>,
): Promise<Loaded<State> | undefined> {
  const state = codec.empty();
  const snapshot = await store.snapshot(stream);
  const snapshotAt = snapshot?.number ?? 0;
  const tail = (after: number): Promise<StoredEvent[]> =>
    store.read({ stream, after, order: 'ascending', limit: batch });
  const [first, named] = await Promise.all([
    tail(snapshotAt),
    snapshot && peopleOf(store, codec.snapshot.keys(snapshot.parts)),
  ]);
  state.number = snapshotAt;
  if (snapshot !== undefined && named !== undefined) codec.snapshot.fill(state, snapshot.parts, named);
  for (let events = first; ; events = await tail(state.number)) {
    const people = await peopleOf(store, events.flatMap(codec.keys));
    for (const event of events) {
      if (event.number !== state.number + 1) return undefined;
      codec.apply(state, codec.decode(event, people));
    }
    if (events.length < batch) return { state, snapshotAt };
  }
}

async function keysOf(store: Store, names: readonly string[]): Promise<KeyOf> {
  const keys = await inBatches([...new Set(names)], (some) => store.people.keys(some));
  return (name) => {
    const key = keys.get(name);
    if (key === undefined) throw new Error('somebody is named in an event who was not asked for');
    return key;
  };
}

export function peopleOf(store: Store, keys: readonly PersonKey[]): Promise<PeopleIndex> {
  return inBatches([...new Set(keys)], (some) => store.people.jids(some));
}

/** In steps: a reading of a hundred thousand would hold up everybody's commits. */
async function inBatches(
  all: readonly string[],
  ask: (some: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const some of inParts(all, batch)) {
    for (const [one, answer] of await ask(some)) found.set(one, answer);
  }
  return found;
}
