/** Where streams end: remembered for those in use, so that a commit to one of them reads nothing before it is written. */
import type { Db } from 'mongodb';
import type { StreamId } from '../event.ts';
import { eventsIn } from './event-documents.ts';
import { inOrder } from './keys.ts';

/** Entries per generation; there are two. */
const rememberedMax = 50_000;

export interface StreamEnd {
  /** The stream's name in documents. */
  readonly key: string;
  /** Number and time of the newest event; 0 where there is none. */
  readonly last: number;
  readonly lastAt: number;
  /** `_id` of its first document; empty where there is none. */
  readonly began: string;
}

export class StreamEnds {
  readonly #database: Db;
  readonly #doubted = new Set<StreamId>();
  #young = new Map<StreamId, StreamEnd>();
  #old = new Map<StreamId, StreamEnd>();

  constructor(database: Db) {
    this.#database = database;
  }

  get(stream: StreamId): StreamEnd | undefined {
    const young = this.#young.get(stream);
    if (young !== undefined) return young;
    const old = this.#old.get(stream);
    if (old !== undefined) this.set(stream, old);
    return old;
  }

  set(stream: StreamId, end: StreamEnd): void {
    this.#doubted.delete(stream);
    if (this.#young.size >= rememberedMax) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(stream, end);
  }

  /** Where a stream without events ends. */
  unwritten(stream: StreamId): StreamEnd {
    return { key: inOrder(stream), last: 0, lastAt: 0, began: '' };
  }

  forget(stream: StreamId): void {
    this.#young.delete(stream);
    this.#old.delete(stream);
  }

  /** It does not begin with what was about to be written: where it ends is to be looked up. */
  doubt(stream: StreamId): void {
    this.#doubted.add(stream);
  }

  isDoubted(stream: StreamId): boolean {
    return this.#doubted.has(stream);
  }

  /** What the database says. */
  async load(stream: StreamId): Promise<StreamEnd> {
    const key = inOrder(stream);
    const events = eventsIn(this.#database);
    const [newest, oldest] = await Promise.all([
      events.findOne({ stream: key }, { sort: { first: -1 }, projection: { last: 1, until: 1 } }),
      events.findOne({ stream: key }, { sort: { first: 1 }, projection: { _id: 1 } }),
    ]);
    return { key, last: newest?.last ?? 0, lastAt: newest?.until ?? 0, began: oldest?._id ?? '' };
  }
}
