/**
 * The hot path of the house: stanzas as bytes, on their way to the socket. A message for many is written once; each
 * further copy is two copies of bytes within a page that is used again and again, the rest of the stanza and the
 * recipient. Measured (docs/decisions/0010-the-fast-path.md): 0.04 µs a copy, where a string per message takes
 * ten times as long, most of it for fresh memory.
 */
import { escapeAttribute } from './escape.ts';
import { type Spliced, spliceTo } from './splice.ts';

/** A stanza's bytes before and behind the value of `to`: for stanzas that are sent more than once. */
export interface SplicedBytes {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
}

export function bytesOf({ head, tail }: Spliced): SplicedBytes {
  return { head: Buffer.from(head), tail: Buffer.from(tail) };
}

/** Many stanzas for one address, as text. */
export function textOf(stanzas: readonly SplicedBytes[], to: string): string {
  const pages = new Pages();
  pages.each(stanzas, to);
  return Buffer.concat(pages.take()).toString();
}

/** One write to the socket is at most this long, but for a stanza that is longer itself. */
const pageBytes = 262_144;
/** Pages kept for the next turn; what is beyond is left to the garbage collector. */
const sparePages = 16;
/** UTF-8 takes at most three bytes for each unit of a string's length. */
const bytesPerUnitMax = 3;
/** An escaped character takes at most six: `&quot;`. */
const escapedBytesPerUnitMax = 6;

export class Pages {
  readonly #spare: Buffer[] = [];
  #page: Buffer = Buffer.allocUnsafeSlow(pageBytes);
  #at = 0;
  #full: Buffer[] = [];
  #fullBytes = 0;
  /** What stands between two recipients; room for the longest that is copied as bytes. */
  readonly #between = Buffer.allocUnsafeSlow(pageBytes);

  /** Bytes that have not been taken yet. */
  get bytes(): number {
    return this.#fullBytes + this.#at;
  }

  text(text: string): void {
    if (!this.#reserve(text.length * bytesPerUnitMax)) return this.#own(Buffer.from(text, 'utf8'));
    this.#at += this.#page.write(text, this.#at);
  }

  /** A copy of the stanza for each of these addresses. */
  copies(stanza: Spliced, to: readonly string[]): void {
    const { head, tail } = stanza;
    const [first] = to;
    if (first === undefined) return;
    const between = tail + head;
    if (to.length === 1 || between.length * bytesPerUnitMax > this.#between.length) {
      for (const address of to) this.text(spliceTo(stanza, address));
      return;
    }
    const length = this.#between.write(between, 0);
    const bytes = this.#between.subarray(0, length);
    this.text(head);
    this.#address(first);
    for (let i = 1; i < to.length; i++) {
      this.#bytes(bytes);
      this.#address(to[i] ?? '');
    }
    this.text(tail);
  }

  /** Many stanzas for one address. */
  each(stanzas: readonly SplicedBytes[], to: string): void {
    for (const { head, tail } of stanzas) {
      this.#bytes(head);
      this.#address(to);
      this.#bytes(tail);
    }
  }

  /** What has been gathered, to be written in this order; each page comes back by `done`. */
  take(): Buffer[] {
    if (this.#at > 0) this.#seal();
    const full = this.#full;
    this.#full = [];
    this.#fullBytes = 0;
    return full;
  }

  /** The kernel has taken it. */
  done(written: Buffer): void {
    if (written.buffer.byteLength !== pageBytes || this.#spare.length >= sparePages) return;
    this.#spare.push(Buffer.from(written.buffer));
  }

  #bytes(bytes: Uint8Array): void {
    if (!this.#reserve(bytes.length)) return this.#own(Buffer.from(bytes));
    this.#page.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** Most addresses are plain ASCII, and a loop over so few characters is faster than any call that encodes them. */
  #address(address: string): void {
    if (!this.#reserve(address.length * escapedBytesPerUnitMax)) return this.text(escapeAttribute(address));
    const page = this.#page;
    let at = this.#at;
    for (let i = 0; i < address.length; i++) {
      const code = address.charCodeAt(i);
      if (code > 126 || code < 32 || code === 34 || code === 38 || code === 39 || code === 60 || code === 62) {
        return this.text(escapeAttribute(address));
      }
      page[at++] = code;
    }
    this.#at = at;
  }

  /** Makes room for so many bytes; says whether there is a page that has it. */
  #reserve(bytes: number): boolean {
    if (this.#at + bytes <= pageBytes) return true;
    if (bytes > pageBytes) return false;
    this.#seal();
    return true;
  }

  #seal(): void {
    if (this.#at > 0) this.#add(this.#page.subarray(0, this.#at));
    this.#page = this.#spare.pop() ?? Buffer.allocUnsafeSlow(pageBytes);
    this.#at = 0;
  }

  #own(bytes: Buffer): void {
    if (this.#at > 0) this.#seal();
    this.#add(bytes);
  }

  #add(bytes: Buffer): void {
    this.#full.push(bytes);
    this.#fullBytes += bytes.length;
  }
}
