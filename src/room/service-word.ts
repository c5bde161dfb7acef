/** An administrator of the service says something to everybody who is in the room. It is not in the archive. */
import { may, standingOf } from './access.ts';
import type { ServiceWord } from './administration-request.ts';
import { done } from './answer.ts';
import type { Context } from './context.ts';
import { type Outcome, outcome } from './outcome.ts';
import { notForTheService, tooLongForSoMany } from './refusals.ts';
import { audience, type Room } from './state.ts';

export function serviceWord(room: Room, { from, id, xml }: ServiceWord, context: Context): Outcome {
  if (!may('speak for the service', standingOf(room, from), context)) return outcome({ answer: notForTheService() });
  if (xml.length * room.sessions.size > context.copiesCharactersMax) return outcome({ answer: tooLongForSoMany() });
  if (room.sessions.size === 0) return outcome({ answer: done });
  return outcome({ deliveries: [{ kind: 'reflection', from: room.jid, id, xml, to: audience(room) }], answer: done });
}
