/**
 * The record of the service itself (DESIGN: The record): events in a stream of their own, a snapshot now and then, and
 * what they come to in memory. Changes are few, so they are made one after the other, and each counts when it is durable.
 */
import type { Log } from '../ops/log.ts';
import type { PersonKey } from '../store/event.ts';
import type { Snapshot, Store } from '../store/port.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import { BlockedList } from './blocked-list.ts';
import type { PeopleIndex } from './people-index.ts';
import { storeAway } from './refusals.ts';
import {
  applyServiceEvent,
  type BlockPart,
  decodeBlock,
  decodeServiceEvent,
  encodeBlock,
  encodeServiceEvent,
  peopleInBlock,
  peopleInServiceEvent,
  type ServiceEvent,
  type ServiceState,
} from './service-events.ts';

const stream = 'service';
const eventsPerSnapshot = 200;
/** Events, and people, read from the store at a time. */
const batch = 500;
/** A snapshot that is saved meanwhile makes loading begin again. */
const attempts = 5;

export interface ServiceRecordEnvironment {
  readonly store: Store;
  readonly log: Log;
  /** Numbers the commits of this writer, across all streams. */
  nextCommitId(): number;
}

interface SnapshotPart {
  readonly at: number;
  readonly blocked: readonly BlockPart[];
}

export class ServiceRecord {
  readonly #env: ServiceRecordEnvironment;
  readonly #state: ServiceState;
  #snapshotAt: number;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(
    env: ServiceRecordEnvironment,
    loaded: { readonly state: ServiceState; readonly snapshotAt: number },
  ) {
    this.#env = env;
    this.#state = loaded.state;
    this.#snapshotAt = loaded.snapshotAt;
  }

  /** As it is durable. Rejects as the store does. */
  static async load(env: ServiceRecordEnvironment): Promise<ServiceRecord> {
    for (let left = attempts; left > 0; left -= 1) {
      const loaded = await tryToLoad(env.store);
      if (loaded !== undefined) return new ServiceRecord(env, loaded);
    }
    throw new Error('the record of the service has a hole');
  }

  get state(): Readonly<ServiceState> {
    return this.#state;
  }

  /**
   * Writes what `decide` makes of the state when all changes before this one are done: an event, nothing where nothing
   * is to be changed, or why not. Settles with nothing when it is durable and holds, or with why it does not.
   */
  change(decide: (state: ServiceState) => ServiceEvent | Refusal | undefined): Promise<Refusal | undefined> {
    const done = this.#last.then(async () => {
      const event = decide(this.#state);
      return event === undefined || isRefusal(event) ? event : this.#write(event);
    });
    this.#last = done.catch(() => {});
    return done;
  }

  /** Settles when all changes asked for are written, or refused. */
  async settled(): Promise<void> {
    await this.#last;
  }

  async #write(event: ServiceEvent): Promise<Refusal | undefined> {
    const { store, log, nextCommitId } = this.#env;
    const first = this.#state.number + 1;
    const outcome = await store.commit({ stream, first, id: nextCommitId(), events: [encodeServiceEvent(event)] });
    if (outcome.kind !== 'committed') {
      log.warn({ outcome: outcome.kind, why: outcome.text }, 'a change of the service could not be written');
      return storeAway();
    }
    applyServiceEvent(this.#state, event);
    await this.#snapshot();
    return undefined;
  }

  async #snapshot(): Promise<void> {
    const { number, at, blocked } = this.#state;
    if (number - this.#snapshotAt < eventsPerSnapshot) return;
    const part: SnapshotPart = { at, blocked: Array.from(blocked.values(), encodeBlock) };
    try {
      await this.#env.store.saveSnapshot({ stream, number, parts: { service: JSON.stringify(part) } });
      this.#snapshotAt = number;
    } catch (error) {
      this.#env.log.warn({ error }, 'a snapshot of the service failed; it is done again after the next change');
    }
  }
}

async function tryToLoad(
  store: Store,
): Promise<{ readonly state: ServiceState; readonly snapshotAt: number } | undefined> {
  const snapshot = await store.snapshot(stream);
  const state = await stateIn(snapshot, store);
  const snapshotAt = state.number;
  for (;;) {
    const events = await store.read({ stream, after: state.number, order: 'ascending', limit: batch });
    const people = await peopleOf(store, events.flatMap(peopleInServiceEvent));
    for (const event of events) {
      if (event.number !== state.number + 1) return undefined;
      applyServiceEvent(state, decodeServiceEvent(event, people));
    }
    if (events.length < batch) return { state, snapshotAt };
  }
}

async function stateIn(snapshot: Snapshot | undefined, store: Store): Promise<ServiceState> {
  const state: ServiceState = { number: snapshot?.number ?? 0, at: 0, blocked: new BlockedList() };
  const text = snapshot?.parts['service'];
  if (text === undefined) return state;
  const part = JSON.parse(text) as SnapshotPart;
  const people = await peopleOf(store, part.blocked.flatMap(peopleInBlock));
  for (const block of part.blocked) state.blocked.set(decodeBlock(block, people));
  state.at = part.at;
  return state;
}

async function peopleOf(store: Store, keys: readonly PersonKey[]): Promise<PeopleIndex> {
  const wanted = [...new Set(keys)];
  const people = new Map<PersonKey, string>();
  for (let from = 0; from < wanted.length; from += batch) {
    for (const [key, jid] of await store.people.jids(wanted.slice(from, from + batch))) people.set(key, jid);
  }
  return people;
}
