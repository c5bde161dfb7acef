/**
 * One page of a room's archive (XEP-0313 §4, XEP-0059): which events a query means, by number. Reads ranges only;
 * the cost of a page does not depend on how much there is.
 */

import type { Removals } from '../room/removals.ts';
import { archiveIdHint } from '../store/archive-id.ts';
import type { StoredEvent, StreamId } from '../store/event.ts';
import { inParts } from '../store/in-parts.ts';
import type { EventQuery, Store } from '../store/port.ts';
import { isRefusal, type Refusal, refusal } from '../wire/error.ts';
import type { MamQuery } from '../wire/xep/xep0313.ts';
import { count, indexOf } from './count.ts';

/** What the archive holds, and for whom it is asked. */
export interface Archive {
  readonly stream: StreamId;
  /** Number of the last event that counts; what is written later is not part of the answer. */
  readonly number: number;
  /** Nothing up to this event counts any more. */
  readonly clearedThrough: number;
  /** Messages in all; absent where it is not known. */
  readonly messages?: number;
  /** What is gone of the ordinals. */
  readonly removals: Removals;
}

/** A filter by sender. */
export interface SenderFilter {
  /** The messages that pass. */
  matching(events: readonly StoredEvent[]): Promise<readonly StoredEvent[]>;
}

export interface ArchivePage {
  /** In the order of the archive. */
  readonly events: readonly StoredEvent[];
  /** Nothing that matches lies beyond, in the direction of paging. */
  readonly complete: boolean;
  /** All matches, where that is known exactly without looking at each. */
  readonly count?: number;
  /** Position of the first event among all matches; known where the count is. */
  readonly firstIndex?: number;
}

export const pageMessagesDefault = 50;
export const pageMessagesMax = 250;
/** A page may be this much text, and always holds one message at least. */
const pageCharactersMax = 1_000_000;
/** Messages looked at in one read while a sender's are searched. */
const scanBatch = 500;
/** Messages that are looked up by their ids together. */
const idsAtATime = 50;

export interface Bounds {
  /** Exclusive. */
  readonly after: number;
  readonly before: number;
}

export async function readPage(
  store: Store,
  archive: Archive,
  query: MamQuery,
  bySender: SenderFilter | undefined,
): Promise<ArchivePage | Refusal> {
  const { page, filter } = query;
  if (page.index !== undefined) {
    return refusal(
      'feature-not-implemented',
      'cancel',
      'Pages here are asked for with "after" or "before", not by index.',
    );
  }
  const bounds = await boundsOf(store, archive, query);
  if (isRefusal(bounds)) return bounds;
  if (filter.ids !== undefined) {
    const window = await windowOf(store, archive, query, bounds);
    if (isRefusal(window)) return window;
    return pageOfIds(store, archive, { ...query, ids: filter.ids }, { bounds, window, bySender });
  }
  const limit = Math.min(page.max ?? pageMessagesDefault, pageMessagesMax);
  const reading = readFound(store, archive, query, { bounds, limit, bySender });
  const beginsThere = limit > 0 && page.before === undefined && page.after === undefined;
  const [counted, read] = await Promise.all([
    bySender === undefined
      ? count(store, archive, bounds, beginsThere ? () => firstOf(reading) : undefined)
      : undefined,
    reading,
  ]);
  if (isRefusal(read)) return read;
  if (limit === 0) return { events: [], complete: false, ...(counted && { count: counted.count }) };
  const { events, complete } = read;
  const first = events[0]?.ordinal;
  const firstIndex = counted && first !== undefined ? indexOf(archive, first, counted.firstOrdinal) : undefined;
  return {
    events,
    complete,
    ...(counted && { count: counted.count }),
    ...(firstIndex !== undefined && { firstIndex }),
  };
}

async function firstOf(page: Promise<Found | Refusal>): Promise<number | undefined> {
  const found = await page;
  return isRefusal(found) ? undefined : found.events[0]?.ordinal;
}

/** What the filter leaves, as a range of numbers. */
async function boundsOf(store: Store, archive: Archive, { filter }: MamQuery): Promise<Bounds | Refusal> {
  const { stream, number, clearedThrough } = archive;
  const [start, end, first, last] = await Promise.all([
    filter.start === undefined ? undefined : store.numberAt({ stream, time: filter.start }),
    filter.end === undefined ? undefined : store.numberAt({ stream, time: filter.end + 1 }),
    filter.afterId === undefined ? undefined : findMessage(store, archive, filter.afterId),
    filter.beforeId === undefined ? undefined : findMessage(store, archive, filter.beforeId),
  ]);
  if (filter.afterId !== undefined && first === undefined) return unknownId('after-id');
  if (filter.beforeId !== undefined && last === undefined) return unknownId('before-id');
  return {
    after: Math.max(clearedThrough, (start ?? 0) - 1, first?.number ?? 0),
    before: Math.min(number + 1, end ?? number + 1, last?.number ?? number + 1),
  };
}

