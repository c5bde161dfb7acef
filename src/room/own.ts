/** What somebody is in a room, asked by themselves, and the way in for those who may take it. */
import { factsOf, may, standingOf } from './access.ts';
import { done } from './answer.ts';
import type { AskOwn, InviteOneself } from './ask-request.ts';
import type { Context } from './context.ts';
import { roomDisabled } from './house-refusals.ts';
import { invitation } from './invitation.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { From } from './party.ts';
import { membersEnter, youAreInside } from './refusals.ts';
import type { Room } from './state.ts';

export function askOwn(room: Room, request: AskOwn, context: Context): Outcome {
  const facts = factsOf(room, request.from.person);
  const mayEnter = mayEnterNow(room, request, context);
  return outcome({ answer: { kind: 'own', facts, inside: isInside(room, request), mayEnter } });
}

export function inviteOneself(room: Room, request: InviteOneself, context: Context): Outcome {
  const { from, to, reason } = request;
  if (room.disabled) return outcome({ answer: roomDisabled() });
  if (!mayEnterNow(room, request, context)) return outcome({ answer: membersEnter() });
  if (room.sessions.has(to)) return outcome({ answer: youAreInside() });
  const belongs = factsOf(room, from.person).member === true;
  const invited = invitation(room, { person: from.person, nick: undefined }, { reason }, to);
  const { password: _, ...withoutPassword } = invited;
  // From the room itself; and its password is only for those who belong to it.
  const delivery = { ...(belongs ? invited : withoutPassword), from: room.jid };
  return outcome({ deliveries: [delivery], answer: done });
}

function mayEnterNow(room: Room, { from }: From, context: Context): boolean {
  if (room.disabled || factsOf(room, from.person).outcast) return false;
  return room.open && may('enter', standingOf(room, from), context);
}

function isInside(room: Room, { from: { person } }: From): boolean {
  for (const occupant of room.occupants.values()) if (occupant.person.jid === person.jid) return true;
  return false;
}
