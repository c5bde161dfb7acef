/** The search over the list of rooms, in memory. */
import type { RoomEntry, RoomListing } from '../src/store/port.ts';
import {
  type FoundRooms,
  folded,
  type RoomPlace,
  type RoomSearch,
  type SearchedText,
} from '../src/store/room-search.ts';
import { listingOf } from './memory-shown.ts';

/** `shown`: in order of their addresses. */
export function searchIn(shown: readonly RoomEntry[], query: RoomSearch): FoundRooms {
  const found = shown.filter((room) => matches(room.jid, listingOf(room), query));
  if (query.order === 'occupants') found.sort((a, b) => occupantsIn(b) - occupantsIn(a));
  const { after, before, limit } = query;
  if (limit <= 0) return { rooms: [], count: found.length };
  if (before !== undefined) {
    const end = before === 'end' ? found.length : placeIn(found, before, query.order);
    return { rooms: found.slice(Math.max(end - limit, 0), end), count: found.length };
  }
  const start = after === undefined ? 0 : placeIn(found, after, query.order);
  const passed = found[start]?.jid === after?.jid && after !== undefined ? start + 1 : start;
  return { rooms: found.slice(passed, passed + limit), count: found.length };
}

/** Of the first room that is not in front of this place. */
function placeIn(rooms: readonly RoomEntry[], { jid, occupants }: RoomPlace, order: RoomSearch['order']): number {
  const at = rooms.findIndex((room) => {
    const byNumber = order === 'occupants' ? occupants - occupantsIn(room) : 0;
    return byNumber > 0 || (byNumber === 0 && Buffer.compare(Buffer.from(room.jid), Buffer.from(jid)) >= 0);
  });
  return at === -1 ? rooms.length : at;
}

function occupantsIn({ listing }: RoomEntry): number {
  return listing?.occupants ?? 0;
}

function matches(jid: string, listing: RoomListing, query: RoomSearch): boolean {
  const { wanted, language, open, occupantsMin = 0 } = query;
  if (open !== undefined && listing.open !== open) return false;
  if (listing.occupants < occupantsMin) return false;
  if (language !== undefined && !isWithin(listing.language, language)) return false;
  const texts: Readonly<Record<SearchedText, string>> = {
    name: folded(listing.name),
    description: folded(listing.description),
    address: folded(jid),
  };
  return wanted.every((want) => want.words.every((word) => want.in.some((text) => texts[text].includes(folded(word)))));
}

function isWithin(language: string, wanted: string): boolean {
  return `${language.toLowerCase()}-`.startsWith(`${wanted.toLowerCase()}-`);
}
