/** Events as rows: which columns there are, and reading them without an object per row. */

import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { EventRow } from './protocol.ts';

/** All columns of an event, in the order in which they are written. The payload is last: nothing is read past it. */
export const columns = [
  'stream',
  'number',
  'kind',
  'traits',
  'at',
  'person',
  'archive_id',
  'ordinal',
  'epoch',
  'sequence',
  'commit_id',
  'payload',
] as const;

/** Those of an `EventRow`. */
export const eventColumns = 'number, kind, traits, at, person, archive_id, ordinal, payload';

export type EventReader = (...values: SQLInputValue[]) => EventRow[];

/** Rows as arrays, in the order of `eventColumns`: the shape is the query's, which no type can see. */
export function prepareEventRows(database: DatabaseSync, sql: string): EventReader {
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  return (...values) => statement.all(...values) as unknown as EventRow[];
}
