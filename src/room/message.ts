/** A message to everybody (XEP-0045 §7.4), and changes of subject (§8.1). */

import type { Refusal } from '../wire/error.ts';
import type { Context } from './context.ts';
import type { SpeakQuestion } from './guard.ts';
import { forwardMentions } from './mentions.ts';
import type { Post } from './message-request.ts';
import { type Outcome, outcome } from './outcome.ts';
import { notAnOccupant, noVoice, roomLocked, tooLongForSoMany } from './refusals.ts';
import { objectionToRetracting, retraction } from './retract.ts';
import { audience, occupantJid, type Room, resourceOf, timeOf } from './state.ts';
import { isArchived } from './traits/archive.ts';
import { objectionToPosting, objectionToSubject } from './traits/index.ts';
import { isSlowed } from './traits/slow-mode.ts';

/** The order of the guards is that of DESIGN: occupant, duplicate, voice, traits, size. */
export function post(room: Room, request: Post, context: Context): Outcome {
  const session = room.sessions.get(request.from.session);
  // Also for its creator: nobody could hear it (§17.2).
  if (!room.open) return outcome({ answer: roomLocked() });
  if (session === undefined) return outcome({ answer: notAnOccupant() });
  // A client that lost its connection sends again what it has not seen reflected: it gets its echo, never an error.
  const first = earlierCopy(room, request);
  if (first !== undefined) {
    return outcome({ deliveries: [{ kind: 'echo', number: first, to: request.from.session }] });
  }
  const question = { room, occupant: session.occupant, said: request.said, now: context.now };
  const refused = objection(question, request, context);
  if (refused !== undefined) return outcome({ answer: refused });
  const from = occupantJid(room, session.occupant.nick);
  const { id, xml } = request;
  const personKey = session.occupant.person.key;
  const reflection = { kind: 'reflection', from, personKey, id, xml } as const;
  if (request.keep === 'passing') {
    return outcome({
      deliveries: [{ ...reflection, to: audience(room) }],
    });
  }
  const number = room.number + 1;
  const stanzaId = context.stanzaId(number);
  const at = timeOf(room, context);
  const by = session.occupant.person;
  const retracts = request.retracts && retraction(room, request.retracts.messages, { id: id || stanzaId, at, by });
  // Whoever was away learns of a retraction from the archive, whatever its sender hints (XEP-0424 §5).
  const archived = isArchived(room) && (request.keep === 'archived' || retracts !== undefined);
  return outcome({
    events: [
      {
        kind: 'posted',
        at,
        by,
        nick: session.occupant.nick,
        resource: resourceOf(session.jid, session.occupant.person),
        id: request.id,
        ...(request.originId !== undefined && { originId: request.originId }),
        xml: request.xml,
        ...(request.subject !== undefined && { subject: request.subject }),
        stanzaId,
        ...(archived && { ordinal: room.ordinal + 1 }),
        ...retracts?.told,
        ...(isSlowed(question) && { slowed: true }),
      },
      ...(retracts?.setAside ?? []),
    ],
    ...(retracts && { tombstones: retracts.tombstones }),
    deliveries: [
      { ...reflection, stanzaId, to: audience(room) },
      // What nobody wants kept is not sent to where it would be kept until they are back.
      ...(archived && retracts === undefined
        ? forwardMentions(room, request, { ...reflection, stanzaId, at }, context)
        : []),
      ...(retracts?.deliveries ?? []),
    ],
  });
}

function earlierCopy(room: Room, request: Post): number | undefined {
  if (request.originId === undefined) return undefined;
  return room.recent.numberOf(request.from.person.key, request.originId);
}

function objection(question: SpeakQuestion, request: Post, context: Context): Refusal | undefined {
  const { room, occupant } = question;
  if (occupant.role === 'none') return noVoice();
  const refused = request.subject === undefined ? objectionToPosting(question) : objectionToSubject(question);
  if (refused !== undefined) return refused;
  const notTheirs = request.retracts && objectionToRetracting(request.retracts, occupant.person);
  if (notTheirs !== undefined) return notTheirs;
  return request.xml.length * room.sessions.size > context.copiesCharactersMax ? tooLongForSoMany() : undefined;
}
