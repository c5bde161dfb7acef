/** Names of categories: what one may be, and when two are one. Rooms are not called as a category is. */
import type { Refusal } from '../wire/error.ts';
import { nameProblem } from './refusals.ts';

const nameCharactersMax = 256;

/** A name as it is kept: trimmed, composed (NFC), on one line. */
export function readName(typed: string): string | Refusal {
  const name = typed.trim().normalize('NFC');
  const fits =
    nameKey(name) !== '' && [...name].length <= nameCharactersMax && !/\p{Cc}/u.test(name) && name.isWellFormed();
  return fits ? name : nameProblem(nameCharactersMax);
}

/** Two names that look alike are one: what shows nothing makes no difference, nor how wide a gap is. */
export function nameKey(name: string): string {
  const shown = name.normalize('NFKC').replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '');
  return shown.replaceAll(/\s+/g, ' ').trim().toLowerCase();
}
