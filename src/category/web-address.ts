/** Web addresses that administrators set for clients to open. */
import { isRefusal, type Refusal } from '../wire/error.ts';
import { urlProblem } from './refusals.ts';

/** Characters of the page of an add-in, and of the page where rooms are made and run. */
export const addinUrlCharactersMax = 255;
export const managementUrlCharactersMax = 2_000;

/** Only what a browser loads as a page: clients open it. */
export function readWebAddress(typed: string, charactersMax: number): string | Refusal {
  const url = typed.trim();
  const parsed = url.length <= charactersMax && !/[\s\p{Cc}]/u.test(url) ? URL.parse(url) : null;
  const isPage = parsed?.protocol === 'http:' || parsed?.protocol === 'https:';
  return isPage && parsed.hostname !== '' && parsed.password === '' ? url : urlProblem(charactersMax);
}

/** The same as the form of a field. */
export function webAddress(charactersMax: number) {
  return {
    fits: (typed: string): boolean => !isRefusal(readWebAddress(typed, charactersMax)),
    is: `a web address that begins with http:// or https://, of at most ${charactersMax} characters`,
  };
}
