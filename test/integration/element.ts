/**
 * XML as the tests read it: a small reader of its own, so that the program's parser is not judged by
 * itself. It knows what an XMPP stream may contain (RFC 6120 §11: elements, attributes, text, the five
 * entities and character references) and throws at anything else.
 */

const shownLevels = 100;

type Bindings = Readonly<Record<string, string>>;

export class Element {
  /** The local name; prefixes are resolved into `xmlns`. */
  readonly name: string;
  readonly xmlns: string;
  readonly attrs: Readonly<Record<string, string>>;
  readonly nodes: (Element | string)[] = [];
  readonly bindings: Bindings;

  constructor(name: string, xmlns: string, attrs: Readonly<Record<string, string>>, bindings: Bindings) {
    this.name = name;
    this.xmlns = xmlns;
    this.attrs = attrs;
    this.bindings = bindings;
  }

  get elements(): Element[] {
    return this.nodes.filter((node) => typeof node !== 'string');
  }

  get text(): string {
    return this.nodes.filter((node) => typeof node === 'string').join('');
  }

  all(name: string, xmlns?: string): Element[] {
    return this.elements.filter((child) => child.name === name && (xmlns === undefined || child.xmlns === xmlns));
  }

  child(name: string, xmlns?: string): Element | undefined {
    return this.all(name, xmlns)[0];
  }

  /** The child that must be there: its absence fails the test with the whole element shown. */
  expect(name: string, xmlns?: string): Element {
    const found = this.child(name, xmlns);
    if (found === undefined) throw new Error(`no <${name}/> ${xmlns ?? ''} in ${this.toString()}`);
    return found;
  }

  /** For people who read a failure: nested deeper than `levels` it is cut short. */
  toString(outer = '', levels = shownLevels): string {
    if (levels === 0) return '…';
    const namespace = this.xmlns === outer ? '' : ` xmlns='${escapeXml(this.xmlns)}'`;
    const attrs = Object.entries(this.attrs).map(([name, value]) => ` ${name}='${escapeXml(value)}'`);
    const inner = this.nodes.map((node) =>
      typeof node === 'string' ? escapeXml(node) : node.toString(this.xmlns, levels - 1),
    );
    const body = inner.length === 0 ? '/>' : `>${inner.join('')}</${this.name}>`;
    return `<${this.name}${namespace}${attrs.join('')}${body}`;
  }
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&apos;',
  '"': '&quot;',
};
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', apos: "'", quot: '"' };

export function escapeXml(text: string): string {
  return text.replace(/[&<>'"]/g, (character) => escapes[character] ?? character);
}

function unescapeXml(text: string): string {
  return text.replace(/&(#x[0-9a-fA-F]+|#[0-9]+|[a-z]+);/g, (whole, name: string) => {
    if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith('#')) return String.fromCodePoint(Number.parseInt(name.slice(1), 10));
    const known = entities[name];
    if (known === undefined) throw new Error(`unknown entity ${whole}`);
    return known;
  });
}

export interface StreamEvents {
  opened(header: Element): void;
  stanza(element: Element): void;
  closed(): void;
}

const attributePattern = /([^\s=]+)\s*=\s*("[^"]*"|'[^']*')/g;

/** Reads a stream piece by piece: the root is announced when it opens, its children when they are whole. */
export class StreamReader {
  readonly #events: StreamEvents;
  readonly #open: Element[] = [];
  #rest = '';
  /** Where in `#rest` to look on for the end of markup that was incomplete. */
  #searched = 0;

  constructor(events: StreamEvents) {
    this.#events = events;
  }

  /** Forgets the stream so far; after SASL the same connection carries a new one (RFC 6120 §6.4.6). */
  restart(): void {
    this.#open.length = 0;
    this.#rest = '';
    this.#searched = 0;
  }

  write(piece: string): void {
    this.#rest += piece;
    let from = 0;
    for (;;) {
      const start = this.#rest.indexOf('<', from);
      if (start === -1) break;
      const end = markupEnd(this.#rest, start, Math.max(start + 1, this.#searched));
      if (end === -1) {
        this.#text(this.#rest.slice(from, start));
        this.#rest = this.#rest.slice(start);
        this.#searched = 0;
        return;
      }
      this.#text(this.#rest.slice(from, start));
      from = end + 1;
      this.#markup(this.#rest.slice(start + 1, end));
    }
    // An entity can be cut in two: text stays until the next markup begins.
    this.#rest = this.#rest.slice(from);
    this.#searched = 0;
  }

  #text(text: string): void {
    const current = this.#open.at(-1);
    if (text !== '' && current !== undefined && this.#open.length > 1) current.nodes.push(unescapeXml(text));
  }

  #markup(markup: string): void {
    if (markup.startsWith('?')) return;
    if (markup.startsWith('!')) throw new Error(`restricted XML on the stream: <${markup}>`);
    if (markup.startsWith('/')) this.#close(markup.slice(1).trim());
    else this.#start(markup);
  }

  #start(markup: string): void {
    const empty = markup.endsWith('/');
    const element = readTag(empty ? markup.slice(0, -1) : markup, this.#open.at(-1)?.bindings ?? {});
    this.#open.push(element);
    if (this.#open.length === 1) this.#events.opened(element);
    else if (this.#open.length > 2) this.#open.at(-2)?.nodes.push(element);
    if (empty) this.#pop();
  }

  #close(tag: string): void {
    const local = tag.slice(tag.indexOf(':') + 1);
    if (this.#open.at(-1)?.name !== local)
      throw new Error(`</${tag}> closes <${this.#open.at(-1)?.name ?? 'nothing'}>`);
    this.#pop();
  }

  #pop(): void {
    const element = this.#open.pop();
    if (element === undefined) return;
    if (this.#open.length === 1) this.#events.stanza(element);
    if (this.#open.length === 0) this.#events.closed();
  }
}

/** The place of the `>` that ends the markup, not one inside a quoted value; -1 when it has not come yet. */
function markupEnd(text: string, start: number, from: number): number {
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quote !== '') {
      const close = text.indexOf(quote, at);
      if (close === -1) return -1;
      at = close;
      quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at;
    else if (character === '<' && at > start) throw new Error(`"<" within markup: ${text.slice(start, at + 1)}`);
  }
  return -1;
}

function readTag(tag: string, outer: Bindings): Element {
  const name = /^[^\s]+/.exec(tag)?.[0] ?? '';
  const attrs: Record<string, string> = {};
  const declared: Record<string, string> = {};
  for (const match of tag.slice(name.length).matchAll(attributePattern)) {
    const key = match[1] ?? '';
    const value = unescapeXml((match[2] ?? '').slice(1, -1));
    if (key === 'xmlns') declared[''] = value;
    else if (key.startsWith('xmlns:')) declared[key.slice(6)] = value;
    else attrs[key] = value;
  }
  const bindings = Object.keys(declared).length === 0 ? outer : { ...outer, ...declared };
  const colon = name.indexOf(':');
  const prefix = colon === -1 ? '' : name.slice(0, colon);
  const xmlns = bindings[prefix];
  if (xmlns === undefined && prefix !== '') throw new Error(`prefix "${prefix}" is bound to no namespace`);
  return new Element(name.slice(colon + 1), xmlns ?? '', attrs, bindings);
}

/** The elements in a text, such as a file. */
export function readElements(text: string): Element[] {
  const elements: Element[] = [];
  const reader = new StreamReader({
    opened: () => undefined,
    stanza: (element) => elements.push(element),
    closed: () => undefined,
  });
  reader.write(`<stream>${text}</stream>`);
  return elements;
}
