/** Pages of the list of rooms, and counts. */

import type { DatabaseSync } from 'node:sqlite';
import type { RoomEntry } from '../port.ts';
import type { RoomPage } from './protocol.ts';
import { entryOf, roomColumns } from './room-rows.ts';
import {
  allOf,
  alsoAddresses,
  type Condition,
  countRegular,
  filtersOf,
  inCategories,
  marksOf,
  type Selection,
  selectionOf,
  type Wanted,
  within,
} from './shown-rooms.ts';

export function readPage(database: DatabaseSync, query: RoomPage): RoomEntry[] {
  const limit = Math.max(query.limit, 0);
  const order = query.backwards ? 'jid DESC' : 'jid';
  const bound = boundOf(query);
  const found = allOf([shownBy(database, query, { order, limit, bound }), ...filtersOf(query), bound]);
  const rows = database
    .prepare(`SELECT ${roomColumns} FROM room WHERE ${found.sql} ORDER BY ${order} LIMIT ?`)
    .all(...found.values, limit);
  const rooms = rows.map(entryOf);
  return query.backwards ? rooms.reverse() : rooms;
}

function boundOf({ backwards, after, before }: RoomPage): Condition {
  if (backwards) return before === undefined ? allOf([]) : { sql: 'jid < ?', values: [before] };
  return after === undefined ? allOf([]) : { sql: 'jid > ?', values: [after] };
}

interface Page {
  readonly order: string;
  readonly limit: number;
  readonly bound: Condition;
}

/** At least those of the selection that are on the page. */
function shownBy(database: DatabaseSync, query: RoomPage, page: Page): Condition {
  if (query.shown === 'all') return allOf([]);
  const selection = selectionOf(query.shown, query);
  const { categories } = selection;
  // Going through the list for a page costs about limit * all / few; sorting all there are costs them.
  const all = countRegular(database, { ...selection, categories: 'all' });
  const few = Math.sqrt(page.limit * all);
  if (categories !== 'all' && countRegular(database, selection) <= few) return within(database, selection, few);
  return fromTheList(selection, query, page);
}

/** The first of the list behind the bound, and whatever else there is by key. */
function fromTheList(selection: Selection, query: RoomPage, { order, limit, bound }: Page): Condition {
  const regular = allOf([inCategories(selection), ...marksOf(query), bound]);
  const also = alsoAddresses(selection, [bound]);
  return {
    sql: `jid IN (
      SELECT jid FROM (SELECT jid FROM room INDEXED BY room_shown WHERE ${regular.sql} ORDER BY ${order} LIMIT ?)
      UNION ${also.sql})`,
    values: [...regular.values, limit, ...also.values],
  };
}

export function countRooms(database: DatabaseSync, query: Wanted): number {
  if (marksOf(query).length > 0) return countOneByOne(database, query);
  if (query.shown === 'all') return countAll(database, query);
  const selection = selectionOf(query.shown, query);
  return countRegular(database, selection) + countAlso(database, selection, query);
}

function countAll(database: DatabaseSync, { category }: Wanted): number {
  const found = allOf(category === undefined ? [] : [{ sql: 'category = ?', values: [category] }]);
  const row = database.prepare(`SELECT total(rooms) AS rooms FROM room_count WHERE ${found.sql}`).get(...found.values);
  return Number(row?.rooms);
}

/** Those by key that are not in the list anyway. */
function countAlso(database: DatabaseSync, selection: Selection, query: Wanted): number {
  if (selection.also.length === 0) return 0;
  const regular = inCategories(selection);
  const others = alsoAddresses(selection, [{ ...regular, sql: `NOT (${regular.sql})` }, ...filtersOf(query)]);
  const row = database.prepare(`SELECT count(*) AS rooms FROM (${others.sql})`).get(...others.values);
  return Number(row?.rooms);
}

function countOneByOne(database: DatabaseSync, query: Wanted): number {
  const shown = query.shown === 'all' ? [] : [within(database, selectionOf(query.shown, query), fewMax)];
  const found = allOf([...shown, ...filtersOf(query)]);
  const row = database.prepare(`SELECT count(*) AS rooms FROM room WHERE ${found.sql}`).get(...found.values);
  return Number(row?.rooms);
}

/** Rooms that are looked up one by one rather than looked for among all. */
export const fewMax = 5_000;
