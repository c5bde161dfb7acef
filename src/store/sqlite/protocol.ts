/**
 * What the service's thread and the store's worker say to each other. Readings are sent as they come;
 * everything that writes waits for the next batch, and a batch is one transaction.
 */

import type { AuditMark, AuditQuery } from '../audit.ts';
import type { Commit } from '../commit.ts';
import type { PersonKey, RoomKey, StoredEvent, StreamId } from '../event.ts';
import type { EventQuery, FeedPosition, Membership, RoomEntry, RoomListing, Snapshot } from '../port.ts';
import type { FoundRooms, RoomSearch } from '../room-search.ts';
import type { RoomFilter, Shown } from '../shown.ts';
import type { KnownPerson, StoredMembership } from '../transfer.ts';
import type { PackedCommits } from './packing.ts';
import type { PackedRows } from './row-packing.ts';

/** number, kind, traits, at, person, archiveId, ordinal, payload: an event as a row, cheap to hand over. */
export type EventRow = readonly [
  number: number,
  kind: string,
  traits: number,
  at: number,
  person: string | null,
  archiveId: string | null,
  ordinal: number | null,
  payload: string,
];

/** A stretch of a long reading, so that no reading holds up a commit for long. */
export interface Stretch {
  readonly rows: PackedRows;
  /** The `after` (ascending) or `before` (descending) to go on with; absent at the end. */
  readonly next?: number;
}

/** The readings: request and reply by name. */
export interface Readings {
  events: [EventQuery, Stretch];
  lastNumber: [StreamId, number];
  numberAt: [{ readonly stream: StreamId; readonly time: number }, number];
  findArchived: [{ readonly stream: StreamId; readonly archiveId: string }, EventRow | undefined];
  feed: [{ readonly after: FeedPosition; readonly limit: number }, FeedReply];
  feedEnd: [undefined, FeedPosition];
  checkpoint: [string, FeedPosition | undefined];
  audit: [AuditReading, AuditReply];
  snapshot: [StreamId, Snapshot | undefined];
  snapshotList: [{ readonly prefix: string; readonly after?: StreamId; readonly limit: number }, readonly StreamId[]];
  roomFind: [string, RoomEntry | undefined];
  roomFindByKey: [RoomKey, RoomEntry | undefined];
  roomList: [RoomPage, RoomEntry[]];
  roomCount: [{ readonly shown: Shown } & RoomFilter, number];
  roomSearch: [RoomSearch, FoundRooms];
  sessionList: [
    { readonly after?: string; readonly limit: number },
    { readonly session: string; readonly streams: readonly StreamId[] }[],
  ];
  sessionStreams: [string, readonly StreamId[]];
  membershipList: [
    { readonly person: PersonKey; readonly after?: StreamId; readonly limit: number },
    readonly Membership[],
  ];
  personKeys: [readonly string[], readonly (readonly [string, PersonKey])[]];
  /** In the order of the keys; null for one that nobody has. */
  personJids: [readonly PersonKey[], readonly (string | null)[]];
  transferStreams: [{ readonly after?: StreamId; readonly limit: number }, readonly StreamId[]];
  transferPeople: [{ readonly after?: PersonKey; readonly limit: number }, readonly KnownPerson[]];
  transferMemberships: [
    { readonly place?: string; readonly limit: number },
    { readonly memberships: readonly StoredMembership[]; readonly place?: string },
  ];
}

export interface FeedReply {
  readonly groups: readonly { readonly stream: StreamId; readonly rows: PackedRows }[];
  readonly position: FeedPosition;
}

export interface AuditReading extends Omit<AuditQuery, 'before'> {
  readonly before?: AuditMark;
}

export interface AuditReply {
  readonly events: readonly { readonly stream: StreamId; readonly row: EventRow }[];
  readonly next?: AuditMark;
}

export interface RoomPage extends RoomFilter {
  readonly after?: string;
  readonly before?: string;
  readonly backwards: boolean;
  readonly limit: number;
  readonly shown: Shown;
}

