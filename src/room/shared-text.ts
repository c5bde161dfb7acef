/**
 * Texts that many rooms hold are held once: a client that is in twenty rooms has one JID, one nickname, one
 * presence. Nothing depends on it but memory: what comes back equals what was given.
 */

/** Bounds of a generation; there are two. */
const textsMax = 131_072;
const charactersMax = 8_388_608;
/** Longer texts are copied and not looked up: they would push out the many short ones. */
const textCharactersMax = 1_024;

// Two generations instead of a list by age, so that forgetting costs nothing per use.
let young = new Map<string, string>();
let old = new Map<string, string>();
let youngCharacters = 0;

/** An equal text that keeps nothing else in memory, and is the same one for whoever asked lately. */
export function shared(text: string): string {
  if (text.length > textCharactersMax) return alone(text);
  const known = young.get(text);
  if (known !== undefined) return known;
  const kept = old.get(text) ?? alone(text);
  if (young.size >= textsMax || youngCharacters > charactersMax) {
    old = young;
    young = new Map();
    youngCharacters = 0;
  }
  young.set(kept, kept);
  youngCharacters += kept.length;
  return kept;
}

/**
 * A copy in one piece. What was cut out of a text holds on to all of it, and what was put together of thirty
 * pieces to all thirty, at 32 bytes each.
 */
function alone(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}
