/** `Shown` and `RoomFilter` as conditions. Keys go in as one value each, a list as JSON: none becomes part of a statement. */

import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { RoomFilter, Shown } from '../shown.ts';

/** A condition, and the values of its question marks. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

export type Wanted = { readonly shown: Shown } & RoomFilter;

/** `Shown` where it is not `all`, and of the categories each once. */
export interface Selection {
  readonly categories: readonly string[] | 'all';
  readonly also: readonly string[];
}

export function allOf(conditions: readonly Condition[]): Condition {
  if (conditions.length === 0) return { sql: 'TRUE', values: [] };
  return {
    sql: conditions.map(({ sql }) => sql).join(' AND '),
    values: conditions.flatMap(({ values }) => values),
  };
}

export function filtersOf(filter: RoomFilter): Condition[] {
  const { category } = filter;
  const marks = marksOf(filter);
  return category === undefined ? marks : [{ sql: 'category = ?', values: [category] }, ...marks];
}

/** What is filtered by beside the category: no index has all of it. */
export function marksOf({ listed, membersOnly, auditorium, disabled, addin }: RoomFilter): Condition[] {
  const said: Condition[] = [];
  if (listed !== undefined) said.push({ sql: 'listed = ?', values: [Number(listed)] });
  if (membersOnly !== undefined) said.push({ sql: 'members_only = ?', values: [Number(membersOnly)] });
  if (auditorium !== undefined) said.push({ sql: 'auditorium = ?', values: [Number(auditorium)] });
  if (disabled !== undefined) said.push({ sql: 'disabled = ?', values: [Number(disabled)] });
  if (addin !== undefined) said.push({ sql: 'addin = ?', values: [addin] });
  return said;
}

/** A category that is filtered by is one of those that are selected, or there is none. */
export function selectionOf(shown: Exclude<Shown, 'all'>, { category }: RoomFilter): Selection {
  const { categories, also } = shown;
  if (category === undefined) return { also, categories: categories === 'all' ? 'all' : [...new Set(categories)] };
  return { also, categories: categories === 'all' || categories.includes(category) ? [category] : [] };
}

/** Listed, not disabled and in one of the categories: from the index of those, which has the categories in it. */
export function inCategories({ categories }: Selection): Condition {
  const shown = 'listed = 1 AND disabled = 0';
  if (categories === 'all') return { sql: shown, values: [] };
  return { sql: `${shown} AND category IN (SELECT value FROM json_each(?))`, values: [JSON.stringify(categories)] };
}

/** The plus keeps the planner from going through the list instead of through the rooms. */
function anyOf(selection: Selection): Condition {
  const regular = inCategories(selection);
  if (selection.also.length === 0) return regular;
  return {
    sql: `disabled = 0 AND ((${regular.sql}) OR +key IN (SELECT value FROM json_each(?)))`,
    values: [...regular.values, JSON.stringify(selection.also)],
  };
}

/** Reads the addresses of rooms by their keys, if they meet these conditions, too. */
export function alsoAddresses({ also }: Selection, conditions: readonly Condition[] = []): Condition {
  const found = allOf([
    { sql: 'key IN (SELECT value FROM json_each(?)) AND disabled = 0', values: [JSON.stringify(also)] },
    ...conditions,
  ]);
  return { sql: `SELECT jid FROM room INDEXED BY room_key WHERE ${found.sql}`, values: found.values };
}

/** How many rooms there are in these categories that are listed and not disabled. */
export function countRegular(database: DatabaseSync, { categories }: Selection): number {
  if (categories === 'all') {
    const row = database.prepare('SELECT total(rooms) AS rooms FROM room_count WHERE shown = 1').get();
    return Number(row?.rooms);
  }
  const row = database
    .prepare(
      `SELECT total(rooms) AS rooms FROM json_each(?) AS wanted
        CROSS JOIN room_count ON category = wanted.value AND shown = 1`,
    )
    .get(JSON.stringify(categories));
  return Number(row?.rooms);
}

/**
 * All rooms of a selection, found by category and by key where there are few of them, else to be looked for among all.
 * @param fewMax rooms that are worth being looked up one by one
 */
export function within(database: DatabaseSync, selection: Selection, fewMax: number): Condition {
  const { categories } = selection;
  if (categories === 'all' || countRegular(database, selection) > fewMax) return anyOf(selection);
  const also = alsoAddresses(selection);
  return {
    sql: `jid IN (
      SELECT room.jid FROM json_each(?) AS wanted CROSS JOIN room INDEXED BY room_category
        ON category = wanted.value AND listed = 1 AND disabled = 0
      UNION ${also.sql})`,
    values: [JSON.stringify(categories), ...also.values],
  };
}
