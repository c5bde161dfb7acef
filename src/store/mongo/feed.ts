/** The feed: documents in the order of their `_id`, epoch by epoch; and how far its readers have come. */
import type { Collection, Db } from 'mongodb';
import type { StoredEvent } from '../event.ts';
import type { FeedPage, FeedPosition } from '../port.ts';
import {
  documentId,
  documentsOf,
  type EventDocument,
  eventOf,
  eventsIn,
  placeOf,
  writersIn,
} from './event-documents.ts';
import type { WriteTerms } from './insertion.ts';
import { outOfOrder } from './keys.ts';

/** Documents read at a time. */
const documentsAtOnce = 256;

interface CheckpointDocument {
  readonly _id: string;
  readonly position: string;
}

interface FeedParts {
  readonly database: Db;
  readonly terms: WriteTerms;
  readonly epoch: number;
  /** Everything of this writer up to this sequence is durable. */
  readonly durable: () => number;
}

/** Whether every reader has passed a commit; where there are none, nothing waits for one. */
export type Passed = (commit: { readonly epoch: number; readonly sequence: number }) => boolean;

export class Feed {
  readonly #parts: FeedParts;
  readonly #checkpoints: Collection<CheckpointDocument>;
  readonly #positions = new Map<string, FeedPosition>();
  /** The last sequence of each epoch before this one that somebody may still want to read. */
  readonly #earlier = new Map<number, number>();

  constructor(parts: FeedParts) {
    this.#parts = parts;
    this.#checkpoints = parts.database.collection('checkpoints');
  }

  /** Finds out which epochs there are; they have ended, all of them. */
  async open(): Promise<void> {
    const { database, epoch } = this.#parts;
    for (const { _id, position } of await this.#checkpoints.find().toArray()) {
      this.#positions.set(_id, JSON.parse(position));
    }
    const writers = writersIn(database)
      .find({ _id: { $lt: epoch } })
      .sort({ _id: 1 });
    for await (const { _id, last = 0 } of writers) this.#earlier.set(_id, last);
    await this.#forgetPassed();
  }

  async page({ after, limit }: { readonly after: FeedPosition; readonly limit: number }): Promise<FeedPage> {
    const { epoch, durable } = this.#parts;
    const events: StoredEvent[] = [];
    const moved: Record<string, number> = {};
    for (const [one, last] of [...this.#earlier, [epoch, durable()] as const]) {
      if (events.length >= limit) break;
      const seen = after[one] ?? 0;
      if (seen >= last) continue;
      const reached = await this.#read({ epoch: one, seen, last, limit }, events);
      if (reached > seen) moved[one] = reached;
    }
    return { events, position: this.#advance(after, moved) };
  }

  end(): FeedPosition {
    const { epoch, durable } = this.#parts;
    const all = [...this.#earlier, [epoch, durable()] as const];
    return Object.fromEntries(all.filter(([, last]) => last > 0));
  }

  checkpoint(name: string): FeedPosition | undefined {
    return this.#positions.get(name);
  }

  async saveCheckpoint(name: string, position: FeedPosition): Promise<void> {
    const text = JSON.stringify(position);
    await this.#checkpoints.updateOne({ _id: name }, { $set: { position: text } }, { upsert: true });
    this.#positions.set(name, JSON.parse(text));
    await this.#forgetPassed();
  }

  passed(): Passed {
    const { epoch: own } = this.#parts;
    const all = [...this.#positions.values()];
    return ({ epoch, sequence }) =>
      (epoch !== own && !this.#earlier.has(epoch)) || all.every((position) => (position[epoch] ?? 0) >= sequence);
  }

  /** Adds what follows `seen` until there is enough, and says how far it came. */
  async #read(
    of: { readonly epoch: number; readonly seen: number; readonly last: number; readonly limit: number },
    events: StoredEvent[],
  ): Promise<number> {
    const { epoch, seen, last, limit } = of;
    let reached = seen;
    for await (const { _id, stream, commits, events: parts } of this.#documents(epoch, seen, limit)) {
      const { sequence } = placeOf(_id);
      for (const [i, { first }] of commits.entries()) {
        if (sequence + i <= reached) continue;
        // What is not known to be durable may yet come to nothing.
        if (sequence + i > last || events.length >= limit) return reached;
        const next = commits[i + 1]?.first ?? Number.POSITIVE_INFINITY;
        for (const part of parts) {
          if (part.n >= first && part.n < next) events.push(eventOf(outOfOrder(stream), part));
        }
        reached = sequence + i;
      }
      if (events.length >= limit) return reached;
    }
    // The last of an epoch may have been compacted away, but not of this one: a server that has just become the primary may
    // not show all of it yet.
    return epoch === this.#parts.epoch ? reached : last;
  }

  async *#documents(epoch: number, seen: number, limit: number): AsyncGenerator<EventDocument> {
    const { database, terms } = this.#parts;
    const options = terms.readConcern === 'majority' ? { readConcern: { level: 'majority' as const } } : {};
    const all = eventsIn(database);
    const range = documentsOf(epoch, seen);
    // The one that holds the commit seen last may hold more.
    const before = { $gt: documentId(epoch, 0), $lte: documentId(epoch, seen) };
    const [entered] = seen === 0 ? [] : await all.find({ _id: before }, options).sort({ _id: -1 }).limit(1).toArray();
    if (entered !== undefined && placeOf(entered._id).sequence + entered.commits.length - 1 > seen) yield entered;
    const batchSize = Math.min(Math.max(limit, 1), documentsAtOnce);
    yield* all.find({ _id: range }, options).sort({ _id: 1 }).batchSize(batchSize);
  }

  #advance(after: FeedPosition, moved: FeedPosition): FeedPosition {
    if (Object.keys(moved).length === 0) return after;
    const { epoch } = this.#parts;
    const known = Object.entries(after).filter(([one]) => Number(one) === epoch || this.#earlier.has(Number(one)));
    return { ...Object.fromEntries(known), ...moved };
  }

  /** What every reader has read to its end is not named any more, so that positions do not grow with every start. */
  async #forgetPassed(): Promise<void> {
    const positions = [...this.#positions.values()];
    const over = [...this.#earlier]
      .filter(
        ([epoch, last]) => last === 0 || (positions.length > 0 && positions.every((one) => (one[epoch] ?? 0) >= last)),
      )
      .map(([epoch]) => epoch);
    if (over.length === 0) return;
    await writersIn(this.#parts.database).deleteMany({ _id: { $in: over } });
    for (const epoch of over) this.#earlier.delete(epoch);
  }
}
