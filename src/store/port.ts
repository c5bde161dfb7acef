/**
 * The store port: where events become durable. What it promises is in docs/store.md and in the
 * contract suite (test/contract/store.ts), which every adapter passes.
 *
 * It knows streams, numbers, epochs and opaque payloads; it does not know rooms, XMPP or what an
 * event means. Nothing above this folder may tell one adapter from another. What it is given to write
 * is in `commit.ts`.
 */

import type { AuditPage, AuditQuery } from './audit.ts';
import type { Commit, CommitOutcome } from './commit.ts';
import type { PersonKey, RoomKey, StoredEvent, StreamId } from './event.ts';
import type { FoundRooms, RoomSearch } from './room-search.ts';
import type { RoomFilter, Shown } from './shown.ts';
import type { Transfer } from './transfer.ts';

/**
 * A place in the feed: per writer's epoch, the last commit sequence seen. A plain object that survives
 * JSON; an epoch that is not named has not been seen, or is over and read to its end by everybody.
 */
export type FeedPosition = Readonly<Record<string, number>>;

export interface FeedPage {
  readonly events: readonly StoredEvent[];
  /** Where to go on; equal to what was asked for when there is nothing new. */
  readonly position: FeedPosition;
}

export interface EventQuery {
  readonly stream: StreamId;
  /** Exclusive bounds on numbers. */
  readonly after?: number;
  readonly before?: number;
  readonly order: 'ascending' | 'descending';
  readonly limit: number;
  /** Only events that are in the archive. */
  readonly archived?: boolean;
  readonly person?: PersonKey;
}

/** A snapshot is made of named parts, so that saving costs what changed and not what there is. */
export interface Snapshot {
  /** The number of the last event the snapshot includes. */
  readonly number: number;
  readonly parts: Readonly<Record<string, string>>;
}

/** What a list of rooms shows of a room without loading it. */
export interface RoomListing {
  readonly name: string;
  readonly description: string;
  readonly listed: boolean;
  /** The key of its category. */
  readonly category: string;
  /** A disabled room is shown to nobody but who administers the service. */
  readonly disabled: boolean;
  readonly auditorium: boolean;
  readonly membersOnly: boolean;
  /** The name of the web application shown beside it; empty where there is none. */
  readonly addin: string;
  readonly occupants: number;
  /** Empty where none is given. */
  readonly language: string;
  /** Whether one may enter without password and membership. */
  readonly open: boolean;
  /** Whether everybody in it sees who is who. */
  readonly realJids: boolean;
  readonly retention: RoomRetention;
}

/** How long a room keeps what is said, and how far that has been seen to. */
export interface RoomRetention {
  /** Days that the room says itself; 0 where its category says. */
  readonly days: number;
  /** They count also where its category has fewer. */
  readonly longer: boolean;
  /** Number of the event up to which all is gone that need not be kept. */
  readonly through: number;
}

export interface RoomEntry {
  readonly jid: string;
  readonly key: RoomKey;
  readonly listing?: RoomListing;
}

export interface Membership {
  readonly stream: StreamId;
  /** The last event at which they were there; of those who never were, the one that made them belong. */
  readonly seen: number;
}

/**
 * Whether the store answers, as far as it knows without asking: one that has just answered is up. `since` is in milliseconds
 * since the epoch; `text` says what to do, in one line, and holds no secret.
 */
export type StoreState =
  | { readonly kind: 'up' }
  | { readonly kind: 'away'; readonly since: number; readonly text: string };

/**
 * What is answered survives the end of the process, and what was given before a commit that is durable survives a
 * power cut as well. Outcomes of commits are values. Everything else rejects with a StoreError when the store cannot do
 * it, and has then changed nothing; a writing call of a writer that was taken over always does.
 * A method whose answer depends on writes sees everything that was answered before it was called.
 */
export interface Store {
  /** This writer's epoch, claimed durably when the store was opened; greater than any before. */
  readonly epoch: number;
  readonly state: StoreState;

  /** Commits given in one turn of the event loop, or while one is being written, travel together. */
  commit(commit: Commit): Promise<CommitOutcome>;

  read(query: EventQuery): Promise<StoredEvent[]>;
  /** Number of the newest event of the stream; 0 where it has none. */
  lastNumber(stream: StreamId): Promise<number>;
  /** Number of the first event whose `at` is not before `time`; one past the last if none. By bisection. */
  numberAt(query: { readonly stream: StreamId; readonly time: number }): Promise<number>;
  /** The archived event with this archive id. */
  findArchived(query: { readonly stream: StreamId; readonly archiveId: string }): Promise<StoredEvent | undefined>;
  /** Audited events of all streams, newest first. A `before` that is no place is rejected. */
  audit(query: AuditQuery): Promise<AuditPage>;

