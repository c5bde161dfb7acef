/** The index of audited events: a row for each of them, and none for any other. */

import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { eventColumns, prepareEventRows } from './event-rows.ts';
import type { AuditReading, EventRow, Handlers, Readings } from './protocol.ts';
import type { RecentEvents } from './recent.ts';
import type { StreamIndex } from './streams.ts';

export function auditReadings(parts: {
  readonly database: DatabaseSync;
  readonly streams: StreamIndex;
  readonly recent: RecentEvents;
}): Pick<Handlers<Readings>, 'audit'> {
  const { database, streams, recent } = parts;
  const inPlace = prepareEventRows(database, `SELECT ${eventColumns} FROM event WHERE stream = ? AND number = ?`);
  const eventAt = (stream: number, number: number): EventRow | undefined =>
    recent.row(stream, number) ?? inPlace(stream, number)[0];

  return {
    audit(query) {
      const stream = query.stream === undefined ? undefined : streams.find(query.stream);
      if (query.limit < 1 || (query.stream !== undefined && stream === undefined)) return { events: [] };
      const { sql, values } = narrowed(query, stream?.id);
      // One more than is wanted tells whether there is more.
      const marks = database
        .prepare(`SELECT place, stream, number, at FROM audit WHERE ${sql} ORDER BY at DESC, place DESC LIMIT ?`)
        .all(...values, query.limit + 1);
      const page = marks.slice(0, query.limit);
      const events = page.flatMap((mark) => {
        const row = eventAt(Number(mark.stream), Number(mark.number));
        return row === undefined ? [] : [{ stream: streams.name(Number(mark.stream)), row }];
      });
      const last = page.at(-1);
      if (marks.length <= query.limit || last === undefined) return { events };
      return { events, next: { at: Number(last.at), nth: Number(last.place) } };
    },
  };
}

function narrowed(
  { before, person, since = 0, until = Number.MAX_SAFE_INTEGER }: AuditReading,
  stream: number | undefined,
): { readonly sql: string; readonly values: readonly SQLInputValue[] } {
  const conditions = ['at >= ?', 'at < ?'];
  // Also where a place says it already: this is what the index begins with.
  const values: SQLInputValue[] = [since, before === undefined ? until : Math.min(until, before.at + 1)];
  const narrow = (sql: string, ...more: readonly SQLInputValue[]) => {
    conditions.push(sql);
    values.push(...more);
  };
  if (stream !== undefined) narrow('stream = ?', stream);
  if (person !== undefined) narrow('person = ?', person);
  if (before !== undefined) narrow('(at, place) < (?, ?)', before.at, before.nth);
  return { sql: conditions.join(' AND '), values };
}
