/**
 * Distinguished names (RFC 4514) as keys. A directory writes the same name in several ways: with or without spaces,
 * `\,` or `\2C`, in either case. Names that mean the same give the same key.
 */

const partsMax = 100;
const charactersMax = 8192;

/** As nearly all are written: no escapes, no spaces but single ones within a value, ASCII. */
const plainName = /^[a-z][a-z\d-]*=[\w.@-]+(?: [\w.@-]+)*(?:,[a-z][a-z\d-]*=[\w.@-]+(?: [\w.@-]+)*)*$/i;

/** The key of a name; `undefined` for what is none. */
export function dnKey(name: string): string | undefined {
  if (name.length <= charactersMax && plainName.test(name)) return name.toLowerCase();
  if (name.length > charactersMax || name.trim() === '') return undefined;
  const keys: string[] = [];
  for (const part of splitOutside(name, /[,;]/)) {
    const pairs = splitOutside(part, /\+/).map(pairKey);
    if (pairs.includes(undefined) || keys.length >= partsMax) return undefined;
    keys.push(pairs.toSorted().join('+'));
  }
  return keys.join(',');
}

/** Splits at separators that are neither escaped nor quoted. */
function splitOutside(text: string, separator: RegExp): string[] {
  const parts: string[] = [];
  let [start, quoted] = [0, false];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && separator.test(character)) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}

function pairKey(pair: string): string | undefined {
  const equals = pair.indexOf('=');
  const type = pair.slice(0, Math.max(equals, 0)).trim().toLowerCase();
  if (!/^[a-z0-9][a-z0-9.-]*$/.test(type)) return undefined;
  // Folded as caseIgnoreMatch does it (RFC 4518): compatibility forms, case, and runs of spaces are one.
  const value = unescaped(pair.slice(equals + 1))
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .replaceAll(/\s+/g, ' ');
  return `${type}=${value.replaceAll(/[\\,+]/g, '\\$&')}`;
}

/** Takes quotes and escapes away: `\,` and, as bytes of UTF-8, `\C3\BC`. */
function unescaped(written: string): string {
  const value = written
    .trimStart()
    .replace(/(?<!\\)\s+$/, '')
    .replace(/^"(.*)"$/s, '$1');
  if (!value.includes('\\')) return value;
  return value.replaceAll(/((?:\\[0-9a-f]{2})+)|\\(.)/gis, (_, bytes: string | undefined, character: string) => {
    return bytes === undefined ? character : Buffer.from(bytes.replaceAll('\\', ''), 'hex').toString();
  });
}
