/** Reading the events of a stream. */

import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { archiveIdHint, type EventQuery } from '../port.ts';
import type { EventRow, Handlers, Readings, Stretch } from './protocol.ts';
import type { StreamIndex } from './streams.ts';

/** Numbers that a filtered reading goes through before others get their turn. */
const stretchNumbersMax = 20_000;

export const eventColumns = 'number, kind, traits, at, person, archive_id, ordinal, payload';

/** Rows as arrays, in the order of `eventColumns`: the shape is the query's, which no type can see. */
export function prepareEventRows(database: DatabaseSync, sql: string): (...values: SQLInputValue[]) => EventRow[] {
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  return (...values) => statement.all(...values) as unknown as EventRow[];
}

type EventReadings = Pick<Handlers<Readings>, 'events' | 'lastNumber' | 'numberAt' | 'findArchived'>;

export function eventReadings(parts: {
  readonly database: DatabaseSync;
  readonly streams: StreamIndex;
}): EventReadings {
  const { database, streams } = parts;
  const rowsInOrder = { ascending: prepareOrder(database, 'ASC'), descending: prepareOrder(database, 'DESC') };
  const rowAt = prepareEventRows(database, `SELECT ${eventColumns} FROM event WHERE stream = ? AND number = ?`);
  const foreignId = database.prepare('SELECT number FROM foreign_archive_id WHERE stream = ? AND archive_id = ?');
  const next = database.prepare(
    'SELECT number, at FROM event WHERE stream = ? AND number >= ? ORDER BY number LIMIT 1',
  );

  return {
    events(query) {
      const entry = streams.find(query.stream);
      if (!entry || query.limit < 1) return { rows: [] };
      const bounds = boundsOf(query, entry.last);
      const read = rowsInOrder[query.order];
      const rows = read(
        entry.id,
        bounds.after,
        bounds.before,
        query.archived ? 1 : 0,
        query.person ?? null,
        query.person ?? null,
        query.limit,
      );
      return { rows, ...continuation({ query, bounds, rows }) };
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
      const hinted = hint === undefined ? undefined : rowAt(entry.id, hint)[0];
      if (hinted?.[5] === archiveId) return hinted;
      const number = foreignId.get(entry.id, archiveId)?.number;
      return number === undefined ? undefined : rowAt(entry.id, number)[0];
    },
  };
}

function prepareOrder(database: DatabaseSync, direction: 'ASC' | 'DESC') {
  return prepareEventRows(
    database,
    `SELECT ${eventColumns} FROM event WHERE stream = ? AND number > ? AND number < ?
      AND (? = 0 OR archive_id IS NOT NULL) AND (? IS NULL OR person = ?) ORDER BY number ${direction} LIMIT ?`,
  );
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
  readonly next: StatementSync;
  readonly id: number;
  readonly last: number;
  readonly time: number;
}): number {
  let low = 1;
  let high = search.last + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const there = search.next.get(search.id, middle);
    if (Number(there?.at) < search.time) low = Number(there?.number) + 1;
    else high = middle;
  }
  const found = search.next.get(search.id, low);
  return found ? Number(found.number) : search.last + 1;
}
