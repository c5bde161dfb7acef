import type { Db } from 'mongodb';
import type { Commit } from '../commit.ts';
import type { PersonKey, StreamId } from '../event.ts';

/** What the parts of the adapter share: the database, and how it is asked. */
export interface MongoWork {
  readonly database: Db;
  readonly epoch: number;
  /** A reading that needs nothing of what follows commits. Rejects with a StoreError (one line that says what to do) when the store is away or closed. */
  read<T>(reading: () => Promise<T>): Promise<T>;
  /** The same, after the effects of all commits that were answered before it was called. */
  readSettled<T>(reading: () => Promise<T>): Promise<T>;
  /** A writing of its own: rejects also when another writer has taken over. */
  write<T>(writing: () => Promise<T>): Promise<T>;
}

/**
 * Asks the database once, and ends the waiting where no answer comes. Each question by itself: so what takes many of them
 * gets on however slow they are, and what waits for its turn behind it does not wait for ever.
 */
export type Answer = <T>(run: () => Promise<T>) => Promise<T>;

/** What must follow one document of events in the directories; it stands in that document. */
export interface DirectoryEffects {
  readonly stream: StreamId;
  /** Number of the last event of the commit: rows are changed by greater numbers only. */
  readonly number: number;
  /** `_id` of the stream's first document, and of this one. */
  readonly began: string;
  readonly document: string;
  readonly entered?: readonly string[];
  readonly left?: readonly string[];
  readonly affiliated?: readonly PersonKey[];
  readonly unaffiliated?: readonly PersonKey[];
  readonly visited?: readonly PersonKey[];
  readonly described?: NonNullable<Commit['described']>;
  readonly audited?: readonly {
    readonly nth: number;
    readonly number: number;
    readonly at: number;
    readonly person?: PersonKey;
  }[];
}
