/**
 * One start tag: its name and attributes from the text between `<` and `>`. Work is linear in that
 * text, whatever it holds.
 */
import { isXmlText } from './escape.ts';

export interface Tag {
  readonly name: string;
  readonly attrs: Record<string, string>;
  readonly selfClosing: boolean;
  /** Prefixes that the name or an attribute uses, and those that the tag declares; absent if there are none. */
  readonly uses?: readonly string[];
  readonly declares?: readonly string[];
  /** Readable, but not to be handed on: what is wrong with it. */
  readonly fault?: TagFault;
}

export type TagFault =
  | 'too many attributes'
  | 'an attribute given twice'
  | 'an illegal character'
  | 'an unknown entity';

// XML 1.0 §2.3, NameStartChar and NameChar.
const NAME_START =
  ':A-Z_a-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u2070-\\u218f' +
  '\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\u{10000}-\\u{effff}';
const NAME = `[${NAME_START}][-.0-9\\u00b7\\u0300-\\u036f\\u203f\\u2040${NAME_START}]*`;
const TAG_NAME = new RegExp(NAME, 'uy');
const ATTRIBUTE = new RegExp(`[ \\t\\r\\n]+(${NAME})[ \\t\\r\\n]*=[ \\t\\r\\n]*(?:"([^<"]*)"|'([^<']*)')`, 'uy');
const REST = /[ \t\r\n]*\/?$/y;
const REFERENCE = /&(?:#x([0-9A-Fa-f]{1,8})|#([0-9]{1,8})|(amp|lt|gt|quot|apos));|&/g;
const PREDEFINED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** What an answer to the sender needs, and all that is kept of a stanza that is refused. */
const ADDRESSING: ReadonlySet<string> = new Set(['from', 'to', 'id', 'type', 'xml:lang']);

/** Reads the tag; `undefined` if it is not well-formed, so that nothing behind it can be trusted. */
export function parseTag(source: string, attributesMax: number): Tag | undefined {
  TAG_NAME.lastIndex = 0;
  const name = TAG_NAME.exec(source)?.[0];
  if (name === undefined) return undefined;
  const names = new TagNames(name);
  const attrs: Record<string, string> = {};
  let fault: TagFault | undefined = isXmlText(source) ? undefined : 'an illegal character';
  let count = 0;
  let at = name.length;
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const found = ATTRIBUTE.exec(source);
    if (found === null) break;
    at = ATTRIBUTE.lastIndex;
    const attribute = found[1] ?? '';
    count += 1;
    if (count > attributesMax) {
      fault = 'too many attributes';
      if (!ADDRESSING.has(attribute)) continue;
    }
    const raw = found[2] ?? found[3] ?? '';
    const value = resolveReferences(normalized(raw));
    if (value === undefined) fault ??= 'an unknown entity';
    else if (value !== raw && !isXmlText(value)) fault ??= 'an illegal character';
    // `__proto__` is a name in XML and not a place to keep a value in an object.
    else if (Object.hasOwn(attrs, attribute) || attribute === '__proto__') fault ??= 'an attribute given twice';
    else attrs[attribute] = value;
    names.attribute(attribute);
  }
  REST.lastIndex = at;
  if (!REST.test(source)) return undefined;
  return {
    name,
    attrs,
    selfClosing: source.endsWith('/'),
    ...(names.uses && { uses: names.uses }),
    ...(names.declares && { declares: names.declares }),
    ...(fault && { fault }),
  };
}

/** The addressing attributes of a tag whose end never came within the limit; best effort. */
export function addressingOf(source: string): { readonly name: string; readonly attrs: Record<string, string> } {
  const attrs: Record<string, string> = {};
  TAG_NAME.lastIndex = 0;
  const name = TAG_NAME.exec(source)?.[0] ?? '';
  ATTRIBUTE.lastIndex = name.length;
  for (let found = ATTRIBUTE.exec(source); found !== null; found = ATTRIBUTE.exec(source)) {
    const attribute = found[1] ?? '';
    const value = ADDRESSING.has(attribute) ? resolveReferences(found[2] ?? found[3] ?? '') : undefined;
    if (value !== undefined && isXmlText(value)) attrs[attribute] = value;
  }
  return { name, attrs };
}

/** Only what an answer to the sender needs. */
export function onlyAddressing(attrs: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of ADDRESSING) {
    const value = attrs[name];
    if (value !== undefined && Object.hasOwn(attrs, name)) kept[name] = value;
  }
  return kept;
}

/** Character data with its references resolved (XML 1.0 §4.1), `undefined` if one is unknown. */
export function resolveReferences(source: string): string | undefined {
  if (!source.includes('&')) return source;
  let known = true;
  const resolved = source.replace(REFERENCE, (_all, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return PREDEFINED[name] ?? '';
    const code = hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16);
    // The NaN of a bare `&` fails the comparison as well; illegal characters are found by the caller.
    if (code <= 0x10ffff) return String.fromCodePoint(code);
    known = false;
    return '';
  });
  return known ? resolved : undefined;
}

/** White space in a value as XML 1.0 §3.3.3 has it. */
function normalized(raw: string): string {
  return /[\t\r\n]/.test(raw) ? raw.replace(/\r\n|[\t\r\n]/g, ' ') : raw;
}

class TagNames {
  uses: string[] | undefined;
  declares: string[] | undefined;

  constructor(element: string) {
    this.#use(element);
  }

  attribute(name: string): void {
    if (name.startsWith('xmlns:')) {
      this.declares ??= [];
      this.declares.push(name.slice('xmlns:'.length));
    } else {
      this.#use(name);
    }
  }

  #use(name: string): void {
    const colon = name.indexOf(':');
    if (colon === -1 || name.startsWith('xml:')) return;
    this.uses ??= [];
    this.uses.push(name.slice(0, colon));
  }
}
