/**
 * Events of the last while, in the order in which they were committed. A commit of many streams so touches a few
 * pages of the file and not one for each stream; what has gathered is then put where it belongs, stream by stream, a
 * little with each transaction. Why: docs/decisions/0009-recent-events.md.
 *
 * A row that was put in its place stays behind here until all that was gathered with it is taken out; it is known by
 * its number, which is not above that of the stream's newest event in its place.
 */

import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { columns, type EventReader, eventColumns, prepareEventRows } from './event-rows.ts';
import type { EventRow } from './protocol.ts';

/** Events gathered before they are put in their places. */
const gatheredEventsMax = 4_096;
const gatheredBytesMax = 16_777_216;
/** Put in their places with one transaction that has added less: so many events, unless they are more than so many bytes. */
const settledPerTransaction = 256;
const settledBytesMin = 4_194_304;
/** Rows taken out with one transaction, at least. */
const removedMin = 2_048;

/** Events of one stream: consecutive numbers from `first`, and where each of them is, behind those that are `gone`. */
interface Tail {
  first: number;
  places: number[];
  gone: number;
  bytes: number;
}

export class RecentEvents {
  readonly #gatheredMax: number;
  readonly #tails = new Map<number, Tail>();
  readonly #insert: StatementSync;
  readonly #all: StatementSync;
  readonly #settle: StatementSync;
  readonly #remove: StatementSync;
  readonly #newestInPlace: StatementSync;
  readonly #rowAt: EventReader;
  #place = 0;
  /** Nothing lies before this place. */
  #start = 1;
  #gathered = 0;
  #gatheredBytes = 0;
  /** Since the last share in putting things in their places. */
  #added = 0;
  #addedBytes = 0;
  /** What is being put in its places: up to this place, and the streams still to be done. */
  #settling: { readonly upTo: number; readonly streams: number[] } | undefined;

