/** What a store is given to write, and what may come of it. */
import type { NewEvent, PersonKey, RoomKey, StreamId } from './event.ts';
import type { RoomListing } from './port.ts';

/** What becomes of an event that was written before. */
export interface Replacement {
  readonly number: number;
  readonly payload: string;
  /** It is not in the archive any more: nothing finds it there, by its archive id neither. */
  readonly unarchived?: true;
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
  readonly replace?: readonly Replacement[];
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
  /** What lists of rooms tell of a room from now on. Where this key does not hold the address, nothing happens. */
  readonly described?: { readonly jid: string; readonly key: RoomKey; readonly listing: RoomListing };
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

const versionMax = 2 ** 32 - 1;

/** Why a commit can be written by no store, or nothing. Every adapter refuses with this text. */
export function malformedCommit(commit: Commit): string | undefined {
  if (!Number.isSafeInteger(commit.first) || commit.first < 1) return 'the first number of a commit is 1 or more';
  if (!Number.isSafeInteger(commit.id) || commit.id < 0) return 'a commit id is a whole number';
  if (commit.events.length === 0) return 'a commit holds at least one event';
  let at = 0;
  for (const event of commit.events) {
    if (!Number.isSafeInteger(event.at) || event.at < at) return 'the time of an event goes back within its stream';
    if (!Number.isSafeInteger(event.version) || event.version < 0 || event.version > versionMax)
      return 'the version of an event is a whole number';
    if (event.audited && event.compactable) return 'an event that is audited is kept';
    if ((event.archiveId === undefined) !== (event.ordinal === undefined)) return 'archiveId and ordinal go together';
    at = event.at;
  }
  for (const { number } of commit.replace ?? []) {
    if (!(number >= 1 && number < commit.first)) return 'only events before the commit can be replaced by it';
  }
  return undefined;
}
