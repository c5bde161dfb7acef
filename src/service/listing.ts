/** What lists and searches tell of a room, and which events change it. */
import type { RoomEvent } from '../room/events.ts';
import type { Room } from '../room/state.ts';
import type { RoomListing } from '../store/port.ts';

/** Told with the commit: whoever may not see the room any more must not find it in a list, whatever happens then. */
export function changesListing({ kind }: RoomEvent): boolean {
  switch (kind) {
    case 'created':
    case 'configured':
    case 'moved':
    case 'disabled':
    case 'enabled':
    case 'destroyed':
    case 'cleared':
    case 'expired':
      return true;
    default:
      return false;
  }
}

export function listingOf(room: Room): RoomListing {
  const { name, description, language, public: isPublic, membersOnly, passwordProtected, whois } = room.settings;
  return {
    name,
    description,
    language,
    listed: isPublic && room.open && !room.destroyed,
    category: room.category,
    disabled: room.disabled || room.destroyed,
    auditorium: room.settings.auditorium,
    membersOnly,
    addin: room.settings.addin,
    open: !membersOnly && !passwordProtected,
    realJids: whois === 'anyone',
    occupants: room.occupants.size,
    retention: {
      days: room.settings.retentionDays,
      longer: room.keepsLonger,
      through: Math.max(room.clearedThrough, room.expiredThrough),
    },
  };
}
