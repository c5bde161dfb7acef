/** What people type into a field to search by. */

/** Each costs a look at every room. */
export const WORDS_MAX = 5;

/** `too-many`, or the words; those without a letter or digit find nothing anybody looks for, and are passed over. */
export function wordsIn(typed: string): readonly string[] | 'too-many' {
  const words = typed.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return words.length > WORDS_MAX ? 'too-many' : words;
}
