/** What documents of the record look like: one for each stream and commit, and those of writers. */
import type { Collection, Db } from 'mongodb';
import type { Commit, Replacement } from '../commit.ts';
import type { NewEvent, PersonKey, StoredEvent, StreamId } from '../event.ts';
import { inOrder } from './keys.ts';

/** An event in its document. Names are short because there are so many. */
export interface EventPart {
  readonly n: number;
  readonly kind: string;
  readonly v: number;
  readonly at: number;
  readonly p?: PersonKey;
  readonly a?: string;
  readonly o?: number;
  /** Compactable, audited. */
  readonly c?: true;
  readonly u?: true;
  /** Present where the payload was replaced: the number of the event that did it last; 0 where another store did. */
  readonly r?: number;
  readonly payload: string;
}

export interface CommitPart {
  readonly id: number;
  readonly first: number;
}

/** What must follow a commit in other documents. Each is idempotent, and there until compaction passes. */
export interface CommitEffects {
  /** Numbers of the commit's first and last event: rows are changed by greater numbers only. */
  readonly first: number;
  readonly number: number;
  /** `_id` of the stream's first document. */
  readonly began: string;
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
  readonly replace?: readonly Replacement[];
  /** Archive ids that do not tell where they are. */
  readonly foreign?: readonly { readonly id: string; readonly n: number }[];
}

export interface EventDocument {
  /** Epoch, and the sequence of the first commit in it. */
  readonly _id: string;
  /** As `inOrder` writes it. */
  readonly stream: string;
  /** Numbers from `first` to `last` are in this document, or were: compaction takes events out, and leaves these. */
  readonly first: number;
  readonly last: number;
  /** Time of its last event. */
  readonly until: number;
  /** Of consecutive sequences. Restored events belong to a commit that has no id of a commit. */
  readonly commits: readonly CommitPart[];
  readonly events: readonly EventPart[];
  readonly effects?: readonly CommitEffects[];
  /** Counts the times its events were changed. */
  readonly changes?: number;
}

export interface WriterDocument {
  /** The epoch. */
  readonly _id: number;
  readonly began: Date;
  /** When it was heard of last, by the clock of the server. */
  readonly seen: Date;
  /** All that follows from commits up to this sequence has been done. */
  readonly applied: number;
  /** Its last sequence, once it is known that nothing more can come. */
  readonly last?: number;
  /** Nothing more can come, and all that follows from it has been done. */
  readonly ended?: true;
  /** Another has taken over: its next sequence is taken. */
  readonly sealedAt?: number;
}

export interface ArchiveIdDocument {
  readonly _id: string;
  readonly number: number;
  /** Taken out of the archive by the commit that begins with this number: the id is free. */
  readonly gone?: number;
}

export function eventsIn(database: Db): Collection<EventDocument> {
  return database.collection('events');
}

export function writersIn(database: Db): Collection<WriterDocument> {
  return database.collection('writers');
}

export function archiveIdsIn(database: Db): Collection<ArchiveIdDocument> {
  return database.collection('archive_ids');
}

export function archiveIdKey(stream: StreamId, archiveId: string): string {
  return `${inOrder(stream)} ${archiveId}`;
}

/** Matches a document only as it was when it was read, so that nobody undoes what another changed meanwhile. */
export function asRead({ _id, stream, first, changes }: Pick<EventDocument, '_id' | 'stream' | 'first' | 'changes'>) {
  return { _id, stream, first, changes: changes ?? { $exists: false } };
}

const epochDigits = 8;
const sequenceDigits = 11;

/** In the order of epochs, and then of sequences. */
export function documentId(epoch: number, sequence: number): string {
  return `${epoch.toString(36).padStart(epochDigits, '0')}-${sequence.toString(36).padStart(sequenceDigits, '0')}`;
}

export function placeOf(id: string): { readonly epoch: number; readonly sequence: number } {
  return {
    epoch: Number.parseInt(id.slice(0, epochDigits), 36),
    sequence: Number.parseInt(id.slice(epochDigits + 1), 36),
  };
}

/** All documents of an epoch, after one that begins with this sequence. */
export function documentsOf(epoch: number, after = 0): { readonly $gt: string; readonly $lt: string } {
  return { $gt: documentId(epoch, after), $lt: documentId(epoch + 1, 0) };
}

/** Between these are the streams of seals, which are no streams. */
export const seals = { begin: 'seal:', end: 'seal;' } as const;

/** Takes the place of what an earlier writer would have written next. */
export function sealOf(epoch: number, sequence: number): EventDocument {
  const _id = documentId(epoch, sequence);
  return { _id, stream: `${seals.begin}${epoch}`, first: 1, last: 1, until: 0, commits: [], events: [] };
}

export function isSeal({ commits }: Pick<EventDocument, 'commits'>): boolean {
  return commits.length === 0;
}

export function eventPart(event: NewEvent, n: number): EventPart {
  const { kind, version, at, person, archiveId, ordinal, payload } = event;
  return {
    n,
    kind,
    v: version,
    at,
    ...(person !== undefined && { p: person }),
    ...(archiveId !== undefined && { a: archiveId }),
    ...(ordinal !== undefined && { o: ordinal }),
    ...(event.compactable && { c: true }),
    ...(event.audited && { u: true }),
    payload,
  };
}

/** An event as another store had it. */
export function restoredPart(event: StoredEvent): EventPart {
  const part = eventPart(event, event.number);
  return event.replaced ? { ...part, r: 0 } : part;
}

export function eventOf(stream: StreamId, part: EventPart): StoredEvent {
  return {
    stream,
    number: part.n,
    kind: part.kind,
    version: part.v,
    at: part.at,
    ...(part.p !== undefined && { person: part.p }),
    ...(part.a !== undefined && { archiveId: part.a }),
    ...(part.o !== undefined && { ordinal: part.o }),
    ...(part.c && { compactable: true }),
    ...(part.u && { audited: true }),
    replaced: part.r !== undefined,
    payload: part.payload,
  };
}
