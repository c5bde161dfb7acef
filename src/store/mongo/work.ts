import type { Db } from 'mongodb';
import type { StreamId } from '../event.ts';
import type { CommitEffects } from './event-documents.ts';

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
export interface DirectoryEffects extends Omit<CommitEffects, 'first' | 'replace' | 'foreign'> {
  readonly stream: StreamId;
  /** `_id` of the document. */
  readonly document: string;
}
