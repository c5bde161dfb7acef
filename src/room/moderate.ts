/** A moderator takes back what somebody said (XEP-0425). */
import { may, standingWithAnySession } from './access.ts';
import type { Moderate } from './administration-request.ts';
import { done } from './answer.ts';
import type { Context } from './context.ts';
import { type Outcome, outcome } from './outcome.ts';
import { noSuchMessage, notAModerator, roomsOwnWord, tooLongForSoMany } from './refusals.ts';
import { retraction } from './retract.ts';
import { audience, type Room, timeOf } from './state.ts';
import { isArchived } from './traits/archive.ts';

export function moderate(room: Room, request: Moderate, context: Context): Outcome {
  const { from, messages, moderation, xml } = request;
  if (!may('moderate messages', standingWithAnySession(room, from), context))
    return outcome({ answer: notAModerator() });
  const [meant] = messages;
  if (meant === undefined) return outcome({ answer: noSuchMessage() });
  if (meant.nick === '') return outcome({ answer: roomsOwnWord() });
  // Two moderators see the same spam: the second one has what was wished for, and nobody hears of it twice.
  if (meant.retracted) return outcome({ answer: done });
  if (xml.length * room.sessions.size > context.copiesCharactersMax) return outcome({ answer: tooLongForSoMany() });
  const at = timeOf(room, context);
  const stanzaId = context.stanzaId(room.number + 1);
  const why = { id: stanzaId, at, moderation, by: from.person };
  const { told, tombstones, setAside, deliveries } = retraction(room, messages, why);
  const message = { id: stanzaId, xml, stanzaId };
  return outcome({
    events: [
      {
        kind: 'posted',
        at,
        by: from.person,
        nick: '',
        resource: '',
        ...message,
        ...told,
        ...(isArchived(room) && { ordinal: room.ordinal + 1 }),
      },
      ...setAside,
    ],
    tombstones,
    deliveries: [{ kind: 'reflection', from: room.jid, ...message, to: audience(room) }, ...deliveries],
    answer: done,
  });
}
