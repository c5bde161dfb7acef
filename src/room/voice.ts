/** Asking for voice, and giving it to who asked (XEP-0045 §7.13, §8.6). */
import { may, standingOf, standingWithAnySession } from './access.ts';
import { administer } from './administer.ts';
import type { Context } from './context.ts';
import type { Delivery } from './delivery.ts';
import type { VoiceAsked } from './events.ts';
import { noVoiceToAskFor } from './house-refusals.ts';
import type { AnswerVoice, AskForVoice } from './message-request.ts';
import { type Outcome, outcome } from './outcome.ts';
import {
  askedForVoiceLately,
  hasVoice,
  moderatorsOnly,
  noModerator,
  noSuchVoiceRequest,
  notAnOccupant,
  voiceRequestsNotWanted,
} from './refusals.ts';
import { moderators, type Occupant, occupantByNick, type Room, shownSession, timeOf } from './state.ts';

/** One request of a person stands at a time, until it is granted or may be made again. */
export function askForVoice(room: Room, request: AskForVoice, context: Context): Outcome {
  const { session, person } = request.from;
  const occupant = room.sessions.get(session)?.occupant;
  if (occupant === undefined) return outcome({ answer: notAnOccupant() });
  if (!may('ask for voice', standingOf(room, request.from), context)) return outcome({ answer: hasVoice() });
  if (room.settings.auditorium) return outcome({ answer: noVoiceToAskFor() });
  if (!room.settings.voiceRequests) return outcome({ answer: voiceRequestsNotWanted() });
  const at = timeOf(room, context);
  const last = room.voiceNotes?.get(person.key)?.asked;
  if (last !== undefined && at < last + room.settings.voiceRequestInterval * 1_000) {
    return outcome({ answer: askedForVoiceLately() });
  }
  const deliveries = toModerators(room, occupant, session);
  if (deliveries.length === 0) return outcome({ answer: noModerator() });
  return outcome({ events: [{ kind: 'voice-asked', at, by: person }], deliveries });
}

function toModerators(room: Room, { nick }: Occupant, session: string): Delivery[] {
  const to = moderators(room).flatMap(({ sessions }) => sessions.map(({ jid }) => jid));
  return to.length === 0 ? [] : [{ kind: 'voice-request', nick, session, to }];
}

/** The moderators who may not have heard of a request are asked again, while it stands. */
export function voiceRequestAgain(room: Room, { by, at }: VoiceAsked): Delivery[] {
  if (room.voiceNotes?.get(by.key)?.asked !== at) return [];
  for (const occupant of room.occupants.values()) {
    if (occupant.person.jid !== by.jid || occupant.role !== 'visitor') continue;
    return toModerators(room, occupant, shownSession(occupant).jid);
  }
  return [];
}

/** A form comes back perhaps hours later: the nickname may be somebody else's by then. */
export function answerVoice(room: Room, request: AnswerVoice, context: Context): Outcome {
  const { from, nick } = request;
  if (!may('give voice to who asked for it', standingWithAnySession(room, from), context)) {
    return outcome({ answer: moderatorsOnly() });
  }
  // Not now, and not by this moderator; another one may still think otherwise.
  if (!request.allow) return outcome({});
  const occupant = occupantByNick(room, nick);
  if (occupant === undefined || room.sessions.get(request.session)?.occupant !== occupant) {
    return outcome({ answer: noSuchVoiceRequest() });
  }
  // Another moderator was quicker.
  if (occupant.role !== 'visitor') return outcome({});
  if (room.voiceNotes?.get(occupant.person.key)?.asked === undefined) return outcome({ answer: noSuchVoiceRequest() });
  return administer(room, { kind: 'administer', from, items: [{ kind: 'role', nick, role: 'participant' }] }, context);
}
