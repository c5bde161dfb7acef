/**
 * The store port: where events become durable. What it promises is in docs/store.md and in the
 * contract suite (test/contract/store.ts), which every adapter passes.
 *
 * It knows streams, numbers, epochs and opaque payloads; it does not know rooms, XMPP or what an
 * event means. Nothing above this folder may tell one adapter from another; where one cannot do a
 * thing, it says so in `capabilities`.
 */

import type { FoundRooms, RoomSearch } from './room-search.ts';

/** `room:KEY`, `category:KEY` or `service`; `activity` has no events, only a snapshot. */
export type StreamId = string;
/** Immutable and random; a room destroyed and made again under its JID has another key. */
export type RoomKey = string;
/** Stands for a JID inside events; `people` maps it. Erasing a person is deleting that row. */
export type PersonKey = string;

/** An event as it is written. `payload` is JSON text; the store never looks inside. */
export interface NewEvent {
  readonly kind: string;
  /** The payload's format version. */
  readonly version: number;
  /** Milliseconds since 1970, never less than that of the event before it in its stream. */
  readonly at: number;
  readonly person?: PersonKey;
  /** Present exactly on events that are in the archive. Opaque, unique per room JID for ever. */
  readonly archiveId?: string;
  /** Counts the archived events of a stream from 1, without gaps. Present with `archiveId`. */
  readonly ordinal?: number;
  /** Whether `compact` may remove this event once it lies behind snapshot and checkpoints. */
  readonly compactable?: boolean;
  readonly payload: string;
}

export interface StoredEvent extends NewEvent {
  readonly stream: StreamId;
  /** Consecutive in the stream, from 1. Compaction leaves gaps behind it, and never reuses a number. */
  readonly number: number;
  /** True when the payload was replaced: retracted, purged or erased. */
  readonly replaced: boolean;
}

/** One atomic record: consecutive events of one stream, and what must change with them. */
export interface Commit {
  readonly stream: StreamId;
  /** The number of the first event: exactly one more than the stream's last. */
  readonly first: number;
  /**
   * Unique within this writer's epoch; with the epoch it tells my own duplicate from another's. The
   * same commit given twice (stream, first, id) is written once and answered `committed` twice.
   */
  readonly id: number;
  /** At least one. */
  readonly events: readonly NewEvent[];
  /** Payloads of events before `first` that become these (tombstones). A compacted one stays away. */
  readonly replace?: readonly { readonly number: number; readonly payload: string }[];
  /**
   * It need not be synced to disk before it is answered: it survives the end of the process, but a power cut may undo
   * it as long as nothing that was given after it is durable.
   */
  readonly unsynced?: true;
  /**
   * Changes of the index session → rooms, which may hold too much but never too little: a session
   * that both left and entered in one commit is in.
   */
  readonly entered?: readonly string[];
  readonly left?: readonly string[];
  /**
   * Changes of the index person → rooms: who belongs to the stream from now on, and who no longer. Nobody may be in both.
   * Whoever belonged already stays as they were.
   */
  readonly affiliated?: readonly PersonKey[];
  readonly unaffiliated?: readonly PersonKey[];
  /** Who has seen the stream up to and including this commit; of no effect on those who do not belong to it. */
  readonly visited?: readonly PersonKey[];
}

/**
 * `committed`: durable. `stale`: another writer has written here, or has taken over; drop the room.
 * `refused`: certainly nothing was written (disk full, store away, a commit that is not well formed, or
 * a commit before it in the same stream failed: `first` is then not one more than the last). Commits of
 * other streams are not touched by it. An outcome that is not yet known is not reported: the promise stays open until it is.
 */
export type CommitOutcome =
  | { readonly kind: 'committed'; readonly sequence: number }
  | { readonly kind: 'stale'; readonly text: string }
  | { readonly kind: 'refused'; readonly text: string };

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
  readonly occupants: number;
  /** Empty where none is given. */
  readonly language: string;
  /** Whether one may enter without password and membership. */
  readonly open: boolean;
  /** Whether everybody in it sees who is who. */
  readonly realJids: boolean;
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
 * What is answered survives the end of the process, and what was given before a commit that is durable survives a
 * power cut as well. Outcomes of commits are values. Everything else rejects with a StoreError when the store cannot do
 * it, and has then changed nothing; a writing call of a writer that was taken over always does.
 * A method whose answer depends on writes sees everything that was answered before it was called.
 */
