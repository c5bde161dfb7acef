/** Openings of the store, one after the other: claiming one, and making sure that those before can write no more. */
import type { Db } from 'mongodb';
import { StoreError } from '../port.ts';
import { isDuplicateKey } from './duplicates.ts';
import { applyEffects, type Followed } from './effects.ts';
import {
  documentsOf,
  type EventDocument,
  eventsIn,
  isSeal,
  placeOf,
  sealOf,
  type WriterDocument,
  writersIn,
} from './event-documents.ts';
import { outOfOrder } from './keys.ts';

/** Who has not been heard of for so long is gone. */
const aliveMilliseconds = 15_000;
/** Documents looked through in one step, for what still follows from them. */
const followedAtOnce = 200;

/** Claims an epoch that is greater than any before. `now` is the clock of the server. */
export async function claimEpoch(database: Db, now: Date): Promise<number> {
  for (;;) {
    const [writer, document] = await Promise.all([
      writersIn(database).findOne({}, { sort: { _id: -1 }, projection: { _id: 1 } }),
      eventsIn(database).findOne({}, { sort: { _id: -1 }, projection: { _id: 1 } }),
    ]);
    const newest = Math.max(writer?._id ?? 0, document === null ? 0 : placeOf(document._id).epoch);
    try {
      await writersIn(database).insertOne({ _id: newest + 1, began: now, seen: now, applied: 0 });
      return newest + 1;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

/** @throws StoreError where another writer is alive */
export async function mustBeAlone(database: Db, now: Date): Promise<void> {
  const young = new Date(now.getTime() - aliveMilliseconds);
  const other = await writersIn(database).findOne({ ended: { $ne: true }, seen: { $gt: young } });
  if (other === null) return;
  throw new StoreError(
    'the store is in use by another Longroom: stop it first (after a crash, this works 15 seconds later)',
  );
}

/** Makes sure that no earlier writer can write any more, and that all has been done that follows from what they wrote. */
export async function endEarlier(database: Db, epoch: number): Promise<void> {
  const earlier = await writersIn(database)
    .find({ _id: { $lt: epoch }, ended: { $ne: true } })
    .sort({ _id: 1 })
    .toArray();
  for (const writer of earlier) {
    const sealedAt = await seal(database, writer._id);
    await writersIn(database).updateOne({ _id: writer._id }, { $set: { sealedAt, last: sealedAt - 1 } });
  }
  for (const writer of earlier) {
    await followAgain(database, writer);
    await writersIn(database).updateOne({ _id: writer._id }, { $set: { ended: true } });
  }
}

/** Takes the place of what would come next, and tells its sequence. */
async function seal(database: Db, epoch: number): Promise<number> {
  for (;;) {
    const newest = await eventsIn(database).findOne(
      { _id: documentsOf(epoch) },
      { sort: { _id: -1 }, projection: { commits: 1 } },
    );
    const { sequence } = newest === null ? { sequence: 1 } : placeOf(newest._id);
    if (newest !== null && isSeal(newest)) return sequence;
    const next = sequence + (newest?.commits.length ?? 0);
    try {
      await eventsIn(database).insertOne(sealOf(epoch, next));
      return next;
    } catch (error) {
      // It has written meanwhile, or somebody else has sealed it.
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

/** Does again what may not have been done. */
async function followAgain(database: Db, writer: WriterDocument): Promise<void> {
  let some: Followed[] = [];
  const documents = eventsIn(database)
    .find({ _id: documentsOf(writer._id, writer.applied) })
    .sort({ _id: 1 })
    .project<Pick<EventDocument, '_id' | 'stream' | 'effects'>>({ stream: 1, effects: 1 });
  for await (const { _id, stream, effects } of documents) {
    if (effects === undefined) continue;
    some.push({ document: _id, stream: outOfOrder(stream), sequence: placeOf(_id).sequence, effects });
    if (some.length < followedAtOnce) continue;
    await applyEffects(database, some);
    some = [];
  }
  await applyEffects(database, some);
}

/**
 * Says that this writer is alive, and how far what follows from its commits has been done. False where another has taken
 * over.
 */
export async function noteAlive(database: Db, epoch: number, applied: number): Promise<boolean> {
  const { matchedCount } = await writersIn(database).updateOne(
    { _id: epoch, sealedAt: { $exists: false } },
    { $set: { applied }, $currentDate: { seen: true } },
  );
  return matchedCount === 1;
}

/** Whether another writer has taken over. */
export async function isTakenOver(database: Db, epoch: number): Promise<boolean> {
  const own = await writersIn(database).findOne({ _id: epoch }, { projection: { sealedAt: 1 } });
  return own === null || own.sealedAt !== undefined;
}

/** Nothing more will come of this writer. Only after all that follows from its commits has been done. */
export async function noteEnd(database: Db, epoch: number, last: number): Promise<void> {
  await writersIn(database).updateOne(
    { _id: epoch, sealedAt: { $exists: false } },
    { $set: { ended: true, last, applied: last } },
  );
}
