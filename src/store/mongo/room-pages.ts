/** Pages of the list of rooms, and counts. What they cost is in docs/store.md. */
import type { Collection } from 'mongodb';
import { inParts } from '../in-parts.ts';
import type { RoomEntry } from '../port.ts';
import type { RoomDocument } from './documents.ts';
import { inOrder } from './keys.ts';
import { entryOf } from './room-documents.ts';
import {
  allOf,
  alsoShown,
  type Condition,
  filtersOf,
  inCategories,
  marksOf,
  meant,
  type Selection,
  selectionOf,
  shownBy,
  type Wanted,
} from './shown-rooms.ts';

/**
 * Categories in one query. MongoDB merges as many ranges of an index in order (up to 200), and stops when the page is
 * full; with more it would read all rooms of all of them and sort.
 */
const mergedMax = 100;

export type RoomPage = Wanted & {
  readonly limit: number;
  readonly backwards: boolean;
  /** Exclusive, in the direction of reading. */
  readonly from: string | undefined;
};

type Rooms = Collection<RoomDocument>;

export async function readPage(rooms: Rooms, query: RoomPage): Promise<RoomEntry[]> {
  if (query.limit <= 0) return [];
  const found = (await documentsOf(rooms, query)).map(entryOf);
  return query.backwards ? found.reverse() : found;
}

async function documentsOf(rooms: Rooms, query: RoomPage): Promise<RoomDocument[]> {
  if (query.shown === 'all') return firstOf(rooms, query, [...categoryOf(query), ...marksOf(query)]);
  const selection = selectionOf(query.shown, query);
  const { categories, also } = selection;
  const isOneQuery = also.length === 0 && (categories === 'all' || categories.length <= mergedMax);
  if (isOneQuery) return firstOf(rooms, query, [inCategories(categories), ...marksOf(query)]);
  const isShown = shownBy(selection);
  for (;;) {
    const ids = await firstIds(rooms, query, selection);
    const found = await rooms
      .find({ _id: { $in: ids } })
      .sort({ _id: directionOf(query) })
      .toArray();
    // What was hidden or taken away between the two is not to be told, and the page is to be full without it.
    if (found.length === ids.length && found.every(isShown)) return found;
  }
}

/** Of one category, too, shown and not shown are two ranges, so that they are in order of their addresses. */
function categoryOf({ category }: Wanted): Condition[] {
  return category === undefined ? [] : [{ category: { $eq: category }, shown: { $in: [true, false] } }];
}

async function firstOf(rooms: Rooms, query: RoomPage, conditions: readonly Condition[]): Promise<RoomDocument[]> {
  return rooms
    .find(allOf([...conditions, ...boundOf(query)]))
    .sort({ _id: directionOf(query) })
    .limit(query.limit)
    .toArray();
}

/** From some categories at a time, each time only in front of what is on the page already, and from the keys. */
async function firstIds(rooms: Rooms, query: RoomPage, selection: Selection): Promise<string[]> {
  let page = firstInOrder(await alsoIds(rooms, query, selection), query);
  for (const categories of rangesOf(selection.categories)) {
    const conditions = [inCategories(categories), ...marksOf(query), ...boundOf(query)];
    const end = page.length < query.limit ? undefined : page.at(-1);
    if (end !== undefined) conditions.push({ _id: query.backwards ? { $gt: end } : { $lt: end } });
    const found = await rooms
      .find(allOf(conditions), { projection: { _id: 1 } })
      .sort({ _id: directionOf(query) })
      .limit(query.limit)
      .toArray();
    page = firstInOrder([...page, ...found.map(({ _id }) => _id)], query);
  }
  return page;
}

/** Neither bounds nor an order are asked for: with either the server might go through the whole list. */
async function alsoIds(rooms: Rooms, query: RoomPage, selection: Selection): Promise<string[]> {
  if (selection.also.length === 0) return [];
  const { from, backwards } = query;
  const found = await rooms
    .find(allOf([alsoShown(selection), ...filtersOf(query)]), { projection: { _id: 1 } })
    .batchSize(selection.also.length)
    .toArray();
  const ids = found.map(({ _id }) => _id);
  if (from === undefined) return ids;
  const bound = inOrder(from);
  return ids.filter((id) => (backwards ? byCodePoints(id, bound) < 0 : byCodePoints(id, bound) > 0));
}

function firstInOrder(ids: readonly string[], { backwards, limit }: RoomPage): string[] {
  const sorted = [...new Set(ids)].sort(byCodePoints);
  return (backwards ? sorted.reverse() : sorted).slice(0, limit);
}

/** Of texts that `inOrder` wrote: the order of their UTF-16 units is that of their code points. */
function byCodePoints(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function rangesOf(categories: Selection['categories']): Selection['categories'][] {
  return categories === 'all' ? ['all'] : inParts(categories, mergedMax);
}

function boundOf({ from, backwards }: RoomPage): Condition[] {
  if (from === undefined) return [];
  return [{ _id: backwards ? { $lt: inOrder(from) } : { $gt: inOrder(from) } }];
}

function directionOf({ backwards }: RoomPage): 1 | -1 {
  return backwards ? -1 : 1;
}

/** Listed ones by an index; those by key that are not listed anyway one by one. */
export async function countRooms(rooms: Rooms, query: Wanted): Promise<number> {
  if (query.shown === 'all') {
    // Said so that the index is read, and not the documents.
    return rooms.countDocuments(allOf([{ shown: { $in: [true, false] } }, ...filtersOf(query)]));
  }
  const selection = selectionOf(query.shown, query);
  const regular = inCategories(selection.categories);
  const counted = rooms.countDocuments(allOf([regular, ...marksOf(query)]));
  if (selection.also.length === 0) return counted;
  const others = rooms.countDocuments(allOf([alsoShown(selection), { $nor: [regular] }, ...filtersOf(query)]));
  const [some, more] = await Promise.all([counted, others]);
  return some + more;
}

export async function countMeant(rooms: Rooms, query: Wanted, conditions: readonly Condition[]): Promise<number> {
  if (conditions.length === 0) return countRooms(rooms, query);
  return rooms.countDocuments(allOf([...meant(query), ...conditions]));
}
