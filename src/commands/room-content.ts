/** What commands may ask about what was said in a room: to take it away. Rights are the room's to decide. */
import type { Party } from '../room/request.ts';
import type { Person } from '../room/state.ts';
import type { Refusal } from '../wire/error.ts';

export interface RemovalWish {
  readonly room: string;
  readonly from: Party;
  /** Who said it. */
  readonly person?: Person;
  /** Milliseconds since 1970, both included. */
  readonly since?: number;
  readonly until?: number;
  readonly words?: { readonly text: string; readonly match: 'all' | 'any' | 'phrase'; readonly caseSensitive: boolean };
  /** What stands in its place; left out, nothing does. */
  readonly replacement?: string;
}

export interface ClearWish {
  readonly room: string;
  readonly from: Party;
  /** Milliseconds since 1970, included. */
  readonly until: number;
}

export interface Meant {
  readonly messages: number;
  /** Not all could be looked at: it is at least so many. */
  readonly atLeast: boolean;
}

/** Begun: what is left to do goes on by itself, under this key of `Jobs`. */
export interface Begun {
  readonly job: string;
}

export interface RoomContent {
  countToClear(wish: ClearWish): Promise<Meant | Refusal>;
  clear(wish: ClearWish): Promise<Begun | Refusal>;
  countToRemove(wish: RemovalWish): Promise<Meant | Refusal>;
  remove(wish: RemovalWish): Promise<Begun | Refusal>;
}
