/** Fresh stores on MongoDB for tests, each in a database of its own of one server for all tests of the process. */
import test from 'ava';
import { openMongoStore } from '../../src/store/mongo/store.ts';
import type { Store } from '../../src/store/port.ts';
import { freshDatabase, launchMongo, type MongoServer, noMongo } from '../servers/mongo.ts';
import type { Place } from './place.ts';

/** Why there is no such place, or nothing. */
export const missing = await noMongo();
/** Stores in use at the same time: a server on a small machine is not asked by a hundred at once. */
const atOnce = 6;
let inUse = 0;
const waiting: (() => void)[] = [];

async function turn(): Promise<void> {
  if (inUse < atOnce) inUse += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
}

function leaveTurn(): void {
  const next = waiting.shift();
  if (next === undefined) inUse -= 1;
  else next();
}

let launched: Promise<MongoServer> | undefined;

test.after.always('MongoDB ends', async () => {
  await (await launched)?.stop();
});

export async function arriveAtMongo(): Promise<Place> {
  launched ??= launchMongo();
  const server = await launched;
  await turn();
  const database = freshDatabase();
  const stores: Store[] = [];
  const opened = async () => {
    const store = await openMongoStore({ url: server.url(database) });
    stores.push(store);
    return store;
  };
  return {
    store: await opened(),
    async reopen() {
      await Promise.all(stores.map((store) => store.close()));
      return opened();
    },
    takeOver: opened,
    async leave() {
      await Promise.all(stores.map((store) => store.close()));
      await server.drop(database);
      leaveTurn();
    },
  };
}
