/** Rooms as documents: what a list tells of them, and what they can be found by. */
import type { RoomEntry, RoomListing } from '../port.ts';
import { folded } from '../room-search.ts';
import { firstCategory } from '../shown.ts';
import type { RoomDocument } from './documents.ts';
import { inOrder, outOfOrder } from './keys.ts';

const nothingSaid: RoomListing = {
  ...{ name: '', description: '', language: '', addin: '', category: firstCategory, occupants: 0 },
  ...{ listed: false, disabled: false, auditorium: false, membersOnly: false, open: false, realJids: true },
  retention: { days: 0, longer: false, through: 0 },
};

/** Of a room that nobody has described yet. */
export function newRoom({ jid, key }: { readonly jid: string; readonly key: string }): RoomDocument {
  return { _id: inOrder(jid), key, describedAt: 0, ...described({ jid, listing: nothingSaid }), described: false };
}

/** All fields that follow from a listing. */
export function described(room: { readonly jid: string; readonly listing: RoomListing }) {
  const { name, description, listed, category, disabled, auditorium } = room.listing;
  const { membersOnly, addin, occupants, language, open, realJids, retention } = room.listing;
  return {
    ...{ described: true, name, description, listed, category, disabled, shown: listed && !disabled },
    ...{ auditorium, membersOnly, addin, occupants, language, open, realJids, retention },
    folded: { name: folded(name), description: folded(description), address: folded(room.jid) },
    languageTag: `${language.toLowerCase()}-`,
  };
}

export function entryOf(room: RoomDocument): RoomEntry {
  const jid = outOfOrder(room._id);
  if (!room.described) return { jid, key: room.key };
  const { name, description, listed, category, disabled, auditorium } = room;
  const { membersOnly, addin, occupants, language, open, realJids, retention } = room;
  const listing = {
    ...{ name, description, listed, category, disabled, auditorium },
    ...{ membersOnly, addin, occupants, language, open, realJids, retention },
  };
  return { jid, key: room.key, listing };
}
