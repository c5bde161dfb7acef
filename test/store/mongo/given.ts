/** A database of its own for each test, on one server for all tests of the process. */
import test, { type ExecutionContext } from 'ava';
import { type Db, MongoClient } from 'mongodb';
import type { MongoWork } from '../../../src/store/mongo/work.ts';
import { freshDatabase, launchMongo, type MongoServer, noMongo } from '../../servers/mongo.ts';

// Before anything is declared: once it has been, the runner does not wait for more.
const missing = await noMongo();

let launched: Promise<MongoServer> | undefined;
const clients: MongoClient[] = [];

test.after.always('MongoDB ends', async () => {
  await Promise.all(clients.map((client) => client.close()));
  await (await launched)?.stop();
});

/** A test with a database; skipped, with the reason in its title, where there is no MongoDB. */
export function onMongo(title: string, run: (t: ExecutionContext, database: Db) => Promise<void>): void {
  if (missing !== undefined) {
    test.skip(`${title} (${missing})`, (t) => t.pass());
    return;
  }
  test(title, async (t) => {
    const { database } = await freshPlace();
    try {
      await run(t, database);
    } finally {
      await database.dropDatabase();
    }
  });
}

/** With the address it can be reached at. */
export async function freshPlace(): Promise<{ readonly database: Db; readonly url: string }> {
  launched ??= launchMongo();
  const url = (await launched).url(freshDatabase());
  const client = new MongoClient(url);
  clients.push(client);
  return { database: client.db(), url };
}

/** Nothing waits, and nobody has taken over. */
export function workOn(database: Db): MongoWork {
  return { database, epoch: 1, read: (ask) => ask(), readSettled: (ask) => ask(), write: (ask) => ask() };
}
