/** A room as lists of the house have it, from what the store tells without loading it. */
import type { RoomRow } from '../../commands/room-directory.ts';
import { privacyOf } from '../../room/privacy.ts';
import { defaultCategory } from '../../room/state.ts';
import type { RoomEntry } from '../../store/port.ts';

/** Of a room that nobody has described yet, as little as it shows. */
export function rowOf({ jid, listing }: RoomEntry): RoomRow {
  return {
    jid,
    name: listing?.name ?? '',
    description: listing?.description ?? '',
    occupants: listing?.occupants ?? 0,
    category: listing?.category ?? defaultCategory,
    auditorium: listing?.auditorium ?? false,
    privacy: privacyOf({ public: listing?.listed ?? false, membersOnly: listing?.membersOnly ?? true }),
    disabled: listing?.disabled ?? false,
    addin: listing?.addin ?? '',
  };
}
