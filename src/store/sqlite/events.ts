/** Reading the events of a stream. */

import type { DatabaseSync } from 'node:sqlite';
import { archiveIdHint } from '../archive-id.ts';
import type { EventQuery } from '../port.ts';
import { type EventReader, eventColumns, prepareEventRows } from './event-rows.ts';
import type { EventRow, Handlers, Readings, Stretch } from './protocol.ts';
import type { RecentEvents } from './recent.ts';
import { packRows } from './row-packing.ts';
import type { StreamIndex } from './streams.ts';

/** Numbers that a filtered reading goes through before others get their turn. */
const stretchNumbersMax = 20_000;

type EventReadings = Pick<Handlers<Readings>, 'events' | 'lastNumber' | 'numberAt' | 'findArchived'>;

export function eventReadings(parts: {
  readonly database: DatabaseSync;
  readonly streams: StreamIndex;
  readonly recent: RecentEvents;
}): EventReadings {
  const { database, streams, recent } = parts;
  const inPlace = { ascending: prepareOrder(database, 'ASC'), descending: prepareOrder(database, 'DESC') };
  const rowInPlace = prepareEventRows(database, `SELECT ${eventColumns} FROM event WHERE stream = ? AND number = ?`);
  const foreignId = database.prepare('SELECT number FROM foreign_archive_id WHERE stream = ? AND archive_id = ?');
  const next = prepareNext(database, recent);

  const rowAt = (id: number, number: number): EventRow | undefined =>
    recent.row(id, number) ?? rowInPlace(id, number)[0];

  function rowsWithin({ query, id, bounds }: Search): EventRow[] {
    const { order, limit } = query;
    const fresh = order === 'descending' ? rowsAmongRecent(recent, { query, id, bounds }, limit) : [];
    const filter = [query.archived ? 1 : 0, query.person ?? null, query.person ?? null];
    const rows =
      limit > fresh.length ? inPlace[order](id, bounds.after, bounds.before, ...filter, limit - fresh.length) : [];
    if (order === 'descending') return [...fresh, ...rows];
    return [...rows, ...rowsAmongRecent(recent, { query, id, bounds }, limit - rows.length)];
  }

  return {
    events(query) {
      const entry = streams.find(query.stream);
      if (!entry || query.limit < 1) return { rows: packRows([]) };
      const bounds = boundsOf(query, entry.last);
      const rows = rowsWithin({ query, id: entry.id, bounds });
      return { rows: packRows(rows), ...continuation({ query, bounds, rows }) };
    },

    lastNumber: (stream) => streams.find(stream)?.last ?? 0,

    numberAt({ stream, time }) {
      const entry = streams.find(stream);
      return entry ? bisect({ next, id: entry.id, last: entry.last, time }) : 1;
    },

    findArchived({ stream, archiveId }) {
      const entry = streams.find(stream);
      if (!entry) return undefined;
      const hint = archiveIdHint(archiveId);
      const hinted = hint === undefined ? undefined : rowAt(entry.id, hint);
      if (hinted?.[5] === archiveId) return hinted;
      const number = foreignId.get(entry.id, archiveId)?.number;
      return number === undefined ? undefined : rowAt(entry.id, Number(number));
    },
  };
}

function prepareOrder(database: DatabaseSync, direction: 'ASC' | 'DESC'): EventReader {
  return prepareEventRows(
    database,
    `SELECT ${eventColumns} FROM event WHERE stream = ? AND number > ? AND number < ?
      AND (? = 0 OR archive_id IS NOT NULL) AND (? IS NULL OR person = ?) ORDER BY number ${direction} LIMIT ?`,
  );
}

interface Search {
  readonly query: EventQuery;
  readonly id: number;
  readonly bounds: Bounds;
}

function rowsAmongRecent(recent: RecentEvents, { query, id, bounds }: Search, limit: number): EventRow[] {
  const rows: EventRow[] = [];
  const range = recent.range(id);
  if (range === undefined) return rows;
  const first = Math.max(range.first, bounds.after + 1);
  const last = Math.min(range.last, bounds.before - 1);
  for (let i = 0; i <= last - first && rows.length < limit; i++) {
    const row = recent.row(id, query.order === 'ascending' ? first + i : last - i);
    if (row === undefined || (query.archived && row[5] === null)) continue;
    if (query.person === undefined || query.person === row[4]) rows.push(row);
  }
  return rows;
}

/** The first event from a number on. */
type Next = (id: number, from: number) => { readonly number: number; readonly at: number } | undefined;

function prepareNext(database: DatabaseSync, recent: RecentEvents): Next {
  const inPlace = database.prepare(
    'SELECT number, at FROM event WHERE stream = ? AND number >= ? ORDER BY number LIMIT 1',
  );
  return (id, from) => {
    const found = inPlace.get(id, from);
    if (found !== undefined) return { number: Number(found.number), at: Number(found.at) };
    const range = recent.range(id);
    const row = range && recent.row(id, Math.max(range.first, from));
    return row && { number: row[0], at: row[3] };
  };
}

interface Bounds {
  readonly after: number;
  readonly before: number;
  /** Whether the query's own bounds are reached within these. */
  readonly complete: boolean;
}

/** Exclusive bounds on what is read in one go. Only a filter can make a reading longer than its limit. */
function boundsOf(query: EventQuery, last: number): Bounds {
  const after = Math.max(query.after ?? 0, 0);
  const before = Math.min(query.before ?? last + 1, last + 1);
  const filtered = query.archived === true || query.person !== undefined;
  if (!filtered || before - after - 1 <= stretchNumbersMax) return { after, before, complete: true };
  return query.order === 'ascending'
    ? { after, before: after + stretchNumbersMax + 1, complete: false }
    : { after: before - stretchNumbersMax - 1, before, complete: false };
}

function continuation(read: {
  readonly query: EventQuery;
  readonly bounds: Bounds;
  readonly rows: readonly EventRow[];
}): Pick<Stretch, 'next'> {
  const { query, bounds, rows } = read;
  if (bounds.complete || rows.length >= query.limit) return {};
  return { next: query.order === 'ascending' ? bounds.before - 1 : bounds.after + 1 };
}

/** Number of the first event that is not before `time`, over numbers that may have gaps. */
function bisect(search: {
  readonly next: Next;
  readonly id: number;
  readonly last: number;
  readonly time: number;
}): number {
  let low = 1;
  let high = search.last + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const there = search.next(search.id, middle);
    if (there !== undefined && there.at < search.time) low = there.number + 1;
    else high = middle;
  }
  return search.next(search.id, low)?.number ?? search.last + 1;
}
