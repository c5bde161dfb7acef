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
import { askCard, setCard } from './card.ts';
import { askHats, changeHats } from './change-hats.ts';
import { askLists, changeLists } from './change-lists.ts';
import { askForm, cancelForm, configure } from './configure.ts';
import { askContent, clear, noteRemoval, removeMessages } from './content.ts';
import type { Context } from './context.ts';
import { create } from './create.ts';
import { destroy } from './destroy.ts';
import { disable, enable } from './disable.ts';
import { objectionAtTheDoor } from './door.ts';
import { enter } from './enter.ts';
import { found, objectionToFounding } from './found.ts';
import { addressNotAvailable, roomExists } from './house-refusals.ts';
import { decline, invite } from './invite.ts';
import { gone, leave } from './leave.ts';
import { post } from './message.ts';
import { moderate } from './moderate.ts';
import { move } from './move.ts';
import { letGo } from './on-hold.ts';
import { type Outcome, outcome } from './outcome.ts';
import { askOwn, inviteOneself } from './own.ts';
import { notInStep, presence } from './presence.ts';
import { privateMessage } from './private-message.ts';
import { blocked, creationNotAllowed, noSuchRoom, notAnOccupant } from './refusals.ts';
import { askRegistration, register, unregister } from './registration.ts';
import type { RoomRequest } from './request.ts';
import { withResizing } from './resize.ts';
import { expire } from './retention.ts';
import { askReview, review } from './review.ts';
import { serviceWord } from './service-word.ts';
import type { Room } from './state.ts';
import { answerVoice, askForVoice } from './voice.ts';

export function decide(room: Room, request: RoomRequest, context: Context): Outcome {
  // Also who was let in before and had to wait for the room to be loaded.
  if (request.kind === 'enter' && context.isBlocked(request.from.person)) return outcome({ answer: blocked() });
  if (room.number === 0 || room.destroyed) return whereThereIsNoRoom(room, request, context);
  const objection = objectionAtTheDoor(room, request, context);
  if (objection === 'hidden') return { ...whereItIsHidden(room, request, context), hidden: true };
  if (objection !== undefined) return outcome({ answer: objection });
  return withResizing(room, request, inRoom(room, request, context), context);
}

type UseCase<Request> = (room: Room, request: Request, context: Context) => Outcome;

/** One row per request; the compiler asks for the one that is missing. */
const useCases: {
  readonly [Kind in RoomRequest['kind']]: UseCase<Extract<RoomRequest, { readonly kind: Kind }>>;
} = {
  enter,
  presence,
  leave,
  gone,
  post,
  'private-message': privateMessage,
  ping,
  'ask-recipient': askRecipient,
  'ask-nick': askNick,
  'ask-form': askForm,
  configure,
  'cancel-form': cancelForm,
  destroy,
  'ask-list': askList,
  administer,
  'ask-info': askInfo,
  'ask-occupants': askOccupants,
  'ask-to-read': askToRead,
  'ask-standing': askStanding,
  moderate,
  invite,
  decline,
  'ask-rights': askRights,
  'change-hats': changeHats,
  'ask-hats': askHats,
  'ask-for-voice': askForVoice,
  'answer-voice': answerVoice,
  'ask-registration': askRegistration,
  register,
  unregister,
  'ask-applications': askApplications,
  'decide-application': decideApplication,
  'set-card': setCard,
  'ask-card': askCard,
  'ask-own': askOwn,
  'invite-oneself': inviteOneself,
  'ask-content': askContent,
  clear,
  'remove-messages': removeMessages,
  'note-removal': noteRemoval,
  expire,
  'let-go': letGo,
  move,
  disable,
  enable,
  review,
  'ask-review': askReview,
  'change-lists': changeLists,
  'ask-lists': askLists,
  'create-room': () => outcome({ answer: roomExists() }),
  'service-word': serviceWord,
};

function inRoom(room: Room, request: RoomRequest, context: Context): Outcome {
  return (useCases[request.kind] as UseCase<RoomRequest>)(room, request, context);
}

/** As where there is none, but that nobody can have the address: that it is taken is all that shows. */
function whereItIsHidden(room: Room, request: RoomRequest, context: Context): Outcome {
  switch (request.kind) {
    case 'enter': {
      const mayMakeRooms = context.newRoomCategory(request.from.person) !== undefined;
      return outcome({ answer: mayMakeRooms ? addressNotAvailable() : creationNotAllowed() });
    }
    case 'create-room':
      return outcome({ answer: objectionToFounding(room, request, context) ?? addressNotAvailable() });
    default:
      return whereThereIsNoRoom(room, request, context);
  }
}

function whereThereIsNoRoom(room: Room, request: RoomRequest, context: Context): Outcome {
  switch (request.kind) {
    case 'enter':
      if (context.isReserved(room.jid)) return whereItIsHidden(room, request, context);
      return room.destroyed ? outcome({ answer: noSuchRoom() }) : create(room, request, context);
    case 'create-room':
      if (context.isReserved(room.jid)) return whereItIsHidden(room, request, context);
      return room.destroyed ? outcome({ answer: noSuchRoom() }) : found(room, request, context);
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
