/** Searching the list of rooms: what the store is asked, and how texts are compared. Every adapter compares alike. */
import type { RoomEntry } from './port.ts';
import type { RoomFilter, Shown } from './shown.ts';

export type SearchedText = 'name' | 'description' | 'address';

/** Each of the words has to be in one of these texts, as part of a word or of several; case and accents do not count. */
export interface Wanted {
  readonly words: readonly string[];
  readonly in: readonly SearchedText[];
}

/** Where a room stands in a list, by either order. */
export interface RoomPlace {
  readonly jid: string;
  readonly occupants: number;
}

/** Only rooms that are shown are found or counted, ever. Each condition narrows the search. */
export interface RoomSearch extends RoomFilter {
  readonly shown: Shown;
  readonly wanted: readonly Wanted[];
  /** A language tag: `de` finds `de-AT`, too. */
  readonly language?: string;
  /** Whether one may enter without password and membership. */
  readonly open?: boolean;
  readonly occupantsMin?: number;
  /** By address (code points), or by the number of occupants, most first, and then by address. */
  readonly order: 'address' | 'occupants';
  /** Behind this place; with `before` in front of it, as near to it as can be. At most one of the two. */
  readonly after?: RoomPlace;
  readonly before?: RoomPlace | 'end';
  readonly limit: number;
}

export interface FoundRooms {
  /** In order, also where they were searched backwards. */
  readonly rooms: readonly RoomEntry[];
  /** How many there are in all. */
  readonly count: number;
}

/** The text without case, accents and forms that look alike. */
export function folded(text: string): string {
  // Upper case first: that makes two letters of ß, and one of the three kinds of sigma.
  const plain = text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
  return plain.toUpperCase().toLowerCase();
}
