/** Texts as keys that are read in order, and keys that are made of two texts. */

/** A noncharacter, which no text from the network holds, and the last one that is a single UTF-16 unit. */
const last = '\uffff';

/**
 * The text so that every server has it in the order of code points: some compare UTF-16 units instead of UTF-8 bytes,
 * which puts characters beyond U+FFFF in front of some others.
 */
export function inOrder(text: string): string {
  return text.replace(/[\u{10000}-\u{10ffff}]/gu, `${last}$&`);
}

/** What `inOrder` was given. */
export function outOfOrder(text: string): string {
  return text.replace(/\uffff(?=[\u{10000}-\u{10ffff}])/gu, '');
}

/** Less than any character of XML, so that all pairs of one text stand together, and in front of those of a longer one. */
const between = '\u0001';
const behind = '\u0002';

/** A key of two texts: by the first, and then by the second. */
export function pair(first: string, second: string): string {
  return `${inOrder(first)}${between}${inOrder(second)}`;
}

/** Keys of all pairs that begin with this text; after one of them, or from the first. */
export function pairsOf(first: string, after?: string): { readonly $gt: string; readonly $lt: string } {
  return { $gt: after ?? `${inOrder(first)}${between}`, $lt: behindPairsOf(first) };
}

/** A key behind all pairs that begin with this text. */
export function behindPairsOf(first: string): string {
  return `${inOrder(first)}${behind}`;
}
