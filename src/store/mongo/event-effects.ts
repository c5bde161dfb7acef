/**
 * What a commit changes in events that were written before, and in where archive ids lead. All of it may be done again,
 * and may come late: what a later commit has done stays.
 */
import type { AnyBulkWriteOperation, Db } from 'mongodb';
import { archiveIdHint } from '../archive-id.ts';
import type { StreamId } from '../event.ts';
import { leavingDuplicates } from './duplicates.ts';
import {
  type ArchiveIdDocument,
  archiveIdKey,
  archiveIdsIn,
  type CommitEffects,
  type EventDocument,
  type EventPart,
  eventsIn,
} from './event-documents.ts';
import { inOrder } from './keys.ts';

export interface EventEffects extends Pick<CommitEffects, 'first' | 'replace' | 'foreign'> {
  readonly stream: StreamId;
}

/** Documents looked up at the same time, and changes written at once. */
const atOnce = 32;
const writesAtOnce = 1_000;

export async function applyEventEffects(database: Db, effects: readonly EventEffects[]): Promise<void> {
  let foreign: EventEffects[] = [];
  for (const one of effects) {
    if (one.foreign !== undefined) foreign.push(one);
    if (one.replace === undefined) continue;
    await noteForeignIds(database, foreign);
    foreign = [];
    await replace(database, one);
  }
  await noteForeignIds(database, foreign);
}

async function noteForeignIds(database: Db, effects: readonly EventEffects[]): Promise<void> {
  const writes = effects.flatMap(({ stream, foreign = [] }) =>
    foreign.map(({ id, n }): AnyBulkWriteOperation<ArchiveIdDocument> => {
      // One that is there already is this one, or was freed before this event.
      const filter = { _id: archiveIdKey(stream, id), gone: { $lt: n } };
      return { updateOne: { filter, update: { $set: { number: n }, $unset: { gone: '' } }, upsert: true } };
    }),
  );
  for (let from = 0; from < writes.length; from += writesAtOnce) {
    const some = writes.slice(from, from + writesAtOnce);
    await leavingDuplicates(() => archiveIdsIn(database).bulkWrite(some, { ordered: false }));
  }
}

type Place = Pick<EventDocument, '_id' | 'stream' | 'first' | 'last'> & {
  readonly events: readonly Pick<EventPart, 'n' | 'a' | 'r'>[];
};

/** Done again until nobody was faster: a compaction may move events within their documents meanwhile. */
async function replace(database: Db, effects: EventEffects): Promise<void> {
  while (!(await replaceOnce(database, effects)));
}

async function replaceOnce(database: Db, { stream, first, replace: wanted = [] }: EventEffects): Promise<boolean> {
  const places = await placesOf(database, inOrder(stream), [...new Set(wanted.map(({ number }) => number))]);
  const freed: AnyBulkWriteOperation<ArchiveIdDocument>[] = [];
  const writes: AnyBulkWriteOperation<EventDocument>[] = [];
  // The last that is said of an event counts, and whether it was taken out of the archive by any.
  const unarchived = new Set(wanted.flatMap((one) => (one.unarchived ? [one.number] : [])));
  for (const { number, payload } of new Map(wanted.map((one) => [one.number, one])).values()) {
    const place = places.get(number);
    const there = place?.events.find(({ n }) => n === number);
    if (place === undefined || there === undefined) continue;
    const leaves = unarchived.has(number) && there.a !== undefined;
    if (leaves && archiveIdHint(there.a ?? '') !== number) {
      const filter = { _id: archiveIdKey(stream, there.a ?? ''), number };
      freed.push({ updateOne: { filter, update: { $set: { gone: first } } } });
    }
    const write = change(place, place.events.indexOf(there), {
      ...((there.r ?? 0) <= first && { payload: { payload, r: first } }),
      leaves,
    });
    if (write !== undefined) writes.push(write);
  }
  if (freed.length > 0) await archiveIdsIn(database).bulkWrite(freed, { ordered: false });
  for (let from = 0; from < writes.length; from += writesAtOnce) {
    const some = writes.slice(from, from + writesAtOnce);
    const { matchedCount } = await eventsIn(database).bulkWrite(some, { ordered: false });
    if (matchedCount < some.length) return false;
  }
  return true;
}

/** Only while the event is where it was found, and as it was. */
function change(
  { _id, stream, first, events }: Place,
  at: number,
  to: { readonly payload?: { readonly payload: string; readonly r: number }; readonly leaves: boolean },
): AnyBulkWriteOperation<EventDocument> | undefined {
  const { n, r } = events[at] ?? {};
  const part = `events.${at}`;
  const filter = { _id, stream, first, [`${part}.n`]: n, [`${part}.r`]: r ?? { $exists: false } };
  const set = to.payload && { $set: { [`${part}.payload`]: to.payload.payload, [`${part}.r`]: to.payload.r } };
  const unset = to.leaves ? { $unset: { [`${part}.a`]: '', [`${part}.o`]: '' } } : undefined;
  if (set === undefined && unset === undefined) return undefined;
  return { updateOne: { filter, update: { ...set, ...unset } } } as AnyBulkWriteOperation<EventDocument>;
}

/** The documents that hold these numbers. */
async function placesOf(database: Db, stream: string, numbers: readonly number[]): Promise<Map<number, Place>> {
  const found = new Map<number, Place>();
  const left = numbers.toSorted((one, other) => one - other);
  while (left.length > 0) {
    const some = left.splice(0, atOnce);
    const places = await Promise.all(
      some.map((number) =>
        eventsIn(database).findOne<Place>(
          { stream, first: { $lte: number } },
          {
            sort: { first: -1 },
            projection: { stream: 1, first: 1, last: 1, 'events.n': 1, 'events.a': 1, 'events.r': 1 },
          },
        ),
      ),
    );
    for (const [i, number] of some.entries()) {
      const place = places[i];
      if (place != null) found.set(number, place);
    }
    // Many may be in one document.
    const last = places.at(-1);
    while (last != null && left[0] !== undefined && left[0] <= last.last) found.set(left.shift() ?? 0, last);
  }
  return found;
}
