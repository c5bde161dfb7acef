/** Reading an export: line by line, each section against its checksum. What is not as it was written is found, and where. */
import {
  type Closing,
  formatVersion,
  type Head,
  lineCharactersMax,
  type MembershipsHead,
  membershipsSection,
  readLine,
  type SectionEnd,
  type SectionLine,
  type StreamHead,
} from './format.ts';
import { SectionSum, WholeSum } from './sums.ts';

/** The file is not what was written; one line that says where. */
export class DamagedExport extends Error {
  override name = 'DamagedExport';
}

/** The file ends where it should not: it was not finished, or cut. */
export class CutExport extends DamagedExport {
  override name = 'CutExport';
}

export type Read =
  | { readonly kind: 'head'; readonly head: Head; readonly text: string }
  | { readonly kind: 'begin'; readonly line: StreamHead | MembershipsHead }
  | { readonly kind: 'line'; readonly line: SectionLine }
  /** Of a section, all of which has been given. `through`: bytes of the file up to and including this line. */
  | { readonly kind: 'end'; readonly line: SectionEnd; readonly text: string; readonly through: number }
  | { readonly kind: 'whole'; readonly line: Closing };

/** Text in pieces as lines, of bounded length. What stands behind the last line feed is given too: it is no whole line. */
export async function* linesIn(
  pieces: AsyncIterable<string>,
): AsyncGenerator<{ readonly text: string; readonly whole: boolean }> {
  let rest: string[] = [];
  let length = 0;
  for await (const piece of pieces) {
    const lines = piece.split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) {
      yield { text: rest.length === 0 ? line : rest.join('') + line, whole: true };
      rest = [];
      length = 0;
    }
    rest.push(last);
    length += last.length;
    if (length > lineCharactersMax) throw new DamagedExport('a line is longer than any that is written');
  }
  const left = rest.join('');
  if (left !== '') yield { text: left, whole: false };
}

/** @throws DamagedExport */
export async function* readExport(pieces: AsyncIterable<string>): AsyncGenerator<Read> {
  const reader = new Reader();
  try {
    for await (const { text, whole } of linesIn(pieces)) yield reader.read(text, whole);
  } catch (error) {
    if (isCutArchive(error)) throw reader.cut();
    throw error;
  }
  reader.end();
}

/** What zlib says of a file that ends too early, or is none of its kind. */
function isCutArchive(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'Z_BUF_ERROR' || error.code === 'Z_DATA_ERROR');
}

class Reader {
  readonly #whole = new WholeSum();
  #lines = 0;
  #bytes = 0;
  #head = false;
  #section: { readonly of: string; readonly sum: SectionSum } | undefined;
  #closed = false;

  read(text: string, whole: boolean): Read {
    this.#lines += 1;
    this.#bytes += Buffer.byteLength(text) + 1;
    if (!whole) throw this.cut();
    if (this.#closed) throw this.#damaged('there is more behind its end');
    const line = readLine(text);
    if (line === undefined)
      throw this.#damaged(this.#head ? 'this is no line of an export' : 'this is not an export of Longroom');
    switch (line.is) {
      case 'longroom export':
        return this.#begin(line, text);
      case 'end':
        return this.#endSection(line, text);
      case 'whole':
        return this.#close(line);
      default:
        return this.#within(line, text);
    }
  }

  #begin(head: Head, text: string): Read {
    if (this.#head) throw this.#damaged('a second export begins here');
    if (head.format !== formatVersion) {
      throw this.#damaged(
        `its format is ${head.format}, and this version reads ${formatVersion}; use the Longroom that wrote it (${head.version}), or a newer one`,
      );
    }
    this.#head = true;
    this.#whole.head(text);
    return { kind: 'head', head, text };
  }

  #within(line: SectionLine, text: string): Read {
    if (!this.#head) throw this.#damaged('this is not an export of Longroom: its first line is missing');
    if (line.is === 'stream' || line.is === 'memberships') {
      if (this.#section !== undefined) throw this.#damaged(`the end of the section before it is missing`);
      const of = line.is === 'stream' ? line.stream : membershipsSection;
      this.#section = { of, sum: new SectionSum() };
      this.#section.sum.add(text);
      if (line.is === 'stream' && line.room !== undefined) this.#whole.rooms += 1;
      return { kind: 'begin', line };
    }
    if (this.#section === undefined) throw this.#damaged('the beginning of its section is missing');
    this.#section.sum.add(text);
    if (line.is === 'event') this.#whole.events += 1;
    return { kind: 'line', line };
  }

  #endSection(line: SectionEnd, text: string): Read {
    if (this.#section === undefined) throw this.#damaged('the section that ends here is missing');
    const { of, sum } = this.#section;
    const is = sum.end();
    if (is.lines !== line.lines || is.sha256 !== line.sha256 || of !== line.of) {
      throw this.#damaged('what stands there is not what was written: its checksum is another one');
    }
    this.#section = undefined;
    this.#whole.end(text);
    return { kind: 'end', line, text, through: this.#bytes };
  }

  #close(line: Closing): Read {
    const { rooms, events, sections, sha256 } = this.#whole.closing();
    if (this.#section !== undefined) throw this.#damaged('the end of its section is missing');
    if (rooms !== line.rooms || events !== line.events || sections !== line.sections || sha256 !== line.sha256) {
      throw this.#damaged('a section is missing, or one is there twice: the checksum of the whole is another one');
    }
    this.#closed = true;
    return { kind: 'whole', line };
  }

  end(): void {
    if (!this.#closed) throw this.cut();
  }

  cut(): CutExport {
    const behind = this.#lines === 0 ? 'it is empty' : `it ends after line ${this.#lines}${this.#where()}`;
    return new CutExport(`it is not whole: ${behind}`);
  }

  #damaged(what: string): DamagedExport {
    return new DamagedExport(`it is damaged at line ${this.#lines}${this.#where()}: ${what}`);
  }

  #where(): string {
    return this.#section === undefined ? '' : ` (in the section of ${this.#section.of})`;
  }
}
