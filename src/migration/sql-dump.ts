/**
 * The rows of a dump: `INSERT INTO table (columns) VALUES (...), (...);` as ejabberd's own export, pg_dump (with
 * --column-inserts), mysqldump (with --complete-insert) and SQLite write them. All else in it is passed over. Read piece by
 * piece; a statement is bounded, and one that is damaged is told and costs no other.
 */
import { createReadStream } from 'node:fs';

export interface DumpRow {
  readonly table: string;
  readonly values: ReadonlyMap<string, string | number | null>;
  readonly line: number;
}

export interface DamagedStatement {
  readonly problem: string;
  readonly line: number;
}

const statementCharactersMax = 134_217_728;
const headerCharacters = 4_096;

/** Statements and rows in order. */
export async function* rowsOfDump(path: string): AsyncGenerator<DumpRow | DamagedStatement> {
  const statements = new Statements();
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1_048_576 })) {
    for (const statement of statements.take(chunk as string)) yield* rowsOf(statement);
  }
  for (const statement of statements.end()) yield* rowsOf(statement);
}

interface Statement {
  readonly text: string;
  readonly line: number;
  readonly backslashes: boolean;
  readonly problem?: string;
}

/** Cuts the text at semicolons that stand in no text, comment or name. */
class Statements {
  #text = '';
  #at = 0;
  #line = 1;
  /** Whether a backslash in a text means something: known from how a dump begins. */
  #backslashes: boolean | undefined;
  /** The sign that ends what is open: a quote, or the end of a line. */
  #open = '';
  #escaping = false;
  #skipping = false;

