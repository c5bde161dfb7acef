/**
 * `Shown` and `RoomFilter` as conditions. Every value stands behind an operator of ours, so that whatever it is, it is
 * compared and never understood.
 */
import type { Filter } from 'mongodb';
import type { RoomFilter, Shown } from '../shown.ts';
import type { RoomDocument } from './documents.ts';

export type Condition = Filter<RoomDocument>;

export type Wanted = { readonly shown: Shown } & RoomFilter;

/** `Shown` where it is not `all`, and of categories and keys each once. */
export interface Selection {
  readonly categories: readonly string[] | 'all';
  readonly also: readonly string[];
}

const markNames = ['listed', 'membersOnly', 'auditorium', 'disabled', 'addin'] as const;

export function filtersOf(filter: RoomFilter): Condition[] {
  const { category } = filter;
  const marks = marksOf(filter);
  return category === undefined ? marks : [{ category: { $eq: category } }, ...marks];
}

/** What is filtered by beside the category: no index has it. */
export function marksOf(filter: RoomFilter): Condition[] {
  return markNames.flatMap((name) => (filter[name] === undefined ? [] : [{ [name]: { $eq: filter[name] } }]));
}

/** A category that is filtered by is one of those that are selected, or there is none. */
export function selectionOf(shown: Exclude<Shown, 'all'>, { category }: RoomFilter): Selection {
  const { categories } = shown;
  const also = [...new Set(shown.also)];
  if (category === undefined) return { also, categories: categories === 'all' ? 'all' : [...new Set(categories)] };
  return { also, categories: categories === 'all' || categories.includes(category) ? [category] : [] };
}

/** Listed, not disabled and in one of the categories. */
export function inCategories(categories: Selection['categories']): Condition {
  if (categories === 'all') return { shown: { $eq: true } };
  return { category: { $in: [...categories] }, shown: { $eq: true } };
}

/** By their keys, and not disabled. */
export function alsoShown({ also }: Selection): Condition {
  return { key: { $in: [...also] }, disabled: { $eq: false } };
}

/** Whether a room is one of the selection as it is now. */
export function shownBy({ categories, also }: Selection): (room: RoomDocument) => boolean {
  const names = new Set(categories);
  const keys = new Set(also);
  return ({ key, category, shown, disabled }) =>
    (shown && (categories === 'all' || names.has(category))) || (!disabled && keys.has(key));
}

/** All rooms that are meant: an index for each side of the `or`. */
export function meant(query: Wanted): Condition[] {
  if (query.shown === 'all') return filtersOf(query);
  const selection = selectionOf(query.shown, query);
  const regular = inCategories(selection.categories);
  const shown = selection.also.length === 0 ? regular : { $or: [regular, alsoShown(selection)] };
  return [shown, ...filtersOf(query)];
}

export function allOf(conditions: readonly Condition[]): Condition {
  const [only] = conditions;
  if (only === undefined) return {};
  return conditions.length === 1 ? only : { $and: [...conditions] };
}
