/**
 * What follows commits in the directories. Everything here may be done again, and may come late: a document says from
 * which event of its stream it is, and only what comes from a later one changes it.
 */
import type { AnyBulkWriteOperation, Db } from 'mongodb';
import {
  auditIn,
  type MembershipDocument,
  membershipsIn,
  type RoomDocument,
  roomsIn,
  type SessionDocument,
  sessionsIn,
} from './documents.ts';
import { leavingDuplicates } from './duplicates.ts';
import { inOrder, pair } from './keys.ts';
import { MembershipChanges } from './membership-changes.ts';
import { described } from './room-documents.ts';
import type { DirectoryEffects } from './work.ts';

/** In the order given, as if one by one; each collection gets them in one go. */
export async function applyDirectoryEffects(database: Db, effects: readonly DirectoryEffects[]): Promise<void> {
  await Promise.all([
    followSessions(database, effects),
    followMemberships(database, effects),
    followDescriptions(database, effects),
    followAudited(database, effects),
  ]);
}

async function followSessions(database: Db, effects: readonly DirectoryEffects[]): Promise<void> {
  // By the last that each commit says of them: who left and entered in one is in.
  const writes = new Map<string, AnyBulkWriteOperation<SessionDocument>>();
  for (const { stream, number, entered = [], left = [] } of effects) {
    for (const session of left) {
      const _id = pair(session, stream);
      writes.set(_id, { deleteOne: { filter: { _id, number: { $lt: number } } } });
    }
    for (const session of entered) {
      const _id = pair(session, stream);
      const filter = { _id, number: { $lt: number } };
      writes.set(_id, { updateOne: { filter, update: { $set: { session, stream, number } }, upsert: true } });
    }
  }
  await leavingDuplicates([...writes.values()], (all) => sessionsIn(database).bulkWrite(all, { ordered: false }));
}

async function followMemberships(database: Db, effects: readonly DirectoryEffects[]): Promise<void> {
  const changes = new MembershipChanges();
  for (const one of effects) changes.add(one);
  const write = (all: AnyBulkWriteOperation<MembershipDocument>[]) =>
    membershipsIn(database).bulkWrite(all, { ordered: false });
  await leavingDuplicates([...changes.belonging().values()], write);
  await leavingDuplicates([...changes.visits().values()], write);
}

async function followDescriptions(database: Db, effects: readonly DirectoryEffects[]): Promise<void> {
  const writes = new Map<string, AnyBulkWriteOperation<RoomDocument>>();
  for (const { number, described: room } of effects) {
    if (room === undefined) continue;
    const filter = { _id: inOrder(room.jid), key: room.key, describedAt: { $lt: number } };
    const update = { $set: { ...described(room), describedAt: number } };
    writes.set(pair(room.jid, room.key), { updateOne: { filter, update } });
  }
  await leavingDuplicates([...writes.values()], (all) => roomsIn(database).bulkWrite(all, { ordered: false }));
}

async function followAudited(database: Db, effects: readonly DirectoryEffects[]): Promise<void> {
  const found = effects.flatMap(({ stream, document, audited = [] }) =>
    audited.map(({ nth, ...event }) => ({ _id: nth, stream, ...event, document })),
  );
  await leavingDuplicates(found, (all) => auditIn(database).insertMany(all, { ordered: false }));
}
