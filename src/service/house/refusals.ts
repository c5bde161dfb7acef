/** Why the house around the rooms says no: one constructor per reason. */
import { type Refusal, refusal } from '../../wire/error.ts';

const missing = (text: string): Refusal => refusal('item-not-found', 'cancel', text);
const taken = (text: string): Refusal => refusal('conflict', 'cancel', text);
const unusable = (text: string): Refusal => refusal('not-acceptable', 'modify', text);

export const noSuchGroup = (): Refusal => missing('There is no group of this name.');

export const groupTaken = (name: string): Refusal => taken(`There is a group ${name} already.`);

export const groupElsewhere = (name: string, source: string): Refusal =>
  taken(`The group ${name} comes from ${source}, and can be changed only there.`);

export const noGroupInGroup = (): Refusal =>
  unusable('The members of a group are addresses of people and whole domains, not other groups, and not everyone.');

export const tooManyOf = (what: string, most: number): Refusal =>
  refusal('resource-constraint', 'cancel', `There are ${most} ${what} already, and no more are taken.`);

export const categoryTaken = (name: string): Refusal =>
  taken(`There is a category or a room called ${name} already. Choose another name.`);

export const defaultStays = (): Refusal =>
  refusal(
    'not-allowed',
    'cancel',
    'This is the category of all rooms that are in no other. It can be renamed, but stays.',
  );

export const categoryInUse = (rooms: number): Refusal =>
  taken(
    `The category still has ${rooms === 1 ? 'a room' : `${rooms} rooms`}. Move or delete ${rooms === 1 ? 'it' : 'them'} first.`,
  );

export const noSuchRule = (): Refusal => missing('No rule says anything about this address, domain or group.');

export const noSuchHold = (): Refusal => missing('There is no legal hold of this name.');

export const holdTaken = (name: string): Refusal => taken(`There is a legal hold "${name}" already.`);

export const holdReasonTooLong = (charactersMax: number): Refusal =>
  unusable(`The reason has at most ${charactersMax} characters.`);

export const holdOfNothing = (): Refusal =>
  unusable('Say what is to be kept: rooms, categories, people or everything; and the first date before the last one.');

export const noSuchRoomCalled = (jid: string): Refusal => missing(`There is no room ${jid}.`);

export const categoryOnHold = (hold: string): Refusal =>
  refusal('not-allowed', 'cancel', `The category is covered by the legal hold "${hold}".`);

export const noSuchAddin = (): Refusal => missing('No add-in has this name.');

export const addinNameProblem = (charactersMax: number): Refusal =>
  unusable(`The name of an add-in has 1 to ${charactersMax} characters, and no control characters.`);

export const outOfRange = (what: string, { min, max }: { readonly min: number; readonly max: number }): Refusal =>
  unusable(`${what} has to be a whole number from ${min} to ${max}.`);

export const federationProblem = (): Refusal => unusable('Federation is off, all, or a list of at most 1,000 domains.');

export const lastAdministrator = (): Refusal =>
  refusal('not-allowed', 'cancel', 'Somebody has to administer the service: leave at least one person on the list.');

export const badPlace = (text: string): Refusal => unusable(`${text}.`);

export const nothingCalledSo = (): Refusal =>
  missing('Neither a room has this address nor a category this name; changes of the service itself are at "service".');
