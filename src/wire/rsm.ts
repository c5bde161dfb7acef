/**
 * XEP-0059: Result Set Management 1.0 (2006-09-20)
 *
 * Pages of a long list: what a request asks for, and what an answer says about the page it holds.
 */
import { type Refusal, refusal } from './error.ts';
import { NS } from './namespaces.ts';
import { given } from './xep/given.ts';
import { child, childText, type Element, xml } from './xml.ts';

export interface PageRequest {
  /** Items wanted at most; 0 asks for the count alone. Not bounded here: who answers has its own limit. */
  readonly max?: number;
  /** The page that follows this item. */
  readonly after?: string;
  /** The page that precedes this item; the empty string asks for the last page. */
  readonly before?: string;
  /** The page that begins at this position, counted from 0. */
  readonly index?: number;
}

/** The largest number the schema allows (xs:int); what is larger means the same. */
const NUMBER_MAX = 2 ** 31 - 1;

/**
 * Reads the `<set/>` in a request; an empty object where there is none. An empty `<after/>` is before the first item
 * (§2.2), so it is the same as none.
 */
export function parsePageRequest(request: Element): PageRequest | Refusal {
  const set = child(request, 'set', NS.rsm);
  if (set === undefined) return {};
  const max = countIn(set, 'max');
  const index = countIn(set, 'index');
  if (max === 'malformed') return malformed('max');
  if (index === 'malformed') return malformed('index');
  const after = childText(set, 'after', NS.rsm);
  const before = childText(set, 'before', NS.rsm);
  return given({ max, index, after: after === '' ? undefined : after, before });
}

function countIn(set: Element, name: 'max' | 'index'): number | 'malformed' | undefined {
  const digits = childText(set, name, NS.rsm)?.trim();
  if (digits === undefined) return undefined;
  return /^\+?\d+$/.test(digits) ? Math.min(Number(digits), NUMBER_MAX) : 'malformed';
}

function malformed(name: string): Refusal {
  return refusal('bad-request', 'modify', `In a request for a page, "${name}" has to be a whole number from 0 on.`);
}

/** What an answer says about its page. */
export interface Page {
  /** Ids of the first and last item of the page; absent exactly where the page is empty. */
  readonly first?: string;
  readonly last?: string;
  /** Position of the first item in the whole list, from 0. */
  readonly firstIndex?: number;
  /** Size of the whole list: exact, or not given. */
  readonly count?: number;
}

export function buildPage(page: Page): Element {
  const { first, last, firstIndex, count } = page;
  return xml(
    'set',
    { xmlns: NS.rsm },
    first === undefined ? undefined : xml('first', { index: firstIndex }, first),
    last === undefined ? undefined : xml('last', {}, last),
    count === undefined ? undefined : xml('count', {}, String(count)),
  );
}