  *take(chunk: string): Generator<Statement> {
    this.#text += chunk;
    this.#backslashes ??= this.#text.length < headerCharacters ? undefined : meansBackslashes(this.#text);
    if (this.#backslashes !== undefined) yield* this.#cut();
  }

  *end(): Generator<Statement> {
    this.#backslashes ??= meansBackslashes(this.#text);
    yield* this.#cut();
    if (this.#text.trim() !== '' && this.#open !== '\n') yield* this.#statement(this.#text.length, 'it does not end');
  }

  *#cut(): Generator<Statement> {
    // One sign is held back: it may be the first of two that mean something together.
    for (; this.#at < this.#text.length; this.#at += 1) {
      const sign = this.#text[this.#at] ?? '';
      if (this.#open !== '') this.#within(sign);
      else if (sign === "'" || sign === '"' || sign === '`') this.#begin(sign);
      else if (sign === '-' && this.#text[this.#at - 1] === '-') this.#open = '\n';
      else if (sign === ';') yield* this.#statement(this.#at + 1);
    }
    if (this.#text.length <= statementCharactersMax) return;
    if (!this.#skipping) yield* this.#statement(this.#text.length, 'it is too long');
    else this.#drop(this.#text.length);
    this.#skipping = true;
  }

  #begin(sign: string): void {
    this.#open = sign;
    this.#escaping =
      sign === "'" &&
      (this.#backslashes === true || /[^A-Za-z0-9_]E$/.test(this.#text.slice(Math.max(0, this.#at - 2), this.#at)));
  }

  #within(sign: string): void {
    if (sign === '\\' && this.#escaping) this.#at += 1;
    // A doubled quote ends a text and begins the next, which comes to the same.
    else if (sign === this.#open) this.#open = '';
  }

  *#statement(end: number, problem?: string): Generator<Statement> {
    const text = this.#text.slice(0, end);
    const lead = /^(?:\s|--[^\n]*(?:\n|$))*/.exec(text)?.[0] ?? '';
    const line = this.#line + lead.split('\n').length - 1;
    this.#drop(end);
    const skipped = this.#skipping;
    this.#skipping = false;
    if (skipped) return;
    yield {
      text: text.slice(lead.length),
      line,
      backslashes: this.#backslashes === true,
      ...(problem !== undefined && { problem }),
    };
  }

  #drop(end: number): void {
    this.#line += this.#text.slice(0, end).split('\n').length - 1;
    this.#text = this.#text.slice(end);
    this.#at = -1 + Math.max(0, this.#at + 1 - end);
  }
}

function meansBackslashes(beginning: string): boolean {
  return /-- (?:Mnesia table|MySQL dump|MariaDB dump|phpMyAdmin)|\/\*[!M]|INSERT INTO `/.test(beginning);
}

function* rowsOf({ text, line, backslashes, problem }: Statement): Generator<DumpRow | DamagedStatement> {
  const [head = '', written = '', columns] =
    /^INSERT\s+(?:IGNORE\s+)?INTO\s+((?:[`"]?\w+[`"]?\.)?[`"]?\w+[`"]?)\s*(?:\(([^()]*)\))?\s*VALUES\s*/i.exec(text) ??
    [];
  if (head === '') return;
  const table = bareName(written.split('.').at(-1) ?? '');
  if (problem !== undefined) return yield { problem: `a row of ${table}: ${problem}`, line };
  if (columns === undefined) {
    return yield {
      problem: `rows of ${table} without the names of columns (pg_dump --column-inserts, mysqldump --complete-insert)`,
      line,
    };
  }
  const names = columns.split(',').map(bareName);
  const reader = new ValuesReader(text, head.length, backslashes);
  for (;;) {
    const values = reader.tuple();
    if (values === undefined || values.length !== names.length)
      return yield { problem: `a damaged row of ${table}`, line };
    yield { table, values: new Map(names.map((name, index) => [name, values[index] ?? null])), line };
    if (!reader.another()) return;
  }
}

function bareName(written: string): string {
  return written.trim().replaceAll(/[`"]/g, '').toLowerCase();
}

const mysqlEscapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', '0': '\0', Z: '\x1a' };

/** `(value, ...), (...)`: texts, numbers and NULL. */
class ValuesReader {
  readonly #text: string;
  readonly #backslashes: boolean;
  #at: number;

  constructor(text: string, at: number, backslashes: boolean) {
    this.#text = text;
    this.#at = at;
    this.#backslashes = backslashes;
  }

  /** Undefined where it is damaged. */
  tuple(): (string | number | null)[] | undefined {
    if (!this.#accept('(')) return undefined;
    const values: (string | number | null)[] = [];
    do {
      const value = this.#value();
      if (value === undefined) return undefined;
      values.push(value);
    } while (this.#accept(','));
    return this.#accept(')') ? values : undefined;
  }

  another(): boolean {
    return this.#accept(',');
  }

  #accept(sign: string): boolean {
    this.#at += /^\s*/.exec(this.#text.slice(this.#at, this.#at + 1_000))?.[0].length ?? 0;
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #value(): string | number | null | undefined {
    if (this.#accept("'")) return this.#string(this.#backslashes);
    const rest = this.#text.slice(this.#at, this.#at + 100);
    const introduced = /^(?:E|_binary\s*|_utf8mb4\s*|N)'/i.exec(rest)?.[0];
    if (introduced !== undefined) {
      this.#at += introduced.length;
      return this.#string(this.#backslashes || introduced.toUpperCase() === "E'");
    }
    const plain = /^(?:NULL|true|false|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)(?=[\s,)])/i.exec(rest)?.[0];
    if (plain === undefined) return undefined;
    this.#at += plain.length;
    if (/^[nft]/i.test(plain)) return plain.toUpperCase() === 'NULL' ? null : Number(/^t/i.test(plain));
    return Number(plain);
  }

  /** Behind the opening quote. */
  #string(backslashes: boolean): string | undefined {
    let value = '';
    let from = this.#at;
    for (; this.#at < this.#text.length; this.#at += 1) {
      const sign = this.#text[this.#at];
      if (sign === '\\' && backslashes) {
        const escaped = this.#text[this.#at + 1] ?? '';
        value += this.#text.slice(from, this.#at) + (mysqlEscapes[escaped] ?? escaped);
        this.#at += 1;
        from = this.#at + 1;
      } else if (sign === "'") {
        value += this.#text.slice(from, this.#at);
        this.#at += 1;
        if (this.#text[this.#at] !== "'") return value;
        from = this.#at;
      }
    }
    return undefined;
  }
}
