/** Which rooms a list, a count or a search is about. Every adapter means the same ones. */
import type { RoomKey } from './event.ts';
import type { RoomListing } from './port.ts';

/**
 * `all`: every room, also those that are not listed, disabled, or that nobody has described. Else: rooms that are listed, not
 * disabled and in one of the categories, and those of `also`, listed or not, that are not disabled.
 */
export type Shown = 'all' | { readonly categories: readonly string[] | 'all'; readonly also: readonly RoomKey[] };

/** Of the shown rooms, only those whose listing says exactly this. */
export type RoomFilter = Partial<
  Pick<RoomListing, 'category' | 'listed' | 'membersOnly' | 'auditorium' | 'disabled' | 'addin'>
>;

/** Categories, and keys of rooms, that may be named in one `Shown`. */
export const shownKeysMax = 10_000;

/** Where a room is that nobody has described since there are categories. */
export const firstCategory = 'default';

/** Why no store can answer this, or nothing. Every adapter rejects with this text. */
export function unboundedShown(shown: Shown): string | undefined {
  if (shown === 'all') return undefined;
  const { categories, also } = shown;
  if (also.length <= shownKeysMax && (categories === 'all' || categories.length <= shownKeysMax)) return undefined;
  return `rooms are asked for by at most ${shownKeysMax} categories and ${shownKeysMax} keys`;
}
