/** Destroying a room (XEP-0045 §10.9). Its address is free again; its record keeps its own key. */

import { affiliationOf, may, standingOf } from './access.ts';
import type { Destroy } from './administration-request.ts';
import { done } from './answer.ts';
import { type Announcement, ownPresence } from './broadcast.ts';
import type { Context } from './context.ts';
import type { Delivery, PresenceDelivery } from './delivery.ts';
import type { Destroyed, RoomEvent } from './events.ts';
import { ownersDoNotDestroy } from './house-refusals.ts';
import { leftEvent } from './leave.ts';
import { objectionToEnding } from './on-hold.ts';
import { type Outcome, outcome } from './outcome.ts';
import { ownersOnly, tooLongForSoMany } from './refusals.ts';
import { type Person, type Room, timeOf } from './state.ts';

export function destroy(room: Room, request: Destroy, context: Context): Outcome {
  if (!may('destroy the room', standingOf(room, request.from), context)) {
    const owns = affiliationOf(room, request.from.person) === 'owner';
    return outcome({ answer: owns ? ownersDoNotDestroy() : ownersOnly() });
  }
  const held = objectionToEnding(room, request.from, context);
  if (held !== undefined) return outcome({ answer: held });
  const { reason = '', alternate = '', password = '' } = request;
  const characters = reason.length + alternate.length + password.length;
  if (characters * room.sessions.size > context.copiesCharactersMax) return outcome({ answer: tooLongForSoMany() });
  return endRoom(room, request, context);
}

type End = Pick<Destroy, 'from' | 'reason' | 'alternate' | 'password'>;

/** Everybody is told once, each of itself (§10.9), and the room is no more. */
export function endRoom(room: Room, { from, reason, alternate, password }: End, context: Context): Outcome {
  const why = told({ reason, alternate });
  const deliveries: Delivery[] = [...room.occupants.values()].map((occupant) =>
    ownPresence(
      room,
      { ...endOf(occupant.nick, occupant.person), destroy: { ...why, ...(password !== undefined && { password }) } },
      occupant.sessions.map((session) => session.jid),
    ),
  );
  // Who was in it stands in the record, so that they can be told later if they could not be told now.
  const left = [...room.sessions.values()].map((session) => leftEvent(room, session, 'destroyed', context));
  const at = timeOf(room, context);
  const destroyed: RoomEvent = { kind: 'destroyed', at, by: from.person, room: room.jid, ...why };
  return outcome({ events: [...left, destroyed], deliveries, answer: done });
}

interface Told {
  readonly reason?: string;
  readonly alternate?: string;
}

function told({ reason, alternate }: { readonly [Word in keyof Told]: Told[Word] | undefined }): Told {
  return { ...(reason !== undefined && { reason }), ...(alternate !== undefined && { alternate }) };
}

function endOf(nick: string, person: Person): Announcement {
  return { nick, personKey: person.key, item: { affiliation: 'none', role: 'none' }, presence: '', unavailable: true };
}

/** The same for one session that may not have heard of it. */
export function toldAgain(
  end: Destroyed,
  { nick, by, session }: { readonly nick: string; readonly by: Person; readonly session: string },
): PresenceDelivery {
  return ownPresence({ jid: end.room }, { ...endOf(nick, by), destroy: told(end) }, [session]);
}
