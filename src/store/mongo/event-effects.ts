/**
 * What a commit changes in events that were written before, and in where archive ids lead. All of it may be done again,
 * and may come late: what a later commit has done stays.
 */
import type { AnyBulkWriteOperation, Db } from 'mongodb';
import { archiveIdHint } from '../archive-id.ts';
import type { StreamId } from '../event.ts';
import { inParts } from '../in-parts.ts';
import { leavingDuplicates, writesAtOnce } from './duplicates.ts';
import {
  type ArchiveIdDocument,
  archiveIdKey,
  archiveIdsIn,
  asRead,
  type CommitEffects,
  type EventDocument,
  type EventPart,
  eventsIn,
} from './event-documents.ts';
import { inOrder } from './keys.ts';
import type { Turns } from './turns.ts';
import type { Answer } from './work.ts';

export interface EventEffects extends Pick<CommitEffects, 'first' | 'replace' | 'foreign'> {
  readonly stream: StreamId;
}

/** Documents looked up at the same time. */
const atOnce = 32;

export interface EffectsAround {
  readonly turns: Turns;
  readonly answer: Answer;
}

export async function applyEventEffects(
  database: Db,
  effects: readonly EventEffects[],
  { turns, answer }: EffectsAround,
): Promise<void> {
  let foreign: EventEffects[] = [];
  for (const one of effects) {
    if (one.foreign !== undefined) foreign.push(one);
    if (one.replace === undefined) continue;
    await noteForeignIds(database, foreign, answer);
    foreign = [];
    await turns.take(one.stream, () => replace(database, one, answer));
  }
  await noteForeignIds(database, foreign, answer);
}

async function noteForeignIds(database: Db, effects: readonly EventEffects[], answer: Answer): Promise<void> {
  const ids = archiveIdsIn(database);
  const given = effects.flatMap(({ stream, foreign = [] }) =>
    foreign.map(({ id, n }): ArchiveIdDocument => ({ _id: archiveIdKey(stream, id), number: n })),
  );
  const there = await leavingDuplicates(given, (left) => answer(() => ids.insertMany(left, { ordered: false })));
  // One that is there already is this one, or was freed before this event.
  const writes = there.map(({ _id, number }): AnyBulkWriteOperation<ArchiveIdDocument> => {
    const update = { $set: { number }, $unset: { gone: '' as const } };
    return { updateOne: { filter: { _id, gone: { $lt: number } }, update } };
  });
  for (const some of inParts(writes, writesAtOnce)) await answer(() => ids.bulkWrite(some, { ordered: false }));
}

type Place = Pick<EventDocument, '_id' | 'stream' | 'first' | 'last' | 'changes'> & {
  readonly events: readonly Pick<EventPart, 'n' | 'a' | 'r'>[];
};

/** What becomes of an event. The last that is said of it counts, and whether any takes it out of the archive. */
interface Wanted {
  readonly payload: string;
  readonly unarchived: boolean;
}

/** Done again until nobody was faster: a compaction may change the same documents meanwhile. */
async function replace(database: Db, effects: EventEffects, answer: Answer): Promise<void> {
  while (!(await replaceOnce(database, effects, answer)));
}

async function replaceOnce(
  database: Db,
  { stream, first, replace: replacements = [] }: EventEffects,
  answer: Answer,
): Promise<boolean> {
  const wanted = new Map<number, Wanted>();
  for (const { number, payload, unarchived = false } of replacements) {
    wanted.set(number, { payload, unarchived: unarchived || wanted.get(number)?.unarchived === true });
  }
  const places = await placesOf({ database, stream: inOrder(stream), answer }, [...wanted.keys()]);
  const freed: AnyBulkWriteOperation<ArchiveIdDocument>[] = [];
  const writes: AnyBulkWriteOperation<EventDocument>[] = [];
  for (const place of places) {
    for (const { n, a } of place.events) {
      if (a === undefined || !wanted.get(n)?.unarchived || archiveIdHint(a) === n) continue;
      const filter = { _id: archiveIdKey(stream, a), number: n };
      freed.push({ updateOne: { filter, update: { $set: { gone: first } } } });
    }
    const write = change(place, wanted, first);
    if (write !== undefined) writes.push(write);
  }
  if (freed.length > 0) await answer(() => archiveIdsIn(database).bulkWrite(freed, { ordered: false }));
  for (const some of inParts(writes, writesAtOnce)) {
    const { matchedCount } = await answer(() => eventsIn(database).bulkWrite(some, { ordered: false }));
    if (matchedCount < some.length) return false;
  }
  return true;
}

/** The events of a document that the commit beginning with `by` changes, unless a later one has. */
function change(
  place: Place,
  wanted: ReadonlyMap<number, Wanted>,
  by: number,
): AnyBulkWriteOperation<EventDocument> | undefined {
  const set: Record<string, unknown> = {};
  const unset: Record<string, ''> = {};
  for (const [at, { n, a, r = 0 }] of place.events.entries()) {
    const to = wanted.get(n);
    if (to === undefined) continue;
    const part = `events.${at}`;
    if (r <= by) Object.assign(set, { [`${part}.payload`]: to.payload, [`${part}.r`]: by });
    if (to.unarchived && a !== undefined) Object.assign(unset, { [`${part}.a`]: '', [`${part}.o`]: '' });
  }
  const leaves = Object.keys(unset).length > 0;
  if (Object.keys(set).length === 0 && !leaves) return undefined;
  const update = { $set: { ...set, changes: (place.changes ?? 0) + 1 }, ...(leaves && { $unset: unset }) };
  return { updateOne: { filter: asRead(place), update } } as AnyBulkWriteOperation<EventDocument>;
}

const projection = { stream: 1, first: 1, last: 1, changes: 1, 'events.n': 1, 'events.a': 1, 'events.r': 1 };

/** The documents that hold these numbers. */
async function placesOf(
  { database, stream, answer }: { readonly database: Db; readonly stream: string; readonly answer: Answer },
  numbers: readonly number[],
): Promise<readonly Place[]> {
  const found = new Map<string, Place>();
  const left = numbers.toSorted((one, other) => one - other);
  while (left.length > 0) {
    const some = left.splice(0, atOnce);
    const places = await Promise.all(
      some.map((number) =>
        answer(() =>
          eventsIn(database).findOne<Place>({ stream, first: { $lte: number } }, { sort: { first: -1 }, projection }),
        ),
      ),
    );
    for (const place of places) if (place !== null) found.set(place._id, place);
    // Many may be in one document.
    const last = places.at(-1);
    while (last != null && left[0] !== undefined && left[0] <= last.last) left.shift();
  }
  return [...found.values()];
}
