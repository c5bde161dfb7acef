/** What it does to those in the room that somebody becomes a member, or is none any more, without a list being edited. */
import { affiliationOf } from './access.ts';
import { announce, announcementOf } from './broadcast.ts';
import type { RoomEvent } from './events.ts';
import { type Removal, remove } from './leave.ts';
import type { Context, Delivery } from './outcome.ts';
import { roleOnEntry } from './role.ts';
import { type Facts, type Occupant, type Person, type Role, type Room, timeOf } from './state.ts';

/**
 * From now on these facts hold for the person. Who has come nearer to the room gets at least the role that comes with
 * it (XEP-0045 §7.10); who has left its lists has no more than a stranger, which in a room for members is no place at all.
 */
export function changeFacts(
  room: Room,
  { whom, facts, by }: { readonly whom: Person; readonly facts: Facts; readonly by: Person },
  context: Context,
): { readonly events: readonly RoomEvent[]; readonly deliveries: readonly Delivery[] } {
  const before = affiliationOf(room, whom);
  const draft: Room = { ...room, entries: room.entries.draft() };
  if (Object.keys(facts).length === 0) draft.entries.delete(whom.jid);
  else draft.entries.set({ person: whom, facts });
  const at = timeOf(room, context);
  const events: RoomEvent[] = [{ kind: 'affiliated', at, by, whom, facts }];
  const affiliation = affiliationOf(draft, whom);
  if (affiliation === before) return { events, deliveries: [] };
  const deliveries: Delivery[] = [];
  const removals = new Map<Occupant, Removal>();
  for (const occupant of room.occupants.values()) {
    if (occupant.person.jid !== whom.jid) continue;
    if (affiliation === 'none' && room.settings.membersOnly) {
      removals.set(occupant, { cause: 'affiliation', item: { affiliation } });
      continue;
    }
    const role = roleAfter(draft, occupant, affiliation === 'none');
    if (role !== occupant.role) events.push({ kind: 'role', at, by, nick: occupant.nick, role });
    deliveries.push(...announce(draft, occupant, { ...announcementOf(draft, occupant), item: { affiliation, role } }));
  }
  const removed = remove(draft, removals, context);
  return { events: [...events, ...removed.events], deliveries: [...deliveries, ...removed.deliveries] };
}

function roleAfter(draft: Room, occupant: Occupant, falls: boolean): Role {
  return falls || occupant.role === 'visitor' ? roleOnEntry(draft, occupant.person) : occupant.role;
}
