/** The search over the list of rooms, as one reading of the table: an index does not help where parts of words count. */
import type { DatabaseSync } from 'node:sqlite';
import type { RoomEntry } from '../port.ts';
import { type FoundRooms, folded, type RoomPlace, type RoomSearch, type SearchedText } from '../room-search.ts';
import { fewMax } from './room-pages.ts';
import { entryOf, roomColumns } from './room-rows.ts';
import { allOf, type Condition, filtersOf, selectionOf, within } from './shown-rooms.ts';

const columns: Readonly<Record<SearchedText, string>> = {
  name: 'name_folded',
  description: 'description_folded',
  address: 'address_folded',
};

export function searchRooms(database: DatabaseSync, query: RoomSearch): FoundRooms {
  const shown = query.shown === 'all' ? [] : [within(database, selectionOf(query.shown, query), fewMax)];
  const found = allOf([...shown, ...filtersOf(query), ...conditions(query)]);
  const rooms = query.limit > 0 ? readPage(database, query, found) : [];
  const isWhole = query.after === undefined && query.before === undefined && rooms.length < query.limit;
  return { rooms, count: isWhole ? rooms.length : countAll(database, found) };
}

function readPage(database: DatabaseSync, query: RoomSearch, found: Condition): readonly RoomEntry[] {
  const backwards = query.before !== undefined;
  const page = allOf([found, ...bounds(query)]);
  const order = orders[query.order][backwards ? 'backwards' : 'forwards'];
  const rows = database
    .prepare(`SELECT ${roomColumns} FROM room WHERE ${page.sql} ORDER BY ${order} LIMIT ?`)
    .all(...page.values, query.limit);
  const rooms = rows.map(entryOf);
  return backwards ? rooms.reverse() : rooms;
}

function countAll(database: DatabaseSync, found: Condition): number {
  const counted = database.prepare(`SELECT count(*) AS rooms FROM room WHERE ${found.sql}`).get(...found.values);
  return Number(counted?.rooms);
}

const orders = {
  address: { forwards: 'jid', backwards: 'jid DESC' },
  occupants: { forwards: 'occupants DESC, jid', backwards: 'occupants, jid DESC' },
} as const;

function conditions({ wanted, language, open, occupantsMin = 0 }: RoomSearch): Condition[] {
  const said: Condition[] = [];
  if (open !== undefined) said.push({ sql: 'open = ?', values: [Number(open)] });
  if (occupantsMin > 0) said.push({ sql: 'occupants >= ?', values: [occupantsMin] });
  if (language !== undefined) {
    said.push({ sql: "instr(lower(language) || '-', ?) = 1", values: [`${language.toLowerCase()}-`] });
  }
  for (const { words, in: texts } of wanted) {
    for (const word of words) said.push(hasWord(folded(word), texts));
  }
  return said;
}

function hasWord(word: string, texts: readonly SearchedText[]): Condition {
  return {
    sql: texts.length === 0 ? 'FALSE' : `(${texts.map((text) => `instr(${columns[text]}, ?) > 0`).join(' OR ')})`,
    values: texts.map(() => word),
  };
}

function bounds({ order, after, before }: RoomSearch): Condition[] {
  if (before !== undefined) return before === 'end' ? [] : [beyond(before, order, 'before')];
  return after === undefined ? [] : [beyond(after, order, 'after')];
}

function beyond({ jid, occupants }: RoomPlace, order: RoomSearch['order'], side: 'after' | 'before'): Condition {
  const behind = side === 'after';
  const byJid = behind ? 'jid > ?' : 'jid < ?';
  if (order === 'address') return { sql: byJid, values: [jid] };
  return {
    sql: `(occupants ${behind ? '<' : '>'} ? OR (occupants = ? AND ${byJid}))`,
    values: [occupants, occupants, jid],
  };
}
