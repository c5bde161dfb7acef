/** The directories of another store: going through those here, and writing theirs as they were. */
import type { Db } from 'mongodb';
import type { StreamId } from '../event.ts';
import { StoreError } from '../port.ts';
import { noSuchStream, takenOtherwise } from '../restored.ts';
import type { KnownPerson, StoredMembership, Transfer } from '../transfer.ts';
import { membershipsIn, peopleIn, sessionsIn } from './documents.ts';
import { leavingDuplicates } from './duplicates.ts';
import { inOrder, pair } from './keys.ts';
import type { MongoWork } from './work.ts';

type DirectoryTransfer = Pick<
  Transfer,
  'people' | 'memberships' | 'restorePeople' | 'restoreMemberships' | 'restoreSessions'
>;

export function directoryTransferOn(work: MongoWork): DirectoryTransfer {
  const { database } = work;
  return {
    people: ({ after, limit }) =>
      work.read(async () => {
        if (limit <= 0) return [];
        const behind = after === undefined ? {} : { _id: { $gt: after } };
        const found = await peopleIn(database).find(behind).sort({ _id: 1 }).limit(limit).toArray();
        return found.map(({ _id, jid }) => ({ key: _id, jid }));
      }),
    memberships: (query) => work.readSettled(() => pageOfMemberships(database, query)),
    restorePeople: (people) => work.write(() => restorePeople(database, people)),
    async restoreMemberships(memberships) {
      // Effects of what was committed before come before this.
      await work.readSettled(async () => undefined);
      await work.write(() => restoreMemberships(database, memberships));
    },
    async restoreSessions(sessions) {
      await work.readSettled(async () => undefined);
      await work.write(() => restoreSessions(database, sessions));
    },
  };
}

async function pageOfMemberships(
  database: Db,
  { place, limit }: { readonly place?: string; readonly limit: number },
): ReturnType<Transfer['memberships']> {
  const wanted = Math.max(limit, 0);
  // One more than is wanted tells whether there is more.
  const rows = await membershipsIn(database)
    .find({ belongs: { $eq: true }, ...(place !== undefined && { _id: { $gt: place } }) })
    .sort({ _id: 1 })
    .limit(wanted + 1)
    .toArray();
  const page = rows.slice(0, wanted);
  const memberships = page.map(({ person, stream, seen }) => ({ person, stream, seen }));
  const last = page.at(-1);
  return rows.length === page.length || last === undefined ? { memberships } : { memberships, place: last._id };
}

async function restorePeople(database: Db, given: readonly KnownPerson[]): Promise<void> {
  const people = peopleIn(database);
  const keys = new Map<string, string>();
  const jids = new Map<string, string>();
  const there = await people
    .find({ $or: [{ _id: { $in: given.map(({ key }) => key) } }, { jid: { $in: given.map(({ jid }) => jid) } }] })
    .toArray();
  for (const person of [...there.map(({ _id, jid }) => ({ key: _id, jid })), ...given]) {
    const { key, jid } = person;
    if ((keys.get(jid) ?? key) !== key || (jids.get(key) ?? jid) !== jid) throw new StoreError(takenOtherwise(person));
    keys.set(jid, key);
    jids.set(key, jid);
  }
  const known = new Set(there.map(({ _id }) => _id));
  const missing = [...jids].filter(([key]) => !known.has(key)).map(([key, jid]) => ({ _id: key, jid }));
  await leavingDuplicates(missing, (some) => people.insertMany(some, { ordered: false }));
}

async function restoreMemberships(database: Db, memberships: readonly StoredMembership[]): Promise<void> {
  const began = await beginnings(
    database,
    memberships.map(({ stream }) => stream),
  );
  const writes = memberships.map(({ person, stream, seen }) => {
    // Who belongs to it already stays as they are: their document is not touched, and that it is there is no mistake.
    const filter = { _id: pair(person, began.get(stream) ?? ''), belongs: { $eq: false } };
    const update = { $set: { belongs: true, seen, number: seen }, $setOnInsert: { person, stream } };
    return { updateOne: { filter, update, upsert: true } };
  });
  await leavingDuplicates(writes, (some) => membershipsIn(database).bulkWrite(some, { ordered: false }));
}

async function restoreSessions(
  database: Db,
  sessions: readonly { readonly session: string; readonly streams: readonly StreamId[] }[],
): Promise<void> {
  const rows = sessions.flatMap(({ session, streams }) => streams.map((stream) => ({ session, stream })));
  await beginnings(
    database,
    rows.map(({ stream }) => stream),
  );
  const documents = rows.map(({ session, stream }) => ({ _id: pair(session, stream), session, stream, number: 0 }));
  await leavingDuplicates(documents, (some) => sessionsIn(database).insertMany(some, { ordered: false }));
}

/**
 * `_id` of the first document of each stream.
 * @throws StoreError where there is no such stream
 */
async function beginnings(database: Db, streams: readonly StreamId[]): Promise<ReadonlyMap<StreamId, string>> {
  const events = database.collection<{ readonly _id: string; readonly stream: StreamId }>('events');
  const found = new Map<StreamId, string>();
  for (const stream of new Set(streams)) {
    const first = await events
      .find({ stream: inOrder(stream) }, { projection: { _id: 1 } })
      .sort({ first: 1 })
      .limit(1)
      .next();
    if (first === null) throw new StoreError(noSuchStream(stream));
    found.set(stream, first._id);
  }
  return found;
}
