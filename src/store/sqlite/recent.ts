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
/** Events put in their places with one transaction, at least, and how many bytes of them at most. */
const settledPerTransaction = 256;
const settledBytesMax = 4_194_304;

/** Events of one stream: consecutive numbers from `first`, and where each of them is. */
interface Tail {
  readonly first: number;
  readonly places: number[];
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
  #gathered = 0;
  #gatheredBytes = 0;
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
    this.#gathered = 0;
    this.#gatheredBytes = 0;
    this.#settling = undefined;
    const inPlace = new Map<number, number>();
    for (const row of this.#all.iterate()) {
      const [place, stream, number] = [Number(row.place), Number(row.stream), Number(row.number)];
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
    this.#place = place;
    this.#note({ place, stream, number, bytes: String(values.at(-1)).length });
  }

  #note(row: {
    readonly place: number;
    readonly stream: number;
    readonly number: number;
    readonly bytes: number;
  }): void {
    const known = this.#tails.get(row.stream);
    if (known === undefined) {
      this.#tails.set(row.stream, { first: row.number, places: [row.place], bytes: row.bytes });
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
    return tail && { first: tail.first, last: tail.first + tail.places.length - 1 };
  }

  row(stream: number, number: number): EventRow | undefined {
    const tail = this.#tails.get(stream);
    const place = tail?.places[number - tail.first];
    return place === undefined ? undefined : this.#rowAt(place)[0];
  }

  /** Puts all of a stream in its place, within the transaction that is open: for whoever changes what is written. */
  settle(stream: number): number {
    const tail = this.#tails.get(stream);
    if (tail === undefined) return 0;
    for (const place of tail.places) this.#settle.run(place);
    this.#tails.delete(stream);
    return tail.bytes;
  }

  /** The share of one transaction, in which so many events were written, in putting things in their places. */
  settleSome(written: number): void {
    if (this.#settling === undefined) {
      if (this.#gathered < this.#gatheredMax && this.#gatheredBytes < settledBytesMax * 4) return;
      this.#settling = { upTo: this.#place, streams: [...this.#tails.keys()].sort((one, other) => other - one) };
      this.#gathered = 0;
      this.#gatheredBytes = 0;
    }
    const { streams, upTo } = this.#settling;
    let events = Math.max(Math.min(settledPerTransaction, this.#gatheredMax), 2 * written);
    let bytes = settledBytesMax;
    while (events > 0 && bytes > 0) {
      const stream = streams.pop();
      if (stream === undefined) {
        this.#remove.run(upTo);
        this.#settling = undefined;
        return;
      }
      events -= this.#tails.get(stream)?.places.length ?? 0;
      bytes -= this.settle(stream);
    }
  }
}
