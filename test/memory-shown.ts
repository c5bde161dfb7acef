/** Which rooms are shown, in memory. */
import type { RoomEntry, RoomListing } from '../src/store/port.ts';
import { firstCategory, type RoomFilter, type Shown } from '../src/store/shown.ts';

const undescribed: RoomListing = {
  ...{ name: '', description: '', language: '', addin: '', category: firstCategory, occupants: 0 },
  ...{ listed: false, disabled: false, auditorium: false, membersOnly: false, open: false, realJids: true },
  retention: { days: 0, longer: false, through: 0 },
};

export function listingOf(room: RoomEntry): RoomListing {
  return room.listing ?? undescribed;
}

export function isShown(room: RoomEntry, { shown, ...filter }: { readonly shown: Shown } & RoomFilter): boolean {
  const listing = listingOf(room);
  if (!fits(listing, filter)) return false;
  if (shown === 'all') return true;
  if (listing.disabled) return false;
  if (shown.also.includes(room.key)) return true;
  return listing.listed && (shown.categories === 'all' || shown.categories.includes(listing.category));
}

function fits(listing: RoomListing, filter: RoomFilter): boolean {
  const names = ['category', 'listed', 'membersOnly', 'auditorium', 'disabled', 'addin'] as const;
  return names.every((name) => filter[name] === undefined || filter[name] === listing[name]);
}
