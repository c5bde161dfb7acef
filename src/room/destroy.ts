/** Destroying a room (XEP-0045 §10.9). Its address is free again; its record keeps its own key. */
import { may } from './access.ts';
import { type Announcement, ownPresence } from './broadcast.ts';
import type { Destroyed, RoomEvent } from './events.ts';
import { type Context, type Delivery, done, type Outcome, outcome, type PresenceDelivery } from './outcome.ts';
import { ownersOnly } from './refusals.ts';
import type { Destroy } from './request.ts';
import type { Room } from './state.ts';

export function destroy(room: Room, request: Destroy, context: Context): Outcome {
  const { from, reason, alternate, password } = request;
  const role = room.sessions.get(from.session)?.occupant.role ?? 'none';
  if (!may('destroy the room', { room, person: from.person, role }, context)) {
    return outcome({ answer: ownersOnly() });
  }
  const why = { ...(reason !== undefined && { reason }), ...(alternate !== undefined && { alternate }) };
  const deliveries: Delivery[] = [...room.occupants.values()].map((occupant) =>
    ownPresence(
      room,
      { ...endOf(occupant.nick), destroy: { ...why, ...(password !== undefined && { password }) } },
      occupant.sessions.map((session) => session.jid),
    ),
  );
  const stamp = { at: Math.max(context.now, room.at), by: from.person };
  // Who was in it stands in the record, so that they can be told later if they could not be told now.
  const left: RoomEvent[] = [...room.sessions.values()].map(({ jid, occupant }) => ({
    kind: 'left',
    at: stamp.at,
    by: occupant.person,
    nick: occupant.nick,
    resource: jid.slice(occupant.person.jid.length + 1),
    cause: 'destroyed',
  }));
  const destroyed: RoomEvent = { kind: 'destroyed', ...stamp, room: room.jid, ...why };
  return outcome({ events: [...left, destroyed], deliveries, answer: done });
}

function endOf(nick: string): Announcement {
  return { nick, item: { affiliation: 'none', role: 'none' }, presence: '', unavailable: true };
}

/** The same for one session that may not have heard of it. */
export function toldAgain(
  end: Destroyed,
  { nick, session }: { readonly nick: string; readonly session: string },
): PresenceDelivery {
  const { room, reason, alternate } = end;
  const destroy = { ...(reason !== undefined && { reason }), ...(alternate !== undefined && { alternate }) };
  return ownPresence({ jid: room }, { ...endOf(nick), destroy }, [session]);
}
