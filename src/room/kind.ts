/** A normal room becomes an auditorium, or an auditorium a normal room: everybody has the role that comes with it, at once. */
import { withoutPresenters } from './access-list.ts';
import type { Administration } from './administration.ts';
import { announce, announcementOf } from './broadcast.ts';
import type { Delivery } from './delivery.ts';
import type { RoomEvent } from './events.ts';
import type { Removal } from './leave.ts';
import { roleOnEntry } from './role.ts';
import type { Occupant, Room } from './state.ts';

/** The room once its kind is another one, with nothing left of what it was: as `apply.ts` does it. */
export function asOtherKind(room: Room): Room {
  const entries = room.entries.draft();
  if (!room.settings.auditorium) withoutPresenters(entries);
  return { ...room, entries, prominent: undefined, voiceNotes: undefined };
}

/** Of those who stay, with the settings as they will be. */
export function rolesByKind(
  room: Room,
  removals: ReadonlyMap<Occupant, Removal>,
  { at, asker, roles }: Pick<Administration, 'at' | 'asker' | 'roles'>,
): { readonly events: RoomEvent[]; readonly deliveries: Delivery[] } {
  const events: RoomEvent[] = [];
  const deliveries: Delivery[] = [];
  const wasAuditorium = !room.settings.auditorium;
  for (const occupant of room.occupants.values()) {
    const role = roleOnEntry(room, occupant.person);
    if (removals.has(occupant) || role === (roles.get(occupant) ?? occupant.role)) continue;
    events.push({ kind: 'role', at, by: asker.person, nick: occupant.nick, role, usual: true });
    const announcement = announcementOf(room, occupant);
    const hats = announcement.hats ?? (wasAuditorium ? [] : undefined);
    deliveries.push(...announce(room, occupant, { ...announcement, hats, item: { ...announcement.item, role } }));
  }
  return { events, deliveries };
}
