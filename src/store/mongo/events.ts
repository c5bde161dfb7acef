/** Reading the events of a stream: each page is a range of one index. */
import type { Db, Filter, FindOptions } from 'mongodb';
import { archiveIdHint } from '../archive-id.ts';
import type { StoredEvent, StreamId } from '../event.ts';
import type { EventQuery } from '../port.ts';
import {
  archiveIdKey,
  archiveIdsIn,
  type EventDocument,
  type EventPart,
  eventOf,
  eventsIn,
} from './event-documents.ts';
import { inOrder } from './keys.ts';

/** Numbers that a filtered reading goes through at a time. */
const stretchNumbersMax = 20_000;
/** The first stretch of a reading, by what is wanted: gaps and what a filter leaves out make it longer than its limit. */
const firstStretch = 4;
const firstStretchMin = 64;
const stretchGrowth = 8;

type Page = Pick<EventDocument, 'first' | 'last' | 'events'>;
const page: FindOptions = { projection: { _id: 0, first: 1, last: 1, events: 1 } };

export async function readEvents(database: Db, query: EventQuery): Promise<StoredEvent[]> {
  const found: StoredEvent[] = [];
  const filtered = query.archived === true || query.person !== undefined;
  const stretchMax = filtered ? stretchNumbersMax : Number.MAX_SAFE_INTEGER;
  // Exclusive.
  let after = Math.max(query.after ?? 0, 0);
  let before = query.before ?? Number.MAX_SAFE_INTEGER;
  let width = Math.min(Math.max(query.limit * firstStretch, firstStretchMin), stretchMax);
  let newest: number | undefined;
  if (query.order === 'descending' && query.before === undefined) {
    newest = await lastNumber(database, query.stream);
    before = newest + 1;
  }
  while (found.length < query.limit && before - after > 1) {
    const bounds =
      query.order === 'ascending'
        ? { after, before: Math.min(before, after + width + 1) }
        : { after: Math.max(after, before - width - 1), before };
    const stretch = await readStretch(database, { query, bounds, limit: query.limit - found.length });
    for (const document of stretch.documents) found.push(...eventsWithin(document, query, { after, before }));
    if (found.length >= query.limit) break;
    if (query.order === 'descending') before = stretch.reached;
    else {
      after = stretch.reached;
      newest ??= await lastNumber(database, query.stream);
      before = Math.min(before, newest + 1);
    }
    width = Math.min(width * stretchGrowth, stretchMax);
  }
  return found.slice(0, Math.max(query.limit, 0));
}

interface Bounds {
  readonly after: number;
  readonly before: number;
}

interface Stretch {
  readonly documents: readonly Page[];
  /** Where to go on, an exclusive bound: documents are read to their ends, which may lie outside. */
  readonly reached: number;
}

/** Documents that may hold what is wanted, in order; as many as are needed, or all within the bounds. */
async function readStretch(
  database: Db,
  { query, bounds, limit }: { readonly query: EventQuery; readonly bounds: Bounds; readonly limit: number },
): Promise<Stretch> {
  const { after, before } = bounds;
  const events = eventsIn(database);
  const stream = inOrder(query.stream);
  const range: Filter<EventDocument> = {
    stream,
    // The one that the lower bound lies in begins before it, and is looked up by itself.
    first: { $gt: after === 0 ? 0 : after + 1, $lt: before },
    ...(query.archived && { 'events.a': { $exists: true } }),
    ...(query.person !== undefined && { 'events.p': query.person }),
  };
  const lowest = async () => {
    if (after === 0) return [];
    const found = await events.findOne<Page>({ stream, first: { $lte: after + 1 } }, { ...page, sort: { first: -1 } });
    return found === null || found.last <= after ? [] : [found];
  };
  if (query.order === 'ascending') {
    const [low, more] = await Promise.all([
      lowest(),
      events.find<Page>(range, page).sort({ first: 1 }).limit(limit).toArray(),
    ]);
    const documents = [...low, ...more];
    const last = documents.at(-1)?.last ?? 0;
    return { documents, reached: more.length === limit ? last : Math.max(last, before - 1) };
  }
  const found = await events.find<Page>(range, page).sort({ first: -1 }).limit(limit).toArray();
  if (found.length === limit) return { documents: found, reached: found.at(-1)?.first ?? before };
  const low = await lowest();
  return { documents: [...found, ...low], reached: Math.min(low[0]?.first ?? after + 1, after + 1) };
}

function eventsWithin(document: Page, query: EventQuery, { after, before }: Bounds): StoredEvent[] {
  const found: StoredEvent[] = [];
  for (const part of document.events) {
    if (part.n <= after || part.n >= before) continue;
    if (query.archived && part.a === undefined) continue;
    if (query.person !== undefined && query.person !== part.p) continue;
    found.push(eventOf(query.stream, part));
  }
  return query.order === 'ascending' ? found : found.reverse();
}

export async function lastNumber(database: Db, stream: StreamId): Promise<number> {
  const newest = await eventsIn(database).findOne(
    { stream: inOrder(stream) },
    { sort: { first: -1 }, projection: { last: 1 } },
  );
  return newest?.last ?? 0;
}

export async function findArchived(
  database: Db,
  { stream, archiveId }: { readonly stream: StreamId; readonly archiveId: string },
): Promise<StoredEvent | undefined> {
  const hint = archiveIdHint(archiveId);
  const hinted = hint === undefined ? undefined : await eventAt(database, stream, hint);
  if (hinted?.a === archiveId) return eventOf(stream, hinted);
  const known = await archiveIdsIn(database).findOne({ _id: archiveIdKey(stream, archiveId) });
  if (known === null || known.gone !== undefined) return undefined;
  const found = await eventAt(database, stream, known.number);
  return found?.a === archiveId ? eventOf(stream, found) : undefined;
}

async function eventAt(database: Db, stream: StreamId, number: number): Promise<EventPart | undefined> {
  const there = await eventsIn(database).findOne<Page>(
    { stream: inOrder(stream), first: { $lte: number } },
    { ...page, sort: { first: -1 } },
  );
  return there?.events.find(({ n }) => n === number);
}

/** The events at these places, in their order; without those that are not there. */
export async function readAt(
  database: Db,
  places: readonly { readonly stream: StreamId; readonly number: number; readonly document: string }[],
): Promise<readonly StoredEvent[]> {
  const ids = [...new Set(places.map(({ document }) => document))];
  const documents = await eventsIn(database)
    .find({ _id: { $in: ids } })
    .project<Pick<EventDocument, '_id' | 'events'>>({ events: 1 })
    .toArray();
  const found = new Map(documents.map(({ _id, events }) => [_id, events]));
  return places.flatMap(({ stream, number, document }) => {
    const part = found.get(document)?.find(({ n }) => n === number);
    return part === undefined ? [] : [eventOf(stream, part)];
  });
}
