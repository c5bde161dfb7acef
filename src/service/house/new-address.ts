/** Addresses made of names: what people can read aloud. */

const charactersMax = 40;
/** Tries with something behind the name, where it is taken. */
const triesMax = 3;

/** What might stand before the `@`, the best first; nothing where the name has no letter or digit. */
export function* localMadeOf(name: string, random: () => string): Iterable<string> {
  const plain = readable(name);
  if (plain === '') return;
  yield plain;
  for (let tried = 0; tried < triesMax; tried += 1) yield `${plain}-${readable(random()).slice(-5)}`;
}

/** Letters and digits of any script, in small letters without accents, and hyphens between them. */
function readable(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').normalize('NFC').toLowerCase();
  const joined = plain.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-+|-+$/g, '');
  return [...joined].slice(0, charactersMax).join('').replaceAll(/-+$/g, '');
}
