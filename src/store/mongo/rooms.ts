/** Rooms by address, and what lists show of them. */
import type { Db } from 'mongodb';
import type { RoomKey } from '../event.ts';
import { type Store, StoreError } from '../port.ts';
import { type Shown, unboundedShown } from '../shown.ts';
import { roomsIn } from './documents.ts';
import { isDuplicateKey } from './duplicates.ts';
import { inOrder } from './keys.ts';
import { described, entryOf, newRoom } from './room-documents.ts';
import { countRooms, readPage } from './room-pages.ts';
import { searchRooms } from './room-search.ts';
import { Turns } from './turns.ts';
import type { MongoWork } from './work.ts';

export function roomsOn(work: MongoWork): Store['rooms'] {
  const rooms = roomsIn(work.database);
  const turns = new Turns();
  return {
    claim: (room) => turns.take(room.jid, () => work.write(() => claim(work.database, room))),
    find: (jid) => found(work, { _id: inOrder(jid) }),
    findByKey: (key) => found(work, { key }),
    async release({ jid, key }) {
      await turns.take(jid, () => work.write(() => rooms.deleteOne({ _id: inOrder(jid), key })));
    },
    async rekey({ jid, from, to }) {
      // What the record of the old key has said of the room comes before this; that of the new one counts from its first event.
      await work.readSettled(async () => undefined);
      return turns.take(jid, () =>
        work.write(async () => {
          await rooms.updateOne({ _id: inOrder(jid), key: from }, { $set: { key: to, describedAt: 0 } });
          const holder = await rooms.findOne({ _id: inOrder(jid) }, { projection: { key: 1 } });
          return holder?.key;
        }),
      );
    },
    async describe({ jid, listing }) {
      // What commits have said of it before comes before this.
      await work.readSettled(async () => undefined);
      await turns.take(jid, () =>
        work.write(() => rooms.updateOne({ _id: inOrder(jid) }, { $set: described({ jid, listing }) })),
      );
    },
    list: ({ after, ...query }) =>
      bounded(work, query, () => readPage(rooms, { ...query, from: after, backwards: false })),
    listBefore: ({ before, ...query }) =>
      bounded(work, query, () => readPage(rooms, { ...query, from: before, backwards: true })),
    count: (query) => bounded(work, query, () => countRooms(rooms, query)),
    search: (query) => bounded(work, query, () => searchRooms(rooms, query)),
  };
}

async function found({ database, readSettled }: MongoWork, by: Parameters<ReturnType<typeof roomsIn>['findOne']>[0]) {
  const room = await readSettled(() => roomsIn(database).findOne(by));
  return room === null ? undefined : entryOf(room);
}

async function claim(database: Db, room: { readonly jid: string; readonly key: RoomKey }): Promise<RoomKey> {
  const rooms = roomsIn(database);
  for (;;) {
    try {
      await rooms.insertOne(newRoom(room));
      return room.key;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    const holder = await rooms.findOne({ _id: inOrder(room.jid) }, { projection: { key: 1 } });
    // Released between the two: it is free.
    if (holder !== null) return holder.key;
  }
}

async function bounded<T>(
  work: MongoWork,
  { shown }: { readonly shown: Shown },
  reading: () => Promise<T>,
): Promise<T> {
  const wrong = unboundedShown(shown);
  if (wrong !== undefined) throw new StoreError(wrong);
  return work.readSettled(reading);
}
