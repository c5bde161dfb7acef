/** Why a rule of the house around the rooms cannot be as it was wished: one constructor per reason. */
import { forever } from '../kept-days.ts';
import { type Refusal, refusal } from '../wire/error.ts';

const unusable = (text: string): Refusal => refusal('not-acceptable', 'modify', text);

export const emptyPrincipal = (): Refusal =>
  unusable('Somebody has to be named: an address, a domain, group:NAME, or * for everyone.');

export const groupNameProblem = (charactersMax: number): Refusal =>
  unusable(`The name of a group has 1 to ${charactersMax} characters, and neither commas nor control characters.`);

export const nameProblem = (charactersMax: number): Refusal =>
  unusable(`A name has 1 to ${charactersMax} characters, and no control characters.`);

export const descriptionTooLong = (charactersMax: number): Refusal =>
  unusable(`The description is too long: give at most ${charactersMax} characters.`);

export const keptProblem = (): Refusal => unusable(`Messages are kept for 1 to ${forever - 1} days, or forever.`);

export const listFull = (most: number): Refusal =>
  refusal('resource-constraint', 'cancel', `A list takes at most ${most} entries. Name groups or domains instead.`);

export const creatorOutOfScope = (principal: string): Refusal =>
  refusal(
    'conflict',
    'cancel',
    `${principal} cannot be a creator: creators have to be allowed in the category, and not denied. Change both lists together.`,
  );

export const urlProblem = (charactersMax: number): Refusal =>
  unusable(`A web address is wanted: it begins with http:// or https:// and has at most ${charactersMax} characters.`);
