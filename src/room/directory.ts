/**
 * What a room knows of the house around it: who is in which group, and what its category allows. Looked up whenever it is
 * needed and never stored: the answers change while the room is in memory.
 */
import type { HoldBook } from './holds.ts';

export interface RoomCategory {
  /** Immutable. */
  readonly key: string;
  readonly name: string;
  /** Ceilings: a room may have less of each, never more. */
  readonly invitations: boolean;
  readonly fileUpload: boolean;
  readonly history: boolean;
  /** Days for which it keeps what is said; for ever where it is left out. */
  readonly keptDays?: number;
  /** Whether owners may destroy their rooms (XEP-0045 §10.9), or administrators of the service only. */
  readonly ownersDestroy: boolean;
  /** It is being removed: no room comes into it any more, whoever wishes it. */
  readonly closing?: boolean;
  /** Whether somebody (a bare JID) is in scope: allowed, and not denied. */
  inScope(bare: string): boolean;
  /** Whether a principal as a whole may stand on the lists of its rooms: a bare JID, a domain or `group:NAME`. */
  covers(principal: string): boolean;
  /** Whether somebody may make rooms in it. */
  mayCreate(bare: string): boolean;
}

/** A web application shown beside a room. */
export interface Addin {
  readonly name: string;
  readonly url: string;
}

export interface Directory {
  /** The groups somebody is in, as principals: `group:NAME`. */
  groupsOf(bare: string): readonly string[];
  /** Of this key; the default one for a room older than categories, and for a key that is none any more. */
  category(key: string): RoomCategory;
  /** Whether a category has this name, or one that looks like it: then no room is called so. */
  isCategoryName(name: string): boolean;
  /** Registered by an administrator under this name. */
  addin(name: string): Addin | undefined;
  /** What has to stay, whoever wants it to go; nothing where it is left out. */
  readonly holds?: HoldBook;
}
