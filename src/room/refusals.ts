/** Why a room says no: one constructor per reason, with the condition and type of XEP-0045. */
import { type Refusal, refusal } from '../wire/error.ts';

export const noSuchRoom = (): Refusal => refusal('item-not-found', 'cancel', 'There is no such room.');

export const creationNotAllowed = (): Refusal =>
  refusal(
    'not-allowed',
    'cancel',
    'There is no such room, and you may not make one here: ask the operator of the service.',
  );

export const roomLocked = (): Refusal =>
  refusal('item-not-found', 'cancel', 'This room is not open yet: its creator has still to configure it.');

export const banned = (): Refusal => refusal('forbidden', 'auth', 'You are banned from this room.');

/** By the service, in all of its rooms. */
export const blocked = (): Refusal =>
  refusal('forbidden', 'auth', 'You are blocked from this service. Its operator can lift that.');

export const notAMember = (): Refusal =>
  refusal('registration-required', 'auth', 'Only members may enter this room. Ask one of its owners to add you.');

export const passwordNeeded = (): Refusal =>
  refusal('not-authorized', 'auth', 'This room has a password, and none or a wrong one was given.');

export const nickTaken = (): Refusal =>
  refusal('conflict', 'cancel', 'Somebody else has this nickname. Choose another one.');

export const nickLocked = (): Refusal =>
  refusal('not-acceptable', 'cancel', 'In this room everybody keeps the nickname they have.');

export const nickMissing = (): Refusal =>
  refusal('jid-malformed', 'modify', 'A nickname is missing: enter as room@service/nickname.');

export const nickMalformed = (): Refusal =>
  refusal('jid-malformed', 'modify', 'This nickname cannot be used: it has characters that are not allowed in one.');

export const roomFull = (): Refusal =>
  refusal('service-unavailable', 'wait', 'This room has as many people in it as it may have. Try again later.');

export const notAnOccupant = (): Refusal =>
  refusal('not-acceptable', 'cancel', 'You are not in this room. Enter it first.');

export const noSuchOccupant = (): Refusal =>
  refusal('item-not-found', 'cancel', 'Nobody with this nickname is in the room.');

export const noVoice = (): Refusal =>
  refusal('forbidden', 'auth', 'You may read here, but not write: this room is moderated. Ask a moderator for voice.');

export const tooLongForSoMany = (): Refusal =>
  refusal('policy-violation', 'modify', 'This message is too long for so many people. Send a shorter one, or a link.');

export const bodyTooLong = (text: { readonly characters: number; readonly bodyCharactersMax: number }): Refusal =>
  refusal(
    'policy-violation',
    'modify',
    `In this room a message may have ${text.bodyCharactersMax} characters; this one has ${text.characters}.`,
  );

/** XEP-0500 §6. */
export const tooSoon = (wait: { readonly slowModeSeconds: number; readonly secondsLeft: number }): Refusal =>
  refusal(
    'policy-violation',
    'wait',
    `This room is in slow mode: ${wait.slowModeSeconds} seconds between two messages. Yours was not sent; you can send it in ${wait.secondsLeft} ${wait.secondsLeft === 1 ? 'second' : 'seconds'}.`,
  );

export const subjectNotAllowed = (): Refusal =>
  refusal('forbidden', 'auth', 'Only moderators may change the subject of this room.');

export const privateMessagesNotAllowed = (): Refusal =>
  refusal('not-acceptable', 'cancel', 'Private messages are not allowed here, or not for you.');

export const queriesNotAllowed = (): Refusal =>
  refusal('not-allowed', 'cancel', 'In this room nobody may ask the clients of others.');

/** The type, odd as it is, is that of XEP-0425 §3.2. */
export const notAModerator = (): Refusal =>
  refusal('forbidden', 'modify', 'Only moderators may take back what others said in this room.');

export const notForTheService = (): Refusal =>
  refusal('forbidden', 'auth', 'Only administrators of the service may speak for it.');