  constructor(database: DatabaseSync, gatheredMax = gatheredEventsMax) {
    this.#gatheredMax = gatheredMax;
    const places = Array.from(columns, () => '?').join(', ');
    this.#insert = database.prepare(`INSERT INTO recent (place, ${columns.join(', ')}) VALUES (?, ${places})`);
    this.#all = database.prepare(
      'SELECT place, stream, number, octet_length(payload) AS bytes FROM recent ORDER BY place',
    );
    this.#settle = database.prepare(
      `INSERT INTO event (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM recent WHERE place = ?`,
    );
    this.#remove = database.prepare('DELETE FROM recent WHERE place <= ?');
    this.#newestInPlace = database.prepare('SELECT max(number) AS number FROM event WHERE stream = ?');
    this.#rowAt = prepareEventRows(database, `SELECT ${eventColumns} FROM recent WHERE place = ?`);
    this.reload();
  }

  /** Also after a rollback: what is remembered is what is in the file. */
  reload(): void {
    this.#tails.clear();
    this.#place = 0;
    this.#start = 1;
    this.#gathered = 0;
    this.#gatheredBytes = 0;
    this.#added = 0;
    this.#addedBytes = 0;
    this.#settling = undefined;
    const inPlace = new Map<number, number>();
    for (const row of this.#all.iterate()) {
      const [place, stream, number] = [Number(row.place), Number(row.stream), Number(row.number)];
      if (this.#place === 0) this.#start = place;
      this.#place = place;
      let newest = inPlace.get(stream);
      if (newest === undefined) {
        newest = Number(this.#newestInPlace.get(stream)?.number ?? 0);
        inPlace.set(stream, newest);
      }
      if (number > newest) this.#note({ place, stream, number, bytes: Number(row.bytes) });
    }
  }

  /** Values in the order of `columns`; the first two are stream and number, the last one is the payload. */
  add(values: readonly [stream: number, number: number, ...rest: SQLInputValue[], payload: string]): void {
    const place = this.#place + 1;
    this.#insert.run(place, ...values);
    const [stream, number] = values;
    const bytes = String(values.at(-1)).length;
    this.#place = place;
    this.#added += 1;
    this.#addedBytes += bytes;
    this.#note({ place, stream, number, bytes });
  }

  #note(row: {
    readonly place: number;
    readonly stream: number;
    readonly number: number;
    readonly bytes: number;
  }): void {
    const known = this.#tails.get(row.stream);
    if (known === undefined) {
      this.#tails.set(row.stream, { first: row.number, places: [row.place], gone: 0, bytes: row.bytes });
    } else {
      known.places.push(row.place);
      known.bytes += row.bytes;
    }
    this.#gathered += 1;
    this.#gatheredBytes += row.bytes;
  }

  /** Numbers of the stream that are here and not in their place; nothing where there are none. */
  range(stream: number): { readonly first: number; readonly last: number } | undefined {
    const tail = this.#tails.get(stream);
    return tail && { first: tail.first, last: tail.first + lengthOf(tail) - 1 };
  }

  row(stream: number, number: number): EventRow | undefined {
    const tail = this.#tails.get(stream);
    if (tail === undefined || number < tail.first) return undefined;
    const place = tail.places[tail.gone + number - tail.first];
    return place === undefined ? undefined : this.#rowAt(place)[0];
  }

  /** Puts all of a stream in its place, within the transaction that is open: for whoever changes what is written. */
  settle(stream: number): void {
    const tail = this.#tails.get(stream);
    if (tail !== undefined) this.#settleOldest(stream, tail, lengthOf(tail));
  }

  /** So many of the oldest, which must be there. */
  #settleOldest(stream: number, tail: Tail, count: number): void {
    const end = tail.gone + count;
    for (let i = tail.gone; i < end; i++) this.#settle.run(tail.places[i] ?? 0);
    tail.bytes -= (tail.bytes / lengthOf(tail)) * count;
    tail.first += count;
    tail.gone = end;
    if (lengthOf(tail) === 0) this.#tails.delete(stream);
    else if (tail.gone * 2 > tail.places.length) {
      tail.places = tail.places.slice(tail.gone);
      tail.gone = 0;
    }
  }

  /** The share of one transaction in putting things in their places: twice what it has added, so that it catches up. */
  settleSome(): void {
    const removed = Math.max(removedMin, 4 * this.#added);
    let events = Math.max(Math.min(settledPerTransaction, this.#gatheredMax), 2 * this.#added);
    let bytes = Math.max(settledBytesMin, 2 * this.#addedBytes);
    this.#added = 0;
    this.#addedBytes = 0;
    if (this.#settling === undefined) {
      if (this.#gathered < this.#gatheredMax && this.#gatheredBytes < gatheredBytesMax) return;
      this.#settling = { upTo: this.#place, streams: [...this.#tails.keys()].sort((one, other) => other - one) };
      this.#gathered = 0;
      this.#gatheredBytes = 0;
    }
    const { streams } = this.#settling;
    while (events > 0 && bytes > 0) {
      const stream = streams.at(-1);
      if (stream === undefined) return this.#removeSettled(this.#settling.upTo, removed);
      const tail = this.#tails.get(stream);
      const due = tail === undefined ? 0 : this.#dueOf(tail, this.#settling.upTo);
      if (tail === undefined || due === 0) {
        streams.pop();
        continue;
      }
      const bytesEach = tail.bytes / lengthOf(tail);
      const count = Math.max(1, Math.min(due, events, Math.floor(bytes / Math.max(1, bytesEach))));
      this.#settleOldest(stream, tail, count);
      events -= count;
      bytes -= bytesEach * count;
    }
  }

  /** How many of the oldest lie up to this place. */
  #dueOf({ places, gone }: Tail, upTo: number): number {
    let low = gone;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((places[middle] ?? 0) <= upTo) low = middle + 1;
      else high = middle;
    }
    return low - gone;
  }

  #removeSettled(upTo: number, count: number): void {
    const end = Math.min(upTo, this.#start + count - 1);
    this.#remove.run(end);
    this.#start = end + 1;
    if (end === upTo) this.#settling = undefined;
  }
}

function lengthOf({ places, gone }: Tail): number {
  return places.length - gone;
}
