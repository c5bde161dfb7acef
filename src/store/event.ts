/** Events as a store has them, and the keys by which it knows streams, rooms and people. */

/** `room:KEY`, `category:KEY`, `service` or `probe`; `activity`, `groups:ldap`, `job:KEY` and `migration:JID` have no events, only a snapshot. */
export type StreamId = string;
/** Immutable and random; a room destroyed and made again under its JID has another key. */
export type RoomKey = string;
/** Stands for a JID inside events; `people` maps it. Erasing a person is deleting that row. */
export type PersonKey = string;

/** An event as it is written. `payload` is JSON text; the store never looks inside. */
export interface NewEvent {
  readonly kind: string;
  /** The payload's format version, less than 2^32. */
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
  /** Somebody has changed something about the room or the service: `audit` finds it, and it is never compactable. */
  readonly audited?: true;
  readonly payload: string;
}

export interface StoredEvent extends NewEvent {
  readonly stream: StreamId;
  /** Consecutive in the stream, from 1. Compaction leaves gaps behind it, and never reuses a number. */
  readonly number: number;
  /** True when the payload was replaced: retracted, purged or erased. */
  readonly replaced: boolean;
}