export const notYourMessage = (): Refusal =>
  refusal(
    'forbidden',
    'auth',
    'This message is not yours, so you cannot take it back. A moderator can: by moderating it (XEP-0425), not by retracting.',
  );

export const noSuchMessage = (): Refusal =>
  refusal(
    'item-not-found',
    'cancel',
    'The room has no message with this id. Give the stanza-id that it got from the room.',
  );

export const roomsOwnWord = (): Refusal =>
  refusal('not-allowed', 'cancel', 'This is what the room itself says of a moderation, and it stays.');

export const ownersOnly = (): Refusal => refusal('forbidden', 'auth', 'Only an owner of this room may do that.');

export const notAllowed = (text: string): Refusal => refusal('not-allowed', 'cancel', text);

export const forbidden = (text: string): Refusal => refusal('forbidden', 'auth', text);

export const notAcceptable = (text: string): Refusal => refusal('not-acceptable', 'modify', text);

export const listNotForYou = (): Refusal => forbidden('You may not see this list of the room.');

export const moderatorsOnly = (): Refusal => forbidden('Only moderators may do that.');

export const noSuchHat = (): Refusal =>
  refusal('item-not-found', 'cancel', 'This room has no hat with this URI. Create it first.');

export const tooManyHats = (text: string): Refusal => refusal('not-allowed', 'cancel', text);

export const registrationOff = (): Refusal =>
  refusal('service-unavailable', 'cancel', 'Nobody can register with this room. Ask one of its owners to add you.');

export const mayNotRegister = (): Refusal =>
  refusal('not-allowed', 'cancel', 'You may not register with this room. Ask one of its owners to add you.');

export const notRegistered = (): Refusal =>
  refusal('registration-required', 'auth', 'You are not registered with this room.');

export const askedLately = (): Refusal =>
  refusal(
    'resource-constraint',
    'wait',
    'You have asked to become a member lately. Wait a while before you ask again.',
  );

export const tooManyApplications = (): Refusal =>
  refusal('resource-constraint', 'wait', 'Too many people wait to become members of this room. Ask again later.');

export const tooManyMembers = (): Refusal =>
  refusal(
    'resource-constraint',
    'wait',
    'This room takes no more members by itself. Ask one of its owners to add you.',
  );

export const noSuchApplication = (): Refusal =>
  refusal('item-not-found', 'cancel', 'This request does not stand any more: it was answered, or withdrawn.');

export const lastOwner = (): Refusal =>
  refusal('conflict', 'cancel', 'A room needs an owner: make somebody else an owner first.');

export const banOfOneself = (): Refusal =>
  refusal('conflict', 'cancel', 'You cannot ban yourself. Leave the room, or let another owner do it.');

export const nickReserved = (): Refusal =>
  refusal('conflict', 'cancel', 'This nickname is reserved for somebody else. Choose another one.');

export const tooHigh = (): Refusal =>
  notAllowed('You cannot do that to somebody who stands as high as you, or higher.');

export const voiceRequestsNotWanted = (): Refusal =>
  refusal('not-allowed', 'cancel', 'This room takes no requests for voice.');

export const hasVoice = (): Refusal => refusal('unexpected-request', 'modify', 'You may speak here already.');

export const askedForVoiceLately = (): Refusal =>
  refusal('resource-constraint', 'wait', 'You have asked for voice lately. Give the moderators some time to answer.');

export const noModerator = (): Refusal =>
  refusal('recipient-unavailable', 'wait', 'No moderator is in the room now. Ask again later.');

export const noSuchVoiceRequest = (): Refusal =>
  refusal('item-not-found', 'cancel', 'This request for voice does not stand any more.');

export const administratorsRemove = (): Refusal =>
  forbidden('Only administrators of the service may take away what was said.');

export const membersEnter = (): Refusal =>
  refusal('registration-required', 'auth', 'Only members enter this room. You can ask its managers to become one.');

export const youAreInside = (): Refusal => refusal('conflict', 'cancel', 'You are in this room already.');
