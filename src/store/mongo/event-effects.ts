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
  readonly events: readonly { readonly n: number; readonly a?: string }[];
};

async function replace(database: Db, { stream, first, replace: wanted = [] }: EventEffects): Promise<void> {
  const places = await placesOf(database, inOrder(stream), [...new Set(wanted.map(({ number }) => number))]);
  const freed: AnyBulkWriteOperation<ArchiveIdDocument>[] = [];
  const writes: AnyBulkWriteOperation<EventDocument>[] = [];
  for (const { number, payload, unarchived } of wanted) {
    const place = places.get(number);
    const there = place?.events.find(({ n }) => n === number);
    if (place === undefined || there === undefined) continue;
    const { _id, first: begins } = place;
    const at = { _id, stream: place.stream, first: begins };
    if (unarchived && there.a !== undefined) {
      if (archiveIdHint(there.a) !== number) {
        const filter = { _id: archiveIdKey(stream, there.a), number };
        freed.push({ updateOne: { filter, update: { $set: { gone: first } } } });
      }
      const filter = { ...at, events: { $elemMatch: { n: number, a: { $exists: true } } } };
      writes.push({ updateOne: { filter, update: { $unset: { 'events.$.a': '', 'events.$.o': '' } } } });
    }
    const filter = { ...at, events: { $elemMatch: { n: number, r: { $not: { $gt: first } } } } };
    writes.push({ updateOne: { filter, update: { $set: { 'events.$.payload': payload, 'events.$.r': first } } } });
  }
  if (freed.length > 0) await archiveIdsIn(database).bulkWrite(freed, { ordered: false });
  for (let from = 0; from < writes.length; from += writesAtOnce) {
    await eventsIn(database).bulkWrite(writes.slice(from, from + writesAtOnce), { ordered: true });
  }
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
          { sort: { first: -1 }, projection: { stream: 1, first: 1, last: 1, 'events.n': 1, 'events.a': 1 } },
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
