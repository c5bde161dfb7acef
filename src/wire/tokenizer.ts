/**
 * The incoming stream, from text to tags and character data, however the transport has cut it.
 * Every character is looked at a bounded number of times, also when it arrives alone.
 */

export type TagShape = 'start' | 'end' | 'empty';

export interface TokenSink {
  /** A tag: what stands between `<` and `>`; empty if the tokenizer does not keep. */
  tag(source: string, shape: TagShape): void;
  /** Character data, references in it unresolved; may come in several parts only around CDATA sections. */
  text(source: string): void;
  /** The content of a CDATA section. */
  cdata(data: string): void;
  broken(reason: string): void;
}

type State = 'text' | 'markup' | 'tag' | 'cdata' | 'declaration';

const CDATA = '![CDATA[';
const HEADER_CHARACTERS_MAX = 16_384;

export class Tokenizer {
  /** Where in the stream the next token stands: set by the parser as the tree grows. */
  place: 'before' | 'between' | 'stanza' = 'before';
  /** Whether tokens are kept; if not, only their shape is found. */
  keeps = true;
  readonly #sink: TokenSink;
  #state: State = 'text';
  #stopped = false;
  #pieces: string[] = [];
  #length = 0;
  #first = '';
  #last = '';
  #quote = '';
  /** Up to two characters that may be the beginning of `]]>` or `?>`. */
  #carry = '';
  #chunk = '';
  #at = 0;
  #countedTo = 0;
  #sizeBytes = 0;

  constructor(sink: TokenSink) {
    this.#sink = sink;
  }

  write(chunk: string): void {
    this.#count();
    this.#chunk = chunk;
    this.#at = 0;
    this.#countedTo = 0;
    while (this.#at < chunk.length && !this.#stopped) this.#at = this.#step(chunk, this.#at);
    this.#count();
  }

  /** Ignores the rest of the input, that of the present chunk too. */
  stop(): void {
    this.#stopped = true;
    this.discard();
  }

  /** Bytes of UTF-8 since the last `<` that stood outside of a stanza. */
  get sizeBytes(): number {
    this.#count();
    return this.#sizeBytes;
  }

  get isWithinTag(): boolean {
    return this.#state === 'tag';
  }

  /** The beginning of the token that is being read. */
  get pending(): string {
    return this.#pieces.join('');
  }

  /** Lets go of what has been kept of the present token, and keeps no more. */
  discard(): void {
    this.keeps = false;
    this.#pieces = [];
  }

  #step(chunk: string, at: number): number {
    switch (this.#state) {
      case 'text':
        return this.#text(chunk, at);
      case 'markup':
        return this.#markup(chunk, at);
      case 'tag':
        return this.#tag(chunk, at);
      case 'cdata':
        return this.#until(']]>', chunk, at);
      case 'declaration':
        return this.#until('?>', chunk, at);
    }
  }

  #text(chunk: string, at: number): number {
    const found = chunk.indexOf('<', at);
    const end = found === -1 ? chunk.length : found;
    if (this.place === 'stanza') this.#hold(chunk.slice(at, end));
    else if (/[^ \t\r\n]/.test(chunk.slice(at, end))) return this.#broken('text between stanzas');
    if (found === -1) return end;
    if (this.place === 'stanza') this.#endOfText();
    else this.#startCounting(found);
    this.#state = 'markup';
    return found + 1;
  }

  #endOfText(): void {
    if (this.#length === 0) return;
    const source = this.#taken();
    this.#sink.text(source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source);
  }

  /** Behind `<`: a tag, unless it begins with `!` or `?` (RFC 6120 §11.1 forbids nearly all of those). */
  #markup(chunk: string, at: number): number {
    const first = chunk.charAt(at);
    if (this.#length === 0 && first === '?') {
      if (this.place !== 'before') return this.#broken('a processing instruction');
      this.#state = 'declaration';
      return at + 1;
    }
    if (this.#length === 0 && first !== '!') {
      this.#state = 'tag';
      return at;
    }
    const end = Math.min(at + CDATA.length - this.#length, chunk.length);
    const read = CDATA.slice(0, this.#length) + chunk.slice(at, end);
    if (this.place !== 'stanza' || !CDATA.startsWith(read)) return this.#broken('a comment or a document type');
    this.#note(chunk.slice(at, end));
    if (read.length === CDATA.length) {
      this.#taken();
      this.#state = 'cdata';
    }
    return end;
  }

  #tag(chunk: string, from: number): number {
    for (let at = from; at < chunk.length; at += 1) {
      if (this.#quote !== '') {
        const close = chunk.indexOf(this.#quote, at);
        if (close === -1) break;
        this.#quote = '';
        at = close;
        continue;
      }
      const character = chunk.charCodeAt(at);
      if (character === 34 /* " */ || character === 39 /* ' */) this.#quote = chunk.charAt(at);
      if (character === 60 /* < */) return this.#broken('"<" within a tag');
      if (character === 62 /* > */) {
        this.#hold(chunk.slice(from, at));
        this.#endOfTag(at + 1);
        return at + 1;
      }
    }
    this.#hold(chunk.slice(from));
    if (this.place === 'before' && this.#length > HEADER_CHARACTERS_MAX) return this.#broken('an endless header');
    return chunk.length;
  }

  #endOfTag(next: number): void {
    const shape = this.#first === '/' ? 'end' : this.#last === '/' ? 'empty' : 'start';
    this.#at = next;
    this.#state = 'text';
    this.#sink.tag(this.#taken(), shape);
  }

  #until(end: string, chunk: string, at: number): number {
    const read = this.#carry + chunk.slice(at);
    const found = read.indexOf(end);
    const isText = this.#state === 'cdata';
    if (found === -1) {
      const known = Math.max(0, read.length - (end.length - 1));
      if (isText) this.#hold(read.slice(0, known));
      this.#carry = read.slice(known);
      return chunk.length;
    }
    const next = at + found + end.length - this.#carry.length;
    this.#carry = '';
    this.#state = 'text';
    if (!isText) return next;
    this.#hold(read.slice(0, found));
    if (this.#length > 0) this.#sink.cdata(this.#taken());
    return next;
  }

  #broken(reason: string): number {
    this.stop();
    this.#sink.broken(reason);
    return this.#chunk.length;
  }

  #startCounting(at: number): void {
    this.#countedTo = at;
    this.#at = at;
    this.#sizeBytes = 0;
  }

  #count(): void {
    if (this.#at <= this.#countedTo) return;
    this.#sizeBytes += Buffer.byteLength(this.#chunk.slice(this.#countedTo, this.#at));
    this.#countedTo = this.#at;
  }

  #hold(piece: string): void {
    if (piece === '') return;
    if (this.keeps) this.#pieces.push(piece);
    this.#note(piece);
  }

  #note(piece: string): void {
    if (this.#length === 0) this.#first = piece.charAt(0);
    this.#last = piece.charAt(piece.length - 1);
    this.#length += piece.length;
  }

  #taken(): string {
    const token = this.#pieces.length === 1 ? (this.#pieces[0] ?? '') : this.#pieces.join('');
    this.#pieces = [];
    this.#length = 0;
    this.#first = '';
    this.#last = '';
    return detached(token);
  }
}

/**
 * A copy of its own: V8 lets a slice point into the whole chunk it was cut from, so one address
 * kept in a room's state would keep 64 KiB of traffic in memory.
 */
function detached(slice: string): string {
  return ` ${slice}`.slice(1);
}
