/** Why a room says no for the sake of the house around it: categories and their scope, auditoriums, disabled rooms. */
import { keptText } from '../kept-days.ts';
import { type Refusal, refusal } from '../wire/error.ts';

/** The one word for addresses that somebody cannot have, whatever is behind them (DESIGN: Secret rooms). */
export const addressNotAvailable = (): Refusal =>
  refusal('not-allowed', 'cancel', 'This address is not available. Choose another one.');

export const roomDisabled = (): Refusal =>
  refusal('not-allowed', 'cancel', 'This room is disabled. An administrator of the service can enable it again.');

/** For administrators of the service: others out of scope never learn that there is a room. */
export const outOfScope = (): Refusal =>
  refusal(
    'not-allowed',
    'cancel',
    'You administer this service, but the category of this room is not for you: you can neither enter it nor read or write in it.',
  );

export const notInScope = (): Refusal =>
  refusal(
    'not-allowed',
    'cancel',
    'Somebody you name is out of scope: the category of this room is not for them. Nothing was changed.',
  );

export const managerButNoMember = (): Refusal =>
  refusal(
    'registration-required',
    'auth',
    'You manage this room, but you are not one of its members. Make yourself a member with the commands of the room, or have an owner set your affiliation again, and then enter.',
  );

export const presentersOnly = (): Refusal =>
  refusal('forbidden', 'auth', 'Only presenters write in an auditorium. Its managers make presenters of members.');

export const voiceByPresenting = (): Refusal =>
  refusal('not-allowed', 'cancel', 'In an auditorium only presenters have voice: make this person a presenter.');

export const noVoiceToAskFor = (): Refusal =>
  refusal('not-allowed', 'cancel', 'In an auditorium only presenters have voice. Ask its managers to make you one.');

export const notAnAuditorium = (): Refusal =>
  refusal('not-allowed', 'cancel', 'Only an auditorium has presenters. In this room all who are in it may write.');

export const presenterNoMember = (): Refusal =>
  refusal('not-allowed', 'cancel', 'Only members become presenters: make this person a member first.');

export const invitationsOff = (): Refusal =>
  refusal('not-allowed', 'cancel', 'There are no invitations to this room. Ask one of its owners to add people.');

export const noHistory = (): Refusal =>
  refusal('not-allowed', 'cancel', 'What is said in rooms of this category is not kept.');

export const ownersDoNotDestroy = (): Refusal =>
  refusal('not-allowed', 'cancel', 'Rooms of this category are destroyed by administrators only. You can disable it.');

export const historyByAdministrators = (): Refusal =>
  refusal(
    'not-allowed',
    'cancel',
    'How long messages are kept in rooms of this category is for administrators to say.',
  );

export const keptTooLong = (days: number): Refusal =>
  refusal(
    'not-acceptable',
    'modify',
    `Rooms of this category keep messages for ${keptText(days)}: a room may keep them for a shorter time only.`,
  );

/** The name of a hold is for administrators of the service. */
export const onHold = (name: string | undefined): Refusal =>
  refusal(
    'not-allowed',
    'cancel',
    name === undefined
      ? 'This is not possible at the moment. Ask an administrator of the service.'
      : `This is covered by the legal hold "${name}", and stays as long as it is not released.`,
  );

export const noSuchCategory = (): Refusal => refusal('item-not-found', 'cancel', 'There is no such category.');

export const notYourCategory = (): Refusal =>
  refusal('not-allowed', 'cancel', 'You may not make rooms in that category, and so not move one there either.');

export const moveBeforeLeaving = (): Refusal =>
  refusal(
    'not-acceptable',
    'modify',
    'You cannot move the room and give up owning it at once. Move it first. Nothing was changed.',
  );

export const roomExists = (): Refusal => refusal('conflict', 'cancel', 'There is a room with this address already.');

export const administratorsOnly = (): Refusal =>
  refusal('forbidden', 'auth', 'Only administrators of the service may do that.');

/** Also where the category is not for whoever hears it: that a chosen name is taken may show. */
export const calledAsCategory = (name: string): Refusal =>
  refusal(
    'conflict',
    'modify',
    `No room may be called "${name}": a category has this name. Choose another name for the room.`,
  );

export const noSuchAddin = (): Refusal =>
  refusal('not-acceptable', 'modify', 'No add-in is registered under this name. Ask an administrator which there are.');

export const tooManyAtOnce = (max: number): Refusal =>
  refusal('policy-violation', 'modify', `No more than ${max} people may be named at once.`);

export const roomsOwnHat = (): Refusal =>
  refusal('not-allowed', 'cancel', 'This hat is the room’s own: presenters wear it, and nobody else.');