export interface Store {
  /** This writer's epoch, claimed durably when the store was opened; greater than any before. */
  readonly epoch: number;

  /** Commits given in one turn of the event loop, or while one is being written, travel together. */
  commit(commit: Commit): Promise<CommitOutcome>;

  read(query: EventQuery): Promise<StoredEvent[]>;
  /** Number of the newest event of the stream; 0 where it has none. */
  lastNumber(stream: StreamId): Promise<number>;
  /** Number of the first event whose `at` is not before `time`; one past the last if none. By bisection. */
  numberAt(query: { readonly stream: StreamId; readonly time: number }): Promise<number>;
  /** The archived event with this archive id. */
  findArchived(query: { readonly stream: StreamId; readonly archiveId: string }): Promise<StoredEvent | undefined>;

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
    /** What `find` and `list` tell of the room from now on. Where there is no room, nothing happens. */
    describe(room: { readonly jid: string; readonly listing: RoomListing }): Promise<void>;
    /** Rooms in order of their JID (by code points); only listed ones if asked. */
    list(query: {
      readonly after?: string;
      readonly limit: number;
      readonly listedOnly: boolean;
    }): Promise<RoomEntry[]>;
    /** The same, backwards from `before` (or from the end), answered in ascending order. */
    listBefore(query: {
      readonly before?: string;
      readonly limit: number;
      readonly listedOnly: boolean;
    }): Promise<RoomEntry[]>;
    count(query: { readonly listedOnly: boolean }): Promise<number>;
    /** Looks at every listed room; what it costs is in docs/store.md. */
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
    jids(keys: readonly PersonKey[]): Promise<ReadonlyMap<PersonKey, string>>;
  };

  /** Bytes of commits given and not yet durable; callers slow down by it. */
  readonly pendingBytes: number;
  /** Everything given so far is durable, then the store is closed. */
  close(): Promise<void>;
}

/** Why a store cannot be opened or read, in one line that says what to do. */
export class StoreError extends Error {
  override name = 'StoreError';
}

/**
 * An archive id that says where its event is to be found. To everybody else it is an opaque string;
 * `random` makes it unique (64 bits or more), also for a room made again under the same JID.
 */
export function archiveId(parts: { readonly number: number; readonly random: string }): string {
  return `${parts.number.toString(36)}-${parts.random}`;
}

/**
 * The number an archive id points at, if it can point at all. Only a hint: imported ids may look alike, so
 * whoever follows it compares the id that is stored there.
 */
export function archiveIdHint(id: string): number | undefined {
  const digits = /^([1-9a-z][0-9a-z]{0,9})-/.exec(id)?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 36);
}

/** Why a commit can be written by no store, or nothing. Every adapter refuses with this text. */
export function malformedCommit(commit: Commit): string | undefined {
  if (!Number.isSafeInteger(commit.first) || commit.first < 1) return 'the first number of a commit is 1 or more';
  if (!Number.isSafeInteger(commit.id) || commit.id < 0) return 'a commit id is a whole number';
  if (commit.events.length === 0) return 'a commit holds at least one event';
  let at = 0;
  for (const event of commit.events) {
    if (!Number.isSafeInteger(event.at) || event.at < at) return 'the time of an event goes back within its stream';
    if (!Number.isSafeInteger(event.version) || event.version < 0) return 'the version of an event is a whole number';
    if ((event.archiveId === undefined) !== (event.ordinal === undefined)) return 'archiveId and ordinal go together';
    at = event.at;
  }
  for (const { number } of commit.replace ?? []) {
    if (!(number >= 1 && number < commit.first)) return 'only events before the commit can be replaced by it';
  }
  return undefined;
}
