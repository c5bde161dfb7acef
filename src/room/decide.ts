/**
 * The core of Longroom: what comes of a request to a room. Pure: no I/O, no clock, no randomness, no log;
 * it reads the room and changes nothing (`apply.ts` does, event by event). Each use case has a file of its
 * own; begin with `enter.ts` and `message.ts`. Limits that protect the process are in `service/`.
 */
import { administer } from './administer.ts';
import { askApplications, decideApplication } from './approval.ts';
import {
  askInfo,
  askList,
  askNick,
  askOccupants,
  askRecipient,
  askRights,
  askStanding,
  askToRead,
  ping,
} from './ask.ts';
import { askHats, changeHats } from './change-hats.ts';
import { askForm, cancelForm, configure } from './configure.ts';
import { create } from './create.ts';
import { destroy } from './destroy.ts';
import { enter } from './enter.ts';
import { decline, invite } from './invite.ts';
import { gone, leave } from './leave.ts';
import { post } from './message.ts';
import { moderate } from './moderate.ts';
import { type Context, type Outcome, outcome } from './outcome.ts';
import { notInStep, presence } from './presence.ts';
import { privateMessage } from './private-message.ts';
import { blocked, noSuchRoom, notAnOccupant } from './refusals.ts';
import { askRegistration, register, unregister } from './registration.ts';
import type { RegistrationRequest, RoomRequest } from './request.ts';
import { withResizing } from './resize.ts';
import type { Room } from './state.ts';
import { turnOut } from './turn-out.ts';
import { answerVoice, askForVoice } from './voice.ts';

export function decide(room: Room, request: RoomRequest, context: Context): Outcome {
  // Also who was let in before and had to wait for the room to be loaded.
  if (request.kind === 'enter' && context.isBlocked(request.from.person)) return outcome({ answer: blocked() });
  if (room.number === 0 || room.destroyed) return whereThereIsNoRoom(room, request, context);
  return withResizing(room, request, inRoom(room, request, context), context);
}

function inRoom(room: Room, request: RoomRequest, context: Context): Outcome {
  switch (request.kind) {
    case 'enter':
      return enter(room, request, context);
    case 'presence':
      return presence(room, request, context);
    case 'leave':
      return leave(room, request, context);
    case 'gone':
      return gone(room, request, context);
    case 'post':
      return post(room, request, context);
    case 'private-message':
      return privateMessage(room, request);
    case 'ping':
      return ping(room, request);
    case 'ask-recipient':
      return askRecipient(room, request);
    case 'ask-nick':
      return askNick(room, request);
    case 'ask-form':
      return askForm(room, request, context);
    case 'configure':
      return configure(room, request, context);
    case 'cancel-form':
      return cancelForm(room, request, context);
    case 'destroy':
      return destroy(room, request, context);
    case 'ask-list':
      return askList(room, request, context);
    case 'administer':
      return administer(room, request, context);
    case 'ask-info':
      return askInfo(room, request, context);
    case 'ask-occupants':
      return askOccupants(room, request);
    case 'ask-to-read':
      return askToRead(room, request, context);
    case 'ask-standing':
      return askStanding(room, request, context);
    case 'moderate':
      return moderate(room, request, context);
    case 'invite':
      return invite(room, request, context);
    case 'decline':
      return decline(room, request);
    case 'ask-rights':
      return askRights(room, request, context);
    case 'change-hats':
      return changeHats(room, request, context);
    case 'ask-hats':
      return askHats(room, request, context);
    case 'ask-for-voice':
      return askForVoice(room, request, context);
    case 'answer-voice':
      return answerVoice(room, request, context);
    case 'turn-out':
      return turnOut(room, context);
    default:
      return ofRegistration(room, request, context);
  }
}

function ofRegistration(room: Room, request: RegistrationRequest, context: Context): Outcome {
  switch (request.kind) {
    case 'ask-registration':
      return askRegistration(room, request, context);
    case 'register':
      return register(room, request, context);
    case 'unregister':
      return unregister(room, request, context);
    case 'ask-applications':
      return askApplications(room, request, context);
    case 'decide-application':
      return decideApplication(room, request, context);
  }
}

function whereThereIsNoRoom(room: Room, request: RoomRequest, context: Context): Outcome {
  switch (request.kind) {
    case 'enter':
      return room.destroyed ? outcome({ answer: noSuchRoom() }) : create(room, request, context);
    case 'presence':
      return notInStep(room.jid, request);
    case 'leave':
    case 'gone':
      return outcome({});
    // A self-ping of XEP-0410 asks whether one is in the room, and gets the answer to that.
    case 'ping':
    case 'ask-for-voice':
    case 'answer-voice':
      return outcome({ answer: notAnOccupant() });
    case 'decline':
      return outcome({});
    default:
      return outcome({ answer: noSuchRoom() });
  }
}
