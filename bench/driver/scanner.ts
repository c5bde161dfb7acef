/**
 * Cuts a component stream into stanzas. It builds no tree: of a stanza it keeps where it begins and ends, four of its
 * attributes and its direct children; whatever is deeper is only counted, so that the end is found. A `>` within
 * an attribute's value ends no tag. Comments, CDATA sections and the like do not occur on such a stream, and
 * are refused rather than guessed at.
 *
 * The copies of one message differ in their `to` alone and mostly follow one another. So each stanza is first compared
 * with the one before as text, around the address; only what is new is read. This makes a copy cost a third.
 */
import { Stanza } from './stanza.ts';

export interface ScannerSink {
  /** The stream's start tag, from `<` to `>`. */
  header(tag: string): void;
  /** The stanza is valid until this returns. */
  stanza(stanza: Stanza): void;
  /** The stream's end tag. */
  closed(): void;
}

const SLASH = 47;
const GREATER = 62;

export class Scanner {
  readonly #sink: ScannerSink;
  readonly #stanza = new Stanza();
  #text = '';
  /** Where the stanza that is being read begins. */
  #start = 0;
  /** The first character that has not been looked at. */
  #at = 0;
  /** Open elements; 1 between stanzas. */
  #depth = 0;
  /** The stanza before, up to and from the quotes around its address; empty where it has none. */
  #head = '';
  #tail = '';

  constructor(sink: ScannerSink) {
    this.#sink = sink;
  }

  /** Takes the next part of the stream, its bytes read as latin1. Throws where it is no XML stream. */
  write(chunk: string): void {
    const isWhole = this.#start === this.#text.length;
    this.#text = isWhole ? chunk : this.#text.slice(this.#start) + chunk;
    this.#start = 0;
    this.#at = 0;
    // A stanza that was cut in two is read again from its beginning: its places are those in the new text.
    if (this.#depth > 1) this.#depth = 1;
    while (this.#step());
  }

  /** Reads on to the end of one tag; false when that has not arrived yet. */
  #step(): boolean {
    const text = this.#text;
    const tag = text.indexOf('<', this.#at);
    if (tag === -1) {
      this.#at = text.length;
      if (this.#depth <= 1) this.#start = text.length;
      return false;
    }
    this.#at = tag;
    if (this.#depth <= 1) this.#start = tag;
    if (this.#depth === 1 && this.#repeat(tag)) return true;
    if (tag + 1 >= text.length) return false;
    const first = text.charCodeAt(tag + 1);
    if (first === SLASH) return this.#close(tag);
    if (first === 63 /* ? */ && this.#depth === 0) return this.#skipDeclaration(tag);
    if (first === 33 /* ! */ || first === 63) throw new Error(`no stanza has this: ${text.slice(tag, tag + 40)}`);
    return this.#open(tag);
  }

  #open(tag: number): boolean {
    const text = this.#text;
    const end = this.#depth === 1 ? this.#readOwnTag(tag) : endOfTag(text, tag);
    if (end === -1) return false;
    this.#at = end;
    const isEmpty = text.charCodeAt(end - 2) === SLASH;
    if (this.#depth === 1) {
      this.#stanza.tagEnd = end;
      if (isEmpty) {
        this.#deliver(end);
        return true;
      }
    } else if (this.#depth === 2) this.#stanza.addChild(tag, end);
    else if (this.#depth === 0) this.#sink.header(text.slice(tag, end));
    if (!isEmpty) this.#depth += 1;
    return true;
  }

  /** Notes the attributes of a stanza; gives the place behind its tag, -1 when that has not arrived. */
  #readOwnTag(tag: number): number {
    const text = this.#text;
    const stanza = this.#stanza;
    const end = endOfTag(text, tag);
    if (end === -1) return -1;
    stanza.reset(text, tag);
    // From here on nothing is known of the stanza before.
    this.#head = '';
    for (let equals = text.indexOf('=', tag); equals !== -1 && equals < end; ) {
      const quote = text.charCodeAt(equals + 1);
      const close = text.indexOf(quote === 39 ? "'" : '"', equals + 2);
      const span = attributeBefore(stanza, text, equals);
      if (span !== undefined) {
        span.from = equals + 2;
        span.to = close;
      }
      equals = text.indexOf('=', close);
    }
    return end;
  }

  #close(tag: number): boolean {
    const end = this.#text.indexOf('>', tag) + 1;
    if (end === 0) return false;
    this.#at = end;
    this.#depth -= 1;
    if (this.#depth === 2) this.#stanza.closeChild(tag);
    else if (this.#depth === 1) this.#deliver(end);
    else if (this.#depth === 0) this.#sink.closed();
    else if (this.#depth < 0) throw new Error('an end tag that closes nothing');
    return true;
  }

  #deliver(end: number): void {
    const stanza = this.#stanza;
    this.#start = end;
    stanza.end = end;
    stanza.hereEnd = end;
    const { from, to } = stanza.to;
    this.#head = from === -1 ? '' : this.#text.slice(stanza.start, from);
    this.#tail = from === -1 ? '' : this.#text.slice(to, end);
    this.#sink.stanza(stanza);
  }

  /** Delivers the stanza here at once when it is the one before to another address. */
  #repeat(start: number): boolean {
    const head = this.#head;
    const text = this.#text;
    const from = start + head.length;
    if (head === '' || text.slice(start, from) !== head) return false;
    const to = text.indexOf(this.#tail.charAt(0), from);
    const end = to + this.#tail.length;
    if (to === -1 || text.slice(to, end) !== this.#tail) return false;
    const stanza = this.#stanza;
    stanza.repeats = true;
    stanza.here = text;
    stanza.hereStart = start;
    stanza.hereEnd = end;
    stanza.to.from = from;
    stanza.to.to = to;
    this.#start = end;
    this.#at = end;
    this.#sink.stanza(stanza);
    return true;
  }

  #skipDeclaration(tag: number): boolean {
    const end = this.#text.indexOf('?>', tag);
    if (end === -1) return false;
    this.#at = end + 2;
    return true;
  }
}

/** Behind the `>` that ends a tag, quoted values passed over; -1 when it has not arrived. */
function endOfTag(text: string, tag: number): number {
  for (let at = tag + 1; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === GREATER) return at + 1;
    if (character === 34 || character === 39) {
      at = text.indexOf(character === 34 ? '"' : "'", at + 1);
      if (at === -1) return -1;
    }
  }
  return -1;
}

/** Where to note the value of the attribute whose name ends before this equals sign, if it is one of the four. */
function attributeBefore(stanza: Stanza, text: string, equals: number) {
  if (text.startsWith(' to', equals - 3)) return stanza.to;
  if (text.startsWith(' from', equals - 5)) return stanza.from;
  if (text.startsWith(' type', equals - 5)) return stanza.type;
  if (text.startsWith(' id', equals - 3)) return stanza.id;
  return undefined;
}
