/**
 * Erlang terms as ejabberd writes them into its tables: atoms, binaries, strings, numbers, lists, tuples, maps. Nothing is
 * evaluated. A binary or a string is text; what is not UTF-8 in it comes out as U+FFFD.
 */
import { type Malformed, orMalformed, Unreadable } from './malformed.ts';

export type ErlangTerm = number | ErlangAtom | ErlangText | ErlangTuple | ErlangMap | readonly ErlangTerm[];

export interface ErlangAtom {
  readonly kind: 'atom';
  readonly name: string;
}
/** A binary or a string. */
export interface ErlangText {
  readonly kind: 'text';
  readonly text: string;
}
export interface ErlangTuple {
  readonly kind: 'tuple';
  readonly items: readonly ErlangTerm[];
}
export interface ErlangMap {
  readonly kind: 'map';
  readonly entries: readonly (readonly [ErlangTerm, ErlangTerm])[];
}

const depthMax = 100;

const escapes: Readonly<Record<string, string>> = {
  ...{ b: '\b', d: '\x7f', e: '\x1b', f: '\f', n: '\n', r: '\r', s: ' ', t: '\t', v: '\v' },
};

/** One term, with or without the full stop behind it. */
export function readTerm(written: string): ErlangTerm | Malformed {
  return orMalformed(written, () => {
    const reader = new TermReader(written);
    const term = reader.term(0);
    reader.accept('.');
    reader.expectEnd();
    return term;
  });
}

class TermReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  term(depth: number): ErlangTerm {
    if (depth > depthMax) this.#fail(`it is nested deeper than ${depthMax} levels`);
    this.#skip();
    const sign = this.#text[this.#at] ?? '';
    if (this.#text.startsWith('<<', this.#at)) return this.#binary();
    if (sign === '[') return this.#items('[', ']', () => this.term(depth + 1));
    if (sign === '{') return { kind: 'tuple', items: this.#items('{', '}', () => this.term(depth + 1)) };
    if (sign === '#') return this.#map(depth + 1);
    if (sign === '"') return { kind: 'text', text: this.#quoted('"') };
    if (sign === "'") return { kind: 'atom', name: this.#quoted("'") };
    if (/[-0-9]/.test(sign)) return this.#number();
    return this.#atom();
  }

  accept(sign: string): boolean {
    this.#skip();
    if (!this.#text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    return true;
  }

  expectEnd(): void {
    this.#skip();
    if (this.#at < this.#text.length) this.#fail('something stands behind the term');
  }

  #expect(sign: string): void {
    if (!this.accept(sign)) this.#fail(`"${sign}" is missing`);
  }

  #items<T>(open: string, close: string, one: () => T): T[] {
    this.#expect(open);
    const items: T[] = [];
    if (this.accept(close)) return items;
    do items.push(one());
    while (this.accept(','));
    this.#expect(close);
    return items;
  }

  #map(depth: number): ErlangMap {
    this.#expect('#');
    const entries = this.#items('{', '}', () => {
      const key = this.term(depth);
      this.#expect('=>');
      return [key, this.term(depth)] as const;
    });
    return { kind: 'map', entries };
  }

  #binary(): ErlangText {
    this.#expect('<<');
    this.#skip();
    if (this.#text[this.#at] === '"') {
      const text = this.#quoted('"');
      // Without `/utf8` each character is a byte; where one is more than that, it was text all along.
      const isText = this.accept('/utf8') || /[^\0-\xff]/.test(text);
      this.#expect('>>');
      return { kind: 'text', text: isText ? text : bytesOrText(text) };
    }
    if (this.accept('>>')) return { kind: 'text', text: '' };
    const bytes: number[] = [];
    do bytes.push(this.#byte());
    while (this.accept(','));
    this.#expect('>>');
    return { kind: 'text', text: Buffer.from(bytes).toString('utf8') };
  }

  #byte(): number {
    this.#skip();
    const written = /^\d{1,3}/.exec(this.#text.slice(this.#at, this.#at + 4))?.[0] ?? '';
    if (written === '' || Number(written) > 255) this.#fail('a byte is malformed');
    this.#at += written.length;
    return Number(written);
  }

  #quoted(quote: string): string {
    let text = '';
    let from = ++this.#at;
    for (;;) {
      const sign = this.#text[this.#at];
      if (sign === undefined) return this.#fail('a text does not end');
      if (sign === quote) break;
      if (sign !== '\\') {
        this.#at += 1;
        continue;
      }
      text += this.#text.slice(from, this.#at) + this.#escape();
      from = this.#at;
    }
    text += this.#text.slice(from, this.#at);
    this.#at += 1;
    return text;
  }

  #escape(): string {
    const rest = this.#text.slice(this.#at + 1, this.#at + 12);
    const [matched = '', octal, hex, long, control] =
      /^(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|x\{([0-9a-fA-F]{1,6})\}|\^([@-_a-z]))/.exec(rest) ?? [];
    if (matched === '') {
      const [sign] = rest;
      if (sign === undefined) return this.#fail('a text does not end');
      this.#at += 1 + sign.length;
      return escapes[sign] ?? sign;
    }
    this.#at += 1 + matched.length;
    if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) & 31);
    const code = octal !== undefined ? Number.parseInt(octal, 8) : Number.parseInt(hex ?? long ?? '0', 16);
    return code > 0x10ffff ? this.#fail('an escape is out of bounds') : String.fromCodePoint(code);
  }

  #number(): number {
    const written = /^-?\d+(?:\.\d+(?:[eE][-+]?\d{1,4})?)?/.exec(this.#text.slice(this.#at, this.#at + 400))?.[0];
    if (written === undefined) return this.#fail('a number is malformed');
    this.#at += written.length;
    return Number(written);
  }

  #atom(): ErlangAtom {
    const name = /^[a-z][A-Za-z0-9_@]*/.exec(this.#text.slice(this.#at, this.#at + 300))?.[0];
    if (name === undefined) return this.#fail('a term is missing');
    this.#at += name.length;
    return { kind: 'atom', name };
  }

  #skip(): void {
    while (this.#at < this.#text.length && /\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  #fail(text: string): never {
    throw new Unreadable(text, this.#at);
  }
}

/** Characters that stand for bytes are the text those bytes are in UTF-8, if they are; else they are what they look like. */
function bytesOrText(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text;
  const read = Buffer.from(text, 'latin1').toString('utf8');
  return read.includes('\ufffd') ? text : read;
}