/** The writings besides commits. Each may be repeated: the second time changes nothing more. */
export interface Writings {
  saveCheckpoint: [{ readonly name: string; readonly position: FeedPosition }, undefined];
  saveSnapshot: [
    { readonly stream: StreamId; readonly number: number; readonly parts: Readonly<Record<string, string | null>> },
    undefined,
  ];
  removeSnapshot: [StreamId, undefined];
  compact: [
    { readonly stream: StreamId; readonly through: number },
    { readonly removed: number; readonly more: boolean },
  ];
  roomClaim: [{ readonly jid: string; readonly key: RoomKey }, RoomKey];
  roomRelease: [{ readonly jid: string; readonly key: RoomKey }, undefined];
  roomRekey: [{ readonly jid: string; readonly from: RoomKey; readonly to: RoomKey }, RoomKey | undefined];
  roomDescribe: [{ readonly jid: string; readonly listing: RoomListing }, undefined];
  personMake: [readonly { readonly jid: string; readonly key: PersonKey }[], undefined];
  restorePeople: [readonly KnownPerson[], undefined];
  restoreEvents: [{ readonly stream: StreamId; readonly events: readonly StoredEvent[] }, undefined];
  restoreMemberships: [readonly StoredMembership[], undefined];
  restoreSessions: [readonly { readonly session: string; readonly streams: readonly StreamId[] }[], undefined];
}

export type Handlers<T extends Record<keyof T, [unknown, unknown]>> = {
  readonly [Name in keyof T]: (request: T[Name][0]) => T[Name][1];
};

export interface Writing {
  readonly name: keyof Writings;
  readonly request: unknown;
}

export type ToWorker =
  | { readonly kind: 'reading'; readonly id: number; readonly name: keyof Readings; readonly request: unknown }
  | {
      readonly kind: 'batch';
      readonly commits: PackedCommits;
      readonly writings: readonly Writing[];
      readonly synced: boolean;
    }
  | { readonly kind: 'close' };

/** How a writing ended; the reply's type is the one of its name. */
export type WritingResult =
  | { readonly kind: 'done'; readonly reply: unknown }
  | { readonly kind: 'failed'; readonly text: string };

export interface BatchResult {
  /** Per commit the sequence it was given, or 0 where it was not written. */
  readonly sequences: readonly number[];
  /** Those that were not written, by their place in the batch. */
  readonly failures: readonly { readonly place: number; readonly kind: 'stale' | 'refused'; readonly text: string }[];
  readonly writings: readonly WritingResult[];
  /** What it showed of the disk, where that is news: that it takes something again, or why it takes nothing. */
  readonly disk?: { readonly kind: 'writes' } | { readonly kind: 'refuses'; readonly text: string };
}

export type FromWorker =
  | { readonly kind: 'opened'; readonly epoch: number }
  | { readonly kind: 'unopened'; readonly text: string }
  | { readonly kind: 'answer'; readonly id: number; readonly reply: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly text: string }
  | { readonly kind: 'written'; readonly result: BatchResult }
  /** For the log. */
  | { readonly kind: 'said'; readonly level: 'info' | 'warn'; readonly text: string }
  | { readonly kind: 'closed' };

/** Sent when the log has been copied, or with why it could not be. */
export interface FromLogCopier {
  readonly trouble?: string;
}

/** The moments of a transaction at which a test can have the worker end itself. */
export type DeathPoint = 'before the commit' | 'after the commit';

export interface WorkerRequest {
  readonly path: string;
  readonly epoch?: number;
  readonly exclusive: boolean;
  readonly pagesMax?: number;
  readonly gatheredMax?: number;
  readonly death?: { readonly point: DeathPoint; readonly transaction: number };
}

export interface Batch {
  readonly commits: readonly Commit[];
  readonly writings: readonly Writing[];
  /** Whether it is answered only when it is on the disk; else the next one that is takes it along. */
  readonly synced: boolean;
}
