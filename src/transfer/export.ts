/** An export as text: lines, section by section. It may be begun behind a section that is there already. */
import { isRoomStream } from '../service/room-loader.ts';
import { type Store, StoreError } from '../store/port.ts';
import {
  type BelongLine,
  formatVersion,
  type Head,
  membershipsSection,
  type Scope,
  type SectionLine,
} from './format.ts';
import { type KeyLengths, keyLengths, NamedPeople } from './named-people.ts';
import { Selection } from './selection.ts';
import { streamSection } from './stream-section.ts';
import { SectionSum } from './sums.ts';

/** Streams asked for at a time, and memberships. */
const streamsAtATime = 500;
const membershipsAtATime = 1_000;
/** Text that is handed on at a time. */
const chunkCharacters = 65_536;

export interface ExportSource {
  readonly store: Store;
  /** The address of the service. */
  readonly service: string;
  readonly version: string;
  /** Milliseconds since 1970. */
  now(): number;
  /** Text that nobody guesses. */
  random(): string;
}

export interface ExportWish {
  readonly what: Scope;
  /** The last section that is there already. */
  readonly after?: string;
}

/** Text of whole lines, a piece at a time; or why there can be none. The line that closes the file is not among them. */
export async function beginExport(
  source: ExportSource,
  wish: ExportWish,
): Promise<{ readonly text: AsyncGenerator<string> } | { readonly problem: string }> {
  const selection = await Selection.of(source.store, wish.what, source.service);
  if (typeof selection === 'string') return { problem: selection };
  return { text: inPieces(linesOf(source, wish, selection)) };
}

/** The same for somebody far away: that the store is away is one more reason why there can be none. */
export async function beginExportOrSayWhy(source: ExportSource, wish: ExportWish): ReturnType<typeof beginExport> {
  try {
    return await beginExport(source, wish);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { problem: error.message };
  }
}

async function* linesOf(source: ExportSource, wish: ExportWish, selection: Selection): AsyncGenerator<string> {
  const { store } = source;
  yield JSON.stringify(headOf(source, wish, selection));
  if (wish.after === membershipsSection) return;
  const lengths = await keyLengths(store);
  for (let after = wish.after ?? ''; ; ) {
    const streams = await store.transfer.streams({ after, limit: streamsAtATime });
    for (const stream of streams) {
      after = stream;
      if (!(await selection.has(stream))) continue;
      yield* section(stream, streamSection(store, stream, new NamedPeople(store, lengths)));
    }
    if (streams.length < streamsAtATime) break;
  }
  yield* section(membershipsSection, memberships(store, selection, lengths));
}

function headOf({ service, version, now, random }: ExportSource, { what }: ExportWish, { rooms }: Selection): Head {
  const began = new Date(now()).toISOString();
  return { is: 'longroom export', format: formatVersion, id: random(), service, what, began, version, rooms };
}

async function* section(of: string, lines: AsyncIterable<SectionLine>): AsyncGenerator<string> {
  const sum = new SectionSum();
  for await (const line of lines) {
    const text = JSON.stringify(line);
    sum.add(text);
    yield text;
  }
  yield JSON.stringify({ is: 'end', of, ...sum.end() });
}

async function* memberships(store: Store, selection: Selection, lengths: KeyLengths): AsyncGenerator<SectionLine> {
  yield { is: 'memberships' };
  const people = new NamedPeople(store, lengths);
  for (let place: string | undefined; ; ) {
    const page = await store.transfer.memberships({ limit: membershipsAtATime, ...(place !== undefined && { place }) });
    const belong: BelongLine['belong'][number][] = [];
    for (const { person, stream, seen } of page.memberships) {
      if (isRoomStream(stream) && (await selection.has(stream))) belong.push([person, stream, seen]);
    }
    yield* people.in(belong.map(([person]) => person));
    if (belong.length > 0) yield { is: 'belong', belong };
    if (page.place === undefined) return;
    place = page.place;
  }
}

async function* inPieces(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = '';
  for await (const line of lines) {
    piece += `${line}\n`;
    if (piece.length < chunkCharacters) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
