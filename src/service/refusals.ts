/** Why the service, rather than a room, says no: one constructor per reason. */
import { type Refusal, refusal } from '../wire/error.ts';

export const notUnderWay = (): Refusal => refusal('item-not-found', 'cancel', 'This work is not under way any more.');

export const storeAway = (): Refusal =>
  refusal(
    'resource-constraint',
    'wait',
    'The store of this service does not answer at the moment, so nothing was done. Try again in a moment.',
  );

export const tooManySubscribers = (): Refusal =>
  refusal(
    'resource-constraint',
    'wait',
    'No more sessions can be told of activity at the moment. Enter the rooms instead.',
  );

export const ourBug = (): Refusal =>
  refusal('internal-server-error', 'wait', 'Something went wrong here, and nothing was done. It has been logged.');

export const answerTooLarge = (): Refusal =>
  refusal(
    'resource-constraint',
    'cancel',
    'The answer is larger than the server lets through. Ask for less, in pages if you can.',
  );

export const notHere = (): Refusal =>
  refusal(
    'forbidden',
    'auth',
    'This service is not open to users of your server, or not to you. Its operator can allow you.',
  );

export const notTheRoom = (): Refusal =>
  refusal('forbidden', 'auth', 'Only the room itself may say that a message was moderated. Ask it to (XEP-0425).');

export const nobodysCard = (): Refusal =>
  refusal('forbidden', 'auth', 'This is the card of the service, and nobody can change it.');

export const nothingThere = (): Refusal => refusal('item-not-found', 'cancel', 'There is nothing at this address.');

export const notOffered = (): Refusal => refusal('service-unavailable', 'cancel', 'This is not offered here.');

export const notImplemented = (text: string): Refusal => refusal('feature-not-implemented', 'cancel', text);

export const badRequest = (text: string): Refusal => refusal('bad-request', 'modify', text);

export const malformedAddress = (): Refusal => refusal('jid-malformed', 'modify', 'This address cannot be one.');

export const nobodyToInvite = (): Refusal =>
  refusal('item-not-found', 'cancel', 'Nobody can be reached at the address that you invited.');

export const noAnswer = (): Refusal =>
  refusal('remote-server-timeout', 'wait', 'No answer came from the client of whoever has this nickname.');

export const tooManyQueries = (): Refusal =>
  refusal('resource-constraint', 'wait', 'Too many queries to others are waiting for an answer. Try again later.');

export const tooLarge = (): Refusal =>
  refusal('policy-violation', 'modify', 'This is too large to be passed on. Send less, or a link.');

export const unboundPrefix = (): Refusal =>
  refusal('bad-request', 'modify', 'This holds an element whose namespace prefix is not declared.');

const waitSeconds = (seconds: number): string => (seconds === 1 ? 'Wait a second.' : `Wait ${seconds} seconds.`);

export const tooMuchFromOne = (seconds: number): Refusal =>
  refusal(
    'policy-violation',
    'wait',
    `You send more than this service takes from one person, so this was not done. ${waitSeconds(seconds)}`,
  );

export const tooMuchForTheRoom = (pace: { readonly messagesPerMinute: number; readonly seconds: number }): Refusal =>
  refusal(
    'policy-violation',
    'wait',
    `In this room everybody may send ${pace.messagesPerMinute} messages a minute, so this one was not sent. ${waitSeconds(pace.seconds)}`,
  );

export const roomTooBusy = (seconds: number): Refusal =>
  refusal(
    'resource-constraint',
    'wait',
    `So much goes on in this room at the moment that this was not done. ${waitSeconds(seconds)}`,
  );

export const notToBeBlocked = (): Refusal =>
  refusal('not-allowed', 'cancel', 'Neither the service itself nor its administrators can be blocked.');

export const nobodyBlocked = (): Refusal =>
  refusal('item-not-found', 'cancel', 'This address is not on the list of those who are blocked; its domain may be.');

export const blockedListFull = (most: number): Refusal =>
  refusal('resource-constraint', 'cancel', `The list of those who are blocked is full: it has ${most} entries.`);

export const reasonTooLong = (characters: number): Refusal =>
  refusal('not-acceptable', 'modify', `The reason is too long: give at most ${characters} characters.`);

export const roomGone = (): Refusal => refusal('item-not-found', 'cancel', 'The room is not there any more.');
