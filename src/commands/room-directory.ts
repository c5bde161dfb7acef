/**
 * What commands may ask about rooms without asking the rooms themselves: which there are, which are somebody's, where
 * somebody is, and addresses for new ones. What is answered about a room may be a moment old; rights are the room's to
 * decide, and what is shown here is only what somebody may see.
 */
import type { Readable } from '../room/answer.ts';
import type { Privacy } from '../room/privacy.ts';
import type { Person } from '../room/state.ts';
import type { Refusal } from '../wire/error.ts';

export interface RoomRow {
  readonly jid: string;
  /** Empty where it has none. */
  readonly name: string;
  readonly description: string;
  readonly occupants: number;
  /** The key of its category. */
  readonly category: string;
  readonly auditorium: boolean;
  readonly privacy: Privacy;
  readonly disabled: boolean;
  /** The name of its web application; empty where it has none. */
  readonly addin: string;
}

/** Each condition narrows it. */
export interface RoomsWish {
  /** All of these words are in the name (or the description), as parts of words. */
  readonly words?: string;
  readonly inDescription?: boolean;
  readonly category?: string;
  readonly privacy?: Privacy;
  readonly auditorium?: boolean;
  readonly disabled?: boolean;
  readonly addin?: string;
}

export interface RoomsPage {
  readonly rooms: readonly RoomRow[];
  /** Of all pages; left out where nobody has counted. */
  readonly count?: number;
  /** Where the next page begins. */
  readonly next?: string;
}

/** A room on whose lists somebody stands. */
export interface OwnRoom extends RoomRow {
  /** The last event they have seen of it; absent where they belong to it by a group or their domain. */
  readonly seen?: number;
}

/** What was said in a room, and not seen. */
export interface RoomNews {
  readonly messages: number;
  /** There is more than was counted. */
  readonly atLeast: boolean;
}

export interface RoomDirectory {
  /** Those that somebody may see, by address. Refused while too many search. */
  find(
    wish: RoomsWish & { readonly for: Person; readonly after?: string; readonly limit: number },
  ): Promise<RoomsPage | Refusal>;
  /** Rooms on whose lists somebody stands, for themselves or by group, in the order in which the rooms were made. */
  roomsOf(wish: {
    readonly person: Person;
    readonly after?: string;
    readonly limit: number;
  }): Promise<{ readonly rooms: readonly OwnRoom[]; readonly next?: string }>;
  /** What was said in a room (by its key) since an event, as far as it may be read there. */
  newsSince(readable: Pick<Readable, 'key' | 'clearedThrough'>, seen: number): Promise<RoomNews>;
  /** Begins to move a room with long lists into a category (by its key); how far it is, `Jobs` tells. */
  move(wish: {
    readonly actor: Person;
    readonly room: string;
    readonly to: string;
    /** Entries that will go from its lists. */
    readonly entries: number;
  }): Promise<{ readonly job: string } | Refusal>;
  /** Rooms in which somebody (a bare JID) is now, with any session. */
  whereIs(bare: string): Promise<readonly RoomRow[]>;
  /**
   * An address for a new room: the one that was asked for, where it is free; else one made of its name or, for a secret
   * room, one that nobody guesses. Whether it was free is decided when the room is made.
   */
  newAddress(wish: {
    readonly local?: string;
    readonly name: string;
    readonly secret: boolean;
  }): Promise<string | Refusal>;
}
