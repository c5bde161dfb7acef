/** Leaving: by one's own wish, because the session is gone, or because somebody or a rule says so. */
import { affiliationOf, categoryOf } from './access.ts';
import { type Announcement, announce, announcementOf, ownPresence } from './broadcast.ts';
import type { Context } from './context.ts';
import type { Delivery, OccupantItem } from './delivery.ts';
import type { LeaveCause, Left, RoomEvent } from './events.ts';
import type { Versions } from './list-versions.ts';
import { holdOnEnding } from './on-hold.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { Gone, Leave } from './presence-request.ts';
import { type Occupant, type Room, resourceOf, type Session, timeOf } from './state.ts';
import { isUnnoticed } from './traits/large-rooms.ts';

/** What others are told of why somebody is gone (§15.6.2). The end of a room has an element of its own instead. */
export const leaveStatuses: Readonly<Record<LeaveCause, readonly number[]>> = {
  left: [],
  gone: [333],
  kicked: [307],
  banned: [301],
  affiliation: [321],
  'members-only': [322],
  disabled: [307],
  destroyed: [],
};

export function leftEvent(room: Room, { jid, occupant }: Session, cause: LeaveCause, context: Context): Left {
  const { person, nick } = occupant;
  return {
    kind: 'left',
    at: timeOf(room, context),
    by: person,
    nick,
    resource: resourceOf(jid, person),
    cause,
    ...((cause === 'left' || cause === 'gone') && isUnnoticed(room, occupant) && { unnoticed: true }),
  };
}

export function leave(room: Room, request: Leave, context: Context): Outcome {
  const session = room.sessions.get(request.from.session);
  if (session === undefined) return outcome({});
  const { presence, id } = request;
  return sessionLeaves(room, session, { cause: 'left', presence, ...(id !== undefined && { id }) }, context);
}

/** Shown to the others with status 333, so that they can tell a cut connection from a farewell (XEP-0045 §11.1). */
export function gone(room: Room, request: Gone, context: Context): Outcome {
  const session = room.sessions.get(request.from.session);
  if (session === undefined) return outcome({});
  return sessionLeaves(room, session, { cause: 'gone', presence: '' }, context);
}

function sessionLeaves(
  room: Room,
  session: Session,
  farewell: { readonly cause: 'left' | 'gone'; readonly presence: string; readonly id?: string },
  context: Context,
): Outcome {
  const { occupant } = session;
  const end = endOfRoom(room, [session], context);
  // A room that was never opened is destroyed, and its creator told so (§10.1.3).
  const takenBack = end.length > 0 && !room.open;
  const announcement: Announcement = {
    nick: occupant.nick,
    personKey: occupant.person.key,
    item: { affiliation: takenBack ? 'none' : affiliationOf(room, occupant.person), role: 'none' },
    realJid: session.jid,
    presence: farewell.presence,
    unavailable: true,
    statuses: leaveStatuses[farewell.cause],
    ...(takenBack && { destroy: {} }),
  };
  // Also to one that seems to be gone: if it is not, it learns that it has to enter again (§11.1).
  const own = ownPresence(room, announcement, [session.jid]);
  // Clients wait for the answer to what they sent, and know it by its id.
  const toLeaver = farewell.id === undefined ? own : { ...own, id: farewell.id };
  const toOthers =
    occupant.sessions.length > 1
      ? remaining(room, occupant, session)
      : announce(room, occupant, announcement, session.jid);
  return outcome({
    events: [
      leftEvent(room, session, takenBack && farewell.cause === 'left' ? 'destroyed' : farewell.cause, context),
      ...end,
    ],
    deliveries: [...toOthers, toLeaver],
  });
}

/** With other sessions left, the nickname stays; if the one that was shown leaves, another one is shown. */
function remaining(room: Room, occupant: Occupant, leaving: Session): Delivery[] {
  if (occupant.sessions.at(-1) !== leaving) return [];
  const next: Occupant = { ...occupant, sessions: occupant.sessions.slice(0, -1) };
  return announce(room, occupant, { ...announcementOf(room, next), news: 'detail' }, leaving.jid);
}

/** A room nobody wants to keep, or that was never configured, ends with its last session (§10.1.3, §10.9). */
function endOfRoom(room: Room, leaving: readonly Session[], context: Context): RoomEvent[] {
  const last = leaving.at(-1);
  if (last === undefined || leaving.length < room.sessions.size) return [];
  // A disabled room can be enabled again; and where owners may not destroy it, they cannot do so by leaving it either.
  if (room.disabled || (room.open && (room.settings.persistent || !categoryOf(room).ownersDestroy))) return [];
  if (room.open && holdOnEnding(room) !== undefined) return [];
  return [{ kind: 'destroyed', at: timeOf(room, context), by: last.occupant.person, room: room.jid }];
}

export interface Removal {
  readonly cause: Exclude<LeaveCause, 'left' | 'gone'>;
  readonly item: Omit<OccupantItem, 'role' | 'jid'>;
  /** Where a change of the lists is the cause (XEP-0463). */
  readonly versions?: Versions;
}

/** All sessions of these occupants leave, whether they want or not; everybody sees why. */
export function remove(
  room: Room,
  removals: ReadonlyMap<Occupant, Removal>,
  context: Context,
): { readonly events: RoomEvent[]; readonly deliveries: Delivery[] } {
  const events: RoomEvent[] = [];
  const deliveries: Delivery[] = [];
  const leaving = [...removals.keys()].flatMap(({ sessions }) => sessions);
  const staying = new Map(room.sessions);
  for (const { jid } of leaving) staying.delete(jid);
  for (const [occupant, removal] of removals) {
    for (const session of occupant.sessions) events.push(leftEvent(room, session, removal.cause, context));
    const announced = announce({ ...room, sessions: staying }, occupant, {
      nick: occupant.nick,
      personKey: occupant.person.key,
      item: { ...removal.item, role: 'none' },
      realJid: occupant.sessions[0]?.jid ?? occupant.person.jid,
      presence: '',
      unavailable: true,
      statuses: leaveStatuses[removal.cause],
      news: 'removal',
      ...(removal.versions && { versions: removal.versions }),
    });
    // Its own presence, the last of them, goes first: others hear of it when it is out (§8.2, §9.1).
    deliveries.push(...announced.toReversed());
  }
  return { events: [...events, ...endOfRoom(room, leaving, context)], deliveries };
}
