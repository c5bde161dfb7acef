import test, { type ExecutionContext } from 'ava';
import { MongoClient, MongoServerError } from 'mongodb';
import { freshDatabase, launchOwnMongo, noOwnMongo, type OwnMongoServer } from './mongo.ts';
import { answers, anyCommand, type Fault, insertOfEvents, MongoProxy } from './mongo-proxy.ts';

const reason = await noOwnMongo();
const law = reason === undefined ? test : test.skip;
const note = reason === undefined ? '' : ` (${reason})`;
let launched: Promise<OwnMongoServer> | undefined;

test.after.always('MongoDB ends', async () => {
  await (await launched)?.stop();
});

interface Thing {
  readonly _id: number;
}

async function events(t: ExecutionContext) {
  t.timeout(120_000);
  launched ??= launchOwnMongo();
  const server = await launched;
  const proxy = await MongoProxy.to(server);
  const database = freshDatabase();
  const client = await MongoClient.connect(server.urlThrough(proxy.net.port, database), { retryWrites: false });
  const straight = await MongoClient.connect(server.url(database));
  t.teardown(async () => {
    await Promise.all([client.close(), straight.close()]);
    await proxy.close();
  });
  return {
    proxy,
    collection: client.db().collection<Thing>('events'),
    others: client.db().collection<Thing>('others'),
    stored: straight.db().collection<Thing>('events'),
  };
}

for (const [kind, arrives] of [
  ['cut before', 0],
  ['cut halfway', 0],
  ['cut after', 1],
] as const) {
  law(`an insert of events that is ${kind}: ${arrives === 1 ? 'it is' : 'it is not'} there${note}`, async (t) => {
    const { proxy, collection, others, stored } = await events(t);
    const struck = proxy.next(insertOfEvents, { kind });
    await others.insertOne({ _id: 1 });
    await t.throwsAsync(collection.insertOne({ _id: 1 }));
    await struck;
    t.is(await stored.countDocuments(), arrives);
    await collection.insertMany([{ _id: 2 }, { _id: 3 }]);
    t.is(await stored.countDocuments(), arrives + 2);
  });
}

const instead: readonly (readonly [string, Fault, number])[] = [
  ['not primary', { kind: 'instead', answer: answers.notPrimary }, answers.notPrimary.code],
  ['a full disk', { kind: 'instead', answer: answers.diskFull }, answers.diskFull.code],
  ['no rights', { kind: 'instead', answer: answers.unauthorized }, answers.unauthorized.code],
];

for (const [title, fault, code] of instead) {
  law(`${title}: the error of a server is the answer, until it is healed${note}`, async (t) => {
    const { proxy, collection, stored } = await events(t);
    await collection.insertOne({ _id: 1 });
    proxy.always(anyCommand, fault);
    await t.throwsAsync(collection.insertOne({ _id: 2 }), { instanceOf: MongoServerError, code });
    await t.throwsAsync(collection.findOne({ _id: 1 }), { instanceOf: MongoServerError, code });
    await proxy.heal();
    await collection.insertOne({ _id: 3 });
    t.is(await stored.countDocuments(), 2);
  });
}

law(`a write that is not replicated in time is there, and the answer says so${note}`, async (t) => {
  const { proxy, collection, stored } = await events(t);
  await collection.insertOne({ _id: 1 });
  const struck = proxy.next(insertOfEvents, { kind: 'afterwards', answer: answers.notReplicated });
  const error = await t.throwsAsync(collection.insertOne({ _id: 2 }, { writeConcern: { w: 'majority' } }));
  t.is((error as { code?: unknown } | undefined)?.code, 64);
  await struck;
  t.is(await stored.countDocuments(), 2);
});
