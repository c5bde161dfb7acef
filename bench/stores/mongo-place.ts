/** Databases of a server, each with a name of its own. */
import { MongoClient } from 'mongodb';
import { openMongoStore } from '../../src/store/mongo/store.ts';
import { freshDatabase, launchMongo, type MongoServer } from '../../test/servers/mongo.ts';
import type { Places, Sequential, StorePlace } from './place.ts';

/** At this address, or wherever the tests have theirs. */
export async function mongoPlaces(address?: string): Promise<Places> {
  if (address !== undefined) process.env['MONGODB_URL'] = address;
  const server = await launchMongo({ lasting: true });
  return { name: server.name, fresh: async () => placeOn(server), stop: () => server.stop() };
}

function placeOn(server: MongoServer): StorePlace {
  const database = freshDatabase();
  const url = server.url(database);
  return {
    url,
    open: () => openMongoStore({ url }),
    sequential: () => documentsInto(url),
    drop: () => server.drop(database),
  };
}

/** Copies of a message as the store has written it, with the store's write concern, into a collection without any other index. */
async function documentsInto(url: string): Promise<Sequential> {
  const client = await MongoClient.connect(url);
  const database = client.db();
  const message = await database.collection('events').findOne({ 'events.kind': 'posted' });
  if (message === null) throw new Error('the store has had no message yet');
  const copies = database.collection<{ _id: string }>('one_by_one');
  const { _id: like, ...rest } = message;
  let count = 0;
  return {
    async insert() {
      count += 1;
      const _id = count.toString(36).padStart(String(like).length, '0');
      await copies.insertOne({ _id, ...rest }, { writeConcern: { w: 'majority', journal: true } });
    },
    close: () => client.close(),
  };
}