  /**
   * Events in the order they were committed by each writer; compacted ones are not there. A page never
   * cuts a commit in two, so it may hold up to one commit more than `limit`. The feed reaches back to the
   * slowest checkpoint (to the beginning while there is none): a projection that comes later saves
   * `feedEnd()` as its checkpoint first, and then walks the streams.
   */
  feed(query: { readonly after: FeedPosition; readonly limit: number }): Promise<FeedPage>;
  /** A place that already includes everything committed so far. */
  feedEnd(): Promise<FeedPosition>;
  checkpoint(name: string): Promise<FeedPosition | undefined>;
  saveCheckpoint(checkpoint: { readonly name: string; readonly position: FeedPosition }): Promise<void>;

  snapshot(stream: StreamId): Promise<Snapshot | undefined>;
  /**
   * Parts not named stay as they are; `null` removes a part. The number never goes back: an older
   * snapshot than the stored one is left aside, whole. One that runs ahead of the stream is rejected.
   */
  saveSnapshot(snapshot: {
    readonly stream: StreamId;
    readonly number: number;
    readonly parts: Readonly<Record<string, string | null>>;
  }): Promise<void>;
  /** Only of a stream without events: of any other, it may be all that is left of them, and this is rejected. */
  removeSnapshot(stream: StreamId): Promise<void>;
  readonly snapshots: {
    /** Streams that have a snapshot and a name that begins so, in order of their names (by code points). */
    list(query: {
      readonly prefix: string;
      readonly after?: StreamId;
      readonly limit: number;
    }): Promise<readonly StreamId[]>;
  };
  /**
   * Removes compactable events up to `through`, never beyond the snapshot or the slowest checkpoint (where
   * there is one), and never the newest event of the stream. Returns how many.
   */
  compact(query: { readonly stream: StreamId; readonly through: number }): Promise<number>;

  readonly rooms: {
    /** Takes the address for `key` unless it is taken; returns the key that holds it. */
    claim(room: { readonly jid: string; readonly key: RoomKey }): Promise<RoomKey>;
    find(jid: string): Promise<RoomEntry | undefined>;
    /** The room that holds an address under this key now. */
    findByKey(key: RoomKey): Promise<RoomEntry | undefined>;
    /** Frees the address if `key` still holds it. */
    release(room: { readonly jid: string; readonly key: RoomKey }): Promise<void>;
    /** In one step, an address that `from` holds is held by `to`, with the listing it has; returns the key that holds it then, if any. */
    rekey(room: { readonly jid: string; readonly from: RoomKey; readonly to: RoomKey }): Promise<RoomKey | undefined>;
    /** What `find` and `list` tell of the room from now on. Where there is no room, nothing happens. */
    describe(room: { readonly jid: string; readonly listing: RoomListing }): Promise<void>;
    /** Rooms in order of their JID (by code points). What filters other than `category` cost is in docs/store.md. */
    list(
      query: { readonly after?: string; readonly limit: number; readonly shown: Shown } & RoomFilter,
    ): Promise<RoomEntry[]>;
    /** The same, backwards from `before` (or from the end), answered in ascending order. */
    listBefore(
      query: { readonly before?: string; readonly limit: number; readonly shown: Shown } & RoomFilter,
    ): Promise<RoomEntry[]>;
    count(query: { readonly shown: Shown } & RoomFilter): Promise<number>;
    /** Looks at every room that is shown; what it costs is in docs/store.md. */
    search(query: RoomSearch): Promise<FoundRooms>;
  };

  readonly sessions: {
    /** Sessions that are in some room, in order, each with the streams of its rooms. */
    list(query: {
      readonly after?: string;
      readonly limit: number;
    }): Promise<{ readonly session: string; readonly streams: readonly StreamId[] }[]>;
    streams(session: string): Promise<readonly StreamId[]>;
  };

  readonly memberships: {
    /**
     * The streams a person belongs to, in the order in which the streams began; `after` is a stream of an earlier page.
     */
    list(query: {
      readonly person: PersonKey;
      readonly after?: StreamId;
      readonly limit: number;
    }): Promise<readonly Membership[]>;
  };

  readonly people: {
    /** Keys of these bare JIDs (or domains), made where there are none yet. */
    keys(jids: readonly string[]): Promise<ReadonlyMap<string, PersonKey>>;
    /** The same, of those that have a key already: nobody is written down for being asked about. */
    known(jids: readonly string[]): Promise<ReadonlyMap<string, PersonKey>>;
    jids(keys: readonly PersonKey[]): Promise<ReadonlyMap<PersonKey, string>>;
  };

  /** Everything there is, for another store; and from another store. */
  readonly transfer: Transfer;

  /** Bytes of commits given and not yet durable; callers slow down by it. */
  readonly pendingBytes: number;
  /** Everything given so far is durable, then the store is closed. */
  close(): Promise<void>;
}

/** Why a store cannot be opened or read, in one line that says what to do. */
export class StoreError extends Error {
  override name = 'StoreError';
}
