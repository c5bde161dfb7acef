/** A room becomes large, or small again, by what a request does to it (DESIGN: Large rooms). */
import { AffiliationChanges } from './affiliation-changes.ts';
import { apply } from './apply.ts';
import { tellOthers } from './broadcast.ts';
import type { Context } from './context.ts';
import type { PresenceDelivery } from './delivery.ts';
import type { RoomEvent } from './events.ts';
import { MessageRate } from './message-rate.ts';
import type { Outcome } from './outcome.ts';
import { RecentPosts } from './recent-posts.ts';
import type { RoomRequest } from './request.ts';
import { nickKey, type Occupant, type Room, timeOf } from './state.ts';
import { isLarge, isShown } from './traits/large-rooms.ts';

/**
 * The outcome, with the change of size that comes of it. What it says itself was decided by the size before; so the
 * newcomer that makes a room large is the last one to be announced to everybody.
 */
export function withResizing(room: Room, request: RoomRequest, outcome: Outcome, context: Context): Outcome {
  const large = sizeAfter(room, outcome.events, context);
  if (large === room.large) return outcome;
  const resized: RoomEvent = { kind: 'resized', at: timeOf(room, context), by: request.from.person, large };
  const events = [...outcome.events, resized];
  const acquainting = large ? [] : acquaint(afterwards(room, events));
  return { ...outcome, events, deliveries: [...outcome.deliveries, ...acquainting] };
}

/** Rooms become large when somebody enters, small when somebody leaves, and either by a new setting. */
function sizeAfter(room: Room, events: readonly RoomEvent[], context: Context): boolean {
  let { settings } = room;
  let sessions = room.sessions.size;
  let concerned = false;
  for (const event of events) {
    switch (event.kind) {
      case 'entered':
        sessions += 1;
        concerned ||= !room.large;
        break;
      case 'left':
        sessions -= 1;
        concerned ||= room.large;
        break;
      case 'configured':
        settings = { ...settings, ...event.settings };
        concerned = true;
        break;
      case 'destroyed':
        return room.large;
      default:
        break;
    }
  }
  return concerned ? isLarge({ large: room.large, settings }, sessions, context) : room.large;
}

/** Everybody is told of everybody else: of whom they know already, too, since nobody keeps who knows whom. */
export function acquaint(room: Room): PresenceDelivery[] {
  return [...room.occupants.values()]
    .filter(({ role }) => isShown(room, role))
    .flatMap((occupant) => tellOthers(room, occupant));
}

/** The room as it will be; this one stays as it is. */
function afterwards(room: Room, events: readonly RoomEvent[]): Room {
  const next: Room = {
    ...room,
    entries: room.entries.draft(),
    occupants: new Map(),
    sessions: new Map(),
    recent: new RecentPosts(),
    voiceNotes: undefined,
    changes: new AffiliationChanges(),
    rate: new MessageRate(),
    audience: undefined,
    moderators: undefined,
    prominent: undefined,
  };
  for (const known of room.occupants.values()) {
    const occupant: Occupant = { ...known, sessions: [] };
    next.occupants.set(nickKey(occupant.nick), occupant);
    occupant.sessions = known.sessions.map((one) => ({ ...one, occupant }));
    for (const session of occupant.sessions) next.sessions.set(session.jid, session);
  }
  for (const event of events) apply(next, event);
  return next;
}
