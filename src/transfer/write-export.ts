/** Writes the lines of an export into its file: the first line once, what closes it at the end, and how far it is told on the way. */
import type { ExportWish } from './export.ts';
import type { Closing, Head, Scope } from './format.ts';
import { readLine } from './format.ts';
import { CutExport, linesIn, type Read, readExport } from './read-export.ts';
import { WholeSum } from './sums.ts';

/** Text that is handed on at a time. */
const pieceCharacters = 65_536;

export interface ExportProgress {
  rooms: number;
  events: number;
  /** Rooms that there are to be, as it was when it began; 0 where that is not known yet. */
  roomsInAll: number;
}

/** What of an export is there already. */
export interface Begun {
  readonly head: { readonly head: Head; readonly text: string };
  /** The last section that is whole. */
  readonly section: string | undefined;
  /** Bytes up to and including its last line. */
  readonly bytes: number;
  readonly sum: WholeSum;
  readonly progress: ExportProgress;
}

/** @throws DamagedExport where the file is not the beginning of an export; gives nothing where it is whole. */
export async function begunExport(pieces: AsyncIterable<string>): Promise<Begun | undefined> {
  const sum = new WholeSum();
  const progress: ExportProgress = { rooms: 0, events: 0, roomsInAll: 0 };
  let head: Begun['head'] | undefined;
  let place: { section: string | undefined; bytes: number } = { section: undefined, bytes: 0 };
  const open = { room: false, events: 0 };
  try {
    for await (const read of readExport(pieces)) {
      if (read.kind === 'head') {
        head = read;
        progress.roomsInAll = read.head.rooms;
        sum.head(read.text);
        place = { section: undefined, bytes: Buffer.byteLength(read.text) + 1 };
      }
      if (read.kind === 'end') {
        sum.end(read.text);
        progress.rooms += open.room ? 1 : 0;
        progress.events += open.events;
        place = { section: read.line.of, bytes: read.through };
      }
      noteOpen(open, read);
      if (read.kind === 'whole') return undefined;
    }
  } catch (error) {
    if (!(error instanceof CutExport)) throw error;
  }
  if (head === undefined) throw new CutExport('it has no whole line');
  sum.rooms = progress.rooms;
  sum.events = progress.events;
  return { head, ...place, sum, progress };
}

function noteOpen(open: { room: boolean; events: number }, read: Read): void {
  if (read.kind === 'begin') {
    open.room = read.line.is === 'stream' && read.line.room !== undefined;
    open.events = 0;
  } else if (read.kind === 'line' && read.line.is === 'event') {
    open.events += 1;
  }
}

/** Whether two exports are of the same. */
export function isSameScope(one: Scope, other: Scope): boolean {
  const sorted = (scope: Scope) =>
    scope === 'everything' ? scope : { categories: [...scope.categories].sort(), rooms: [...scope.rooms].sort() };
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

export function wishAfter(what: Scope, begun: Begun | undefined): ExportWish {
  return { what, ...(begun?.section !== undefined && { after: begun.section }) };
}

/** The text of the file, out of the text of an export that may be the rest of one. */
export async function* fileText(
  pieces: AsyncIterable<string>,
  env: { readonly begun: Begun | undefined; readonly progress: ExportProgress; readonly told: () => void },
): AsyncGenerator<string> {
  const { begun, progress, told } = env;
  const sum = begun?.sum ?? new WholeSum();
  Object.assign(progress, begun?.progress);
  let piece = '';
  for await (const { text } of linesIn(pieces)) {
    if (text.startsWith('{"is":"longroom export"')) {
      // A file that is gone on with has its first line already.
      if (begun !== undefined) continue;
      sum.head(text);
      progress.roomsInAll = (readLine(text) as Head).rooms;
    } else count(text, sum, progress);
    piece += `${text}\n`;
    if (piece.length < pieceCharacters) continue;
    yield piece;
    piece = '';
    told();
  }
  const closing: Closing = { is: 'whole', ...sum.closing() };
  yield `${piece}${JSON.stringify(closing)}\n`;
}

function count(text: string, sum: WholeSum, progress: ExportProgress): void {
  if (text.startsWith('{"is":"event"')) {
    progress.events += 1;
    sum.events += 1;
    return;
  }
  // People and parts of snapshots: they may be long.
  if (text.startsWith('{"is":"p')) return;
  const line = readLine(text);
  if (line?.is === 'end') sum.end(text);
  if (line?.is !== 'stream' || line.room === undefined) return;
  progress.rooms += 1;
  sum.rooms += 1;
}

/** The lines that take up the first bytes of a file. */
export async function* firstBytes(pieces: AsyncIterable<string>, bytes: number): AsyncGenerator<string> {
  let left = bytes;
  for await (const { text } of linesIn(pieces)) {
    if (left <= 0) return;
    left -= Buffer.byteLength(text) + 1;
    yield `${text}\n`;
  }
}
