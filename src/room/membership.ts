/** What it does to those in the room that somebody becomes a member, or is none any more, without a list being edited. */
import { affiliationFrom, affiliationOf, may } from './access.ts';
import { ChangesTold } from './affiliation-versions.ts';
import { announce, announcementOf } from './broadcast.ts';
import type { Context } from './context.ts';
import type { Delivery } from './delivery.ts';
import type { RoomEvent } from './events.ts';
import { type Removal, remove } from './leave.ts';
import { roleOnEntry } from './role.ts';
import { type Facts, type Occupant, type Person, type Role, type Room, timeOf } from './state.ts';
import { isToldToOthers } from './traits/large-rooms.ts';

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
  const events: RoomEvent[] = [
    { kind: 'affiliated', at, by, whom, facts, before: room.entries.get(whom.jid)?.facts ?? {} },
  ];
  const affiliation = affiliationOf(draft, whom);
  const changes = new ChangesTold(room);
  const versions = changes.next();
  const deliveries: Delivery[] = [];
  const removals = new Map<Occupant, Removal>();
  const concerned =
    affiliation === before ? [] : [...room.occupants.values()].filter(({ person }) => person.jid === whom.jid);
  const leaves = !may('enter', { room: draft, person: whom, role: 'none' }, context);
  const roleOf = (occupant: Occupant): Role => roleAfter(draft, occupant, affiliation === 'none');
  // One presence that everybody gets shows the change to those who follow the lists by their versions, or else a message.
  const isToldToAll = (occupant: Occupant): boolean =>
    leaves || isToldToOthers(draft, occupant, { role: roleOf(occupant), news: 'standing' });
  const shown = concerned.length === 1 && concerned.every(isToldToAll) ? { versions } : undefined;
  for (const occupant of concerned) {
    if (leaves) {
      removals.set(occupant, { cause: 'affiliation', item: { affiliation }, ...shown });
      continue;
    }
    const role = roleOf(occupant);
    if (role !== occupant.role) events.push({ kind: 'role', at, by, nick: occupant.nick, role });
    deliveries.push(
      ...announce(draft, occupant, { ...announcementOf(draft, occupant), ...shown, item: { affiliation, role } }),
    );
  }
  if (shown === undefined) deliveries.push(...changes.message(whom, affiliationFrom(facts), { versions, except: [] }));
  changes.end(draft, context);
  const removed = remove(draft, removals, context);
  return { events: [...events, ...removed.events], deliveries: [...deliveries, ...removed.deliveries] };
}

function roleAfter(draft: Room, occupant: Occupant, falls: boolean): Role {
  return falls || occupant.role === 'visitor' ? roleOnEntry(draft, occupant.person) : occupant.role;
}
