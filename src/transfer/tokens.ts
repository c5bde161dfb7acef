/**
 * People (and categories) stand in payloads and snapshots by keys, which are random. So they can be found and replaced
 * without knowing what a payload is: a key is a word there, and no other word is the same.
 */

const words = /[\w-]+/g;

/** Words in a text that are as long as keys are. */
export function* wordsIn(text: string, lengths: { readonly min: number; readonly max: number }): Iterable<string> {
  for (const [word] of text.matchAll(words)) if (word.length >= lengths.min && word.length <= lengths.max) yield word;
}

export function withWordsReplaced(text: string, by: ReadonlyMap<string, string>): string {
  if (by.size === 0) return text;
  return text.replaceAll(words, (word) => by.get(word) ?? word);
}
