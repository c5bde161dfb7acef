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
import type { Answer, DirectoryEffects } from './work.ts';

/** In the order given, as if one by one; each collection gets them in one go. */
export async function applyDirectoryEffects(
  database: Db,
  effects: readonly DirectoryEffects[],
  answer: Answer = (run) => run(),
): Promise<void> {
  const follow: Follow = { database, effects, answer };
  await Promise.all([
    followSessions(follow),
    followMemberships(follow),
    followDescriptions(follow),
    followAudited(follow),
  ]);
}

interface Follow {
  readonly database: Db;
  readonly effects: readonly DirectoryEffects[];
  readonly answer: Answer;
}

async function followSessions({ database, effects, answer }: Follow): Promise<void> {
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
  await leavingDuplicates([...writes.values()], (some) =>
    answer(() => sessionsIn(database).bulkWrite(some, { ordered: false })),
  );
}

async function followMemberships({ database, effects, answer }: Follow): Promise<void> {
  const changes = new MembershipChanges();
  for (const one of effects) changes.add(one);
  const write = (some: AnyBulkWriteOperation<MembershipDocument>[]) =>
    answer(() => membershipsIn(database).bulkWrite(some, { ordered: false }));
  await leavingDuplicates([...changes.belonging().values()], write);
  await leavingDuplicates([...changes.visits().values()], write);
}

async function followDescriptions({ database, effects, answer }: Follow): Promise<void> {
  const writes = new Map<string, AnyBulkWriteOperation<RoomDocument>>();
  for (const { number, described: room } of effects) {
    if (room === undefined) continue;
    const filter = { _id: inOrder(room.jid), key: room.key, describedAt: { $lt: number } };
    const update = { $set: { ...described(room), describedAt: number } };
    writes.set(pair(room.jid, room.key), { updateOne: { filter, update } });
  }
  await leavingDuplicates([...writes.values()], (some) =>
    answer(() => roomsIn(database).bulkWrite(some, { ordered: false })),
  );
}

async function followAudited({ database, effects, answer }: Follow): Promise<void> {
  const found = effects.flatMap(({ stream, document, audited = [] }) =>
    audited.map(({ nth, ...event }) => ({ _id: nth, stream, ...event, document })),
  );
  await leavingDuplicates(found, (some) => answer(() => auditIn(database).insertMany(some, { ordered: false })));
}