/** What the page request leaves of that. */
async function windowOf(store: Store, archive: Archive, { page }: MamQuery, bounds: Bounds): Promise<Bounds | Refusal> {
  const named = { after: page.after, before: page.before === '' ? undefined : page.before };
  const [first, last] = await Promise.all([
    named.after === undefined ? undefined : findMessage(store, archive, named.after),
    named.before === undefined ? undefined : findMessage(store, archive, named.before),
  ]);
  if (named.after !== undefined && first === undefined) return unknownId('after');
  if (named.before !== undefined && last === undefined) return unknownId('before');
  return {
    after: Math.max(bounds.after, first?.number ?? 0),
    before: Math.min(bounds.before, last?.number ?? bounds.before),
  };
}

interface WindowRead {
  readonly window: Bounds;
  readonly backwards: boolean;
  readonly limit: number;
  readonly bySender: SenderFilter | undefined;
}

interface Found {
  readonly events: StoredEvent[];
  readonly complete: boolean;
}

/** The messages that a page request means. */
async function readFound(
  store: Store,
  archive: Archive,
  query: MamQuery,
  { bounds, limit, bySender }: { readonly bounds: Bounds } & Pick<WindowRead, 'limit' | 'bySender'>,
): Promise<Found | Refusal> {
  const { before, after } = query.page;
  const backwards = before !== undefined;
  const named = backwards ? before : after;
  if (named !== undefined && named !== '' && bySender === undefined && !(backwards && after !== undefined)) {
    const found = await readBeside(store, archive, { window: bounds, backwards, limit, bySender }, named);
    if (found !== undefined) return found;
  }
  const window = await windowOf(store, archive, query, bounds);
  return isRefusal(window) ? window : readWindow(store, archive, { window, backwards, limit, bySender });
}

/**
 * Most ids say where their message is, so that it can be read together with the page beside it, and proves then that
 * it is there. Undefined if it is not: the place has to be looked up.
 */
async function readBeside(
  store: Store,
  archive: Archive,
  { window, backwards, limit, bySender }: WindowRead,
  named: string,
): Promise<Found | undefined> {
  const number = archiveIdHint(named);
  if (number === undefined || number <= window.after || number >= window.before) return undefined;
  const beside = backwards ? { ...window, before: number + 1 } : { ...window, after: number - 1 };
  const { events, complete } = await readWindow(store, archive, {
    window: beside,
    backwards,
    limit: limit + 1,
    bySender,
  });
  const place = backwards ? events.length - 1 : 0;
  return events[place]?.archiveId === named ? { events: events.toSpliced(place, 1), complete } : undefined;
}

async function readWindow(
  store: Store,
  archive: Archive,
  { window, backwards, limit, bySender }: WindowRead,
): Promise<Found> {
  const found: StoredEvent[] = [];
  let { after, before } = window;
  let characters = 0;
  for (;;) {
    // One more than wanted tells whether there is more.
    const batch = bySender === undefined ? limit + 1 - found.length : scanBatch;
    const range: EventQuery = {
      stream: archive.stream,
      after,
      before,
      order: backwards ? 'descending' : 'ascending',
      limit: batch,
      archived: true,
    };
    const events = await store.read(range);
    const matching = bySender === undefined ? events : await bySender.matching(events);
    for (const event of matching) {
      characters += event.payload.length;
      if (found.length === limit || (found.length > 0 && characters > pageCharactersMax)) {
        return { events: backwards ? found.reverse() : found, complete: false };
      }
      found.push(event);
    }
    const last = events.at(-1);
    if (events.length < batch || last === undefined)
      return { events: backwards ? found.reverse() : found, complete: true };
    if (backwards) before = last.number;
    else after = last.number;
  }
}

/** Messages by name: each has to be there. Paging goes through them in the order of the archive. */
async function pageOfIds(
  store: Store,
  archive: Archive,
  { ids, page }: MamQuery & { readonly ids: readonly string[] },
  {
    bounds,
    window,
    bySender,
  }: { readonly bounds: Bounds; readonly window: Bounds; readonly bySender: SenderFilter | undefined },
): Promise<ArchivePage | Refusal> {
  const events: StoredEvent[] = [];
  for (const some of inParts(ids, idsAtATime)) {
    for (const event of await Promise.all(some.map((id) => findMessage(store, archive, id)))) {
      if (event === undefined) return unknownId('ids');
      events.push(event);
    }
  }
  events.sort((a, b) => a.number - b.number);
  const within = events.filter(({ number }) => number > bounds.after && number < bounds.before);
  const all = bySender === undefined ? within : await bySender.matching(within);
  const wanted = all.filter(({ number }) => number > window.after && number < window.before);
  const limit = Math.min(page.max ?? pageMessagesDefault, pageMessagesMax);
  const shown = page.before === undefined ? wanted.slice(0, limit) : wanted.slice(Math.max(0, wanted.length - limit));
  return { events: shown, complete: shown.length === wanted.length, count: all.length };
}

async function findMessage(
  store: Store,
  { stream, clearedThrough }: Archive,
  archiveId: string,
): Promise<StoredEvent | undefined> {
  const event = await store.findArchived({ stream, archiveId });
  return event !== undefined && event.number > clearedThrough ? event : undefined;
}

function unknownId(where: string): Refusal {
  return refusal('item-not-found', 'cancel', `The archive has no message with the id given in "${where}".`);
}
