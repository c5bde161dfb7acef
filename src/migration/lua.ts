/**
 * Data as Prosody writes it: a Lua expression made of tables, strings, numbers and the like. It is read and never run, so a
 * call, a name or an operator is a mistake. Texts are bytes in Lua: the document is given as Latin-1, and strings come out
 * as the UTF-8 they hold.
 */
import { type Malformed, orMalformed, Unreadable } from './malformed.ts';

export type LuaValue = string | number | boolean | null | LuaTable;

export interface LuaTable {
  /** Entries without a key, in order. */
  readonly list: readonly LuaValue[];
  readonly fields: ReadonlyMap<string | number | boolean, LuaValue>;
}

/** What Prosody itself does not go beyond is 127. */
const depthMax = 200;

const escapes: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
  ...{ '\\': '\\', '"': '"', "'": "'", '\n': '\n' },
};

export function isTable(value: LuaValue | undefined): value is LuaTable {
  return typeof value === 'object' && value !== null;
}

/** A text of Latin-1 that holds `return VALUE;`, as a file of Prosody's does. */
export function readReturned(written: string): LuaValue | Malformed {
  return orMalformed(written, () => {
    const reader = new LuaReader(written);
    reader.expectWord('return');
    const value = reader.value(0);
    reader.accept(';');
    reader.expectEnd();
    return value;
  });
}

/** A text of Latin-1 that holds `item(VALUE);`. */
export function readItem(written: string): LuaValue | Malformed {
  return orMalformed(written, () => {
    const reader = new LuaReader(written);
    reader.expectWord('item');
    reader.expect('(');
    const value = reader.value(0);
    reader.expect(')');
    reader.accept(';');
    reader.expectEnd();
    return value;
  });
}

class LuaReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): LuaValue {
    this.#skip();
    const first = this.#text[this.#at];
    if (first === '{') return this.#table(depth + 1);
    if (first === '"' || first === "'") return this.#string(first);
    if (first === '[') return this.#long();
    if (first === '(') return this.#division();
    if (first !== undefined && /[-.0-9]/.test(first)) return this.#number();
    const word = this.#word();
    if (word === 'true') return true;
    if (word === 'false') return false;
    if (word === 'nil') return null;
    return this.#fail(word === '' ? 'a value is missing' : `"${word.slice(0, 40)}" is no data`);
  }

  accept(sign: string): boolean {
    this.#skip();
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  expect(sign: string): void {
    if (!this.accept(sign)) this.#fail(`"${sign}" is missing`);
  }

  expectWord(word: string): void {
    this.#skip();
    if (this.#word() !== word) this.#fail(`"${word}" is missing`);
  }

  expectEnd(): void {
    this.#skip();
    if (this.#at < this.#text.length) this.#fail('something stands behind the data');
  }

  #table(depth: number): LuaTable {
    if (depth > depthMax) this.#fail(`it is nested deeper than ${depthMax} levels`);
    this.expect('{');
    const list: LuaValue[] = [];
    const fields = new Map<string | number | boolean, LuaValue>();
    while (!this.accept('}')) {
      const key = this.#key(depth);
      const value = this.value(depth);
      if (key === undefined) list.push(value);
      else fields.set(key, value);
      if (this.accept(';') || this.accept(',')) continue;
      this.expect('}');
      break;
    }
    return { list, fields };
  }

  /** Undefined where the entry has none. */
  #key(depth: number): string | number | boolean | undefined {
    this.#skip();
    if (this.#text[this.#at] === '[' && !/^\[=*\[/.test(this.#text.slice(this.#at, this.#at + 8))) {
      this.#at += 1;
      const key = this.value(depth);
      this.expect(']');
      this.expect('=');
      return typeof key === 'object' ? this.#fail('a table cannot be a key here') : key;
    }
    const named = /^[A-Za-z_][A-Za-z0-9_]*(?=\s*=(?!=))/.exec(this.#text.slice(this.#at, this.#at + 200))?.[0];
    if (named === undefined) return undefined;
    this.#at += named.length;
    this.expect('=');
    return named;
  }

  #string(quote: string): string {
    let bytes = '';
    let from = ++this.#at;
    for (;;) {
      const sign = this.#text[this.#at];
      if (sign === undefined || sign === '\n') return this.#fail('a text does not end');
      if (sign === quote) break;
      if (sign !== '\\') {
        this.#at += 1;
        continue;
      }
      bytes += this.#text.slice(from, this.#at) + this.#escape();
      from = this.#at;
    }
    bytes += this.#text.slice(from, this.#at);
    this.#at += 1;
    return fromBytes(bytes);
  }

  #escape(): string {
    const rest = this.#text.slice(this.#at + 1, this.#at + 12);
    const known = escapes[rest[0] ?? ''];
    const [matched = '', decimal, hex, unicode] =
      known !== undefined
        ? [rest.slice(0, 1)]
        : (/^(?:(\d{1,3})|x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\})/.exec(rest) ?? []);
    if (matched === '') return this.#fail('an escape is not known');
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? unicode ?? '0', 16);
    if ((unicode === undefined && code > 255) || code > 0x10ffff) return this.#fail('an escape is out of bounds');
    this.#at += 1 + matched.length;
    if (known !== undefined) return known;
    return unicode === undefined
      ? String.fromCharCode(code)
      : Buffer.from(String.fromCodePoint(code)).toString('latin1');
  }

  /** `[[...]]`, with as many `=` between the brackets as there are at its beginning. */
  #long(): string {
    const [opening = '', level = ''] = /^\[(=*)\[\n?/.exec(this.#text.slice(this.#at, this.#at + 40)) ?? [];
    if (opening === '') return this.#fail('a value is missing');
    const end = this.#text.indexOf(`]${level}]`, this.#at + opening.length);
    if (end === -1) return this.#fail('a text does not end');
    const bytes = this.#text.slice(this.#at + opening.length, end);
    this.#at = end + level.length + 2;
    return fromBytes(bytes);
  }

  /** Numbers that have no digits are written so. */
  #division(): number {
    const [written = '', sign] =
      /^\(\s*(-?)\s*([01])\s*\/\s*0\s*\)/.exec(this.#text.slice(this.#at, this.#at + 40)) ?? [];
    if (written === '') return this.#fail('something is to be worked out, which is no data');
    this.#at += written.length;
    if (written.includes('0/') || /0\s*\//.test(written)) return Number.NaN;
    return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }

  #number(): number {
    const written = /^-?(?:0[xX][0-9a-fA-F]{1,16}|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,4})?)(?![A-Za-z0-9_])/.exec(
      this.#text.slice(this.#at, this.#at + 400),
    )?.[0];
    if (written === undefined) return this.#fail('a number is malformed');
    this.#at += written.length;
    return written.startsWith('-') ? -Number(written.slice(1)) : Number(written);
  }

  #word(): string {
    const word = /^[A-Za-z_][A-Za-z0-9_]*/.exec(this.#text.slice(this.#at, this.#at + 200))?.[0] ?? '';
    this.#at += word.length;
    return word;
  }

  /** White space and comments. */
  #skip(): void {
    for (;;) {
      while (this.#at < this.#text.length && /\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
      if (!this.#text.startsWith('--', this.#at)) return;
      const end = this.#text.indexOf('\n', this.#at);
      this.#at = end === -1 ? this.#text.length : end;
    }
  }

  #fail(text: string): never {
    throw new Unreadable(text, this.#at);
  }
}

function fromBytes(bytes: string): string {
  return /^[\0-\x7f]*$/.test(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
}
