import test from 'ava';
import { MongoClient } from 'mongodb';
import { freshDatabase, launchMongo, launchOwnMongo, noMongo, noOwnMongo } from './mongo.ts';

const missing = await noMongo();
const notOurs = await noOwnMongo();
const law = missing === undefined ? test : test.skip;
const lawOfOurs = notOurs === undefined ? test : test.skip;
const note = (reason: string | undefined) => (reason === undefined ? '' : ` (${reason})`);

law(`a MongoDB for the tests takes and gives, and a database that is dropped is gone${note(missing)}`, async (t) => {
  t.timeout(120_000);
  const server = await launchMongo();
  t.teardown(() => server.stop());
  t.log(`MongoDB of the tests: ${server.name}`);
  const name = freshDatabase();
  const client = await MongoClient.connect(server.url(name));
  t.teardown(() => client.close());
  const things = client.db().collection<{ _id: string }>('things');
  await things.insertMany([{ _id: 'a' }, { _id: 'b' }]);
  t.deepEqual(await things.find().sort({ _id: 1 }).toArray(), [{ _id: 'a' }, { _id: 'b' }]);
  await t.throwsAsync(things.insertOne({ _id: 'a' }), { code: 11000 });
  await server.drop(name);
  t.is(await things.countDocuments(), 0);
});

lawOfOurs(`what it has answered to is there after a kill, and nothing twice${note(notOurs)}`, async (t) => {
  t.timeout(120_000);
  const server = await launchOwnMongo();
  t.teardown(() => server.stop());
  const url = server.url(freshDatabase());
  let written = 0;
  for (let round = 0; round < 3; round += 1) {
    const client = await MongoClient.connect(url, { retryWrites: false });
    const things = client.db().collection<{ _id: number; stream: string }>('things');
    await things.createIndex({ stream: 1, _id: 1 }, { unique: true });
    t.is(await things.countDocuments(), written);
    let killing: Promise<void> | undefined;
    const writing = (async () => {
      for (;;) {
        await things.insertOne({ _id: written + 1, stream: 'one' }, { writeConcern: { w: 'majority', journal: true } });
        written += 1;
        if (written % 50 === 0) killing ??= server.kill();
      }
    })();
    await t.throwsAsync(writing);
    await killing;
    await client.close();
    await server.start();
    const again = await MongoClient.connect(url);
    const found = await again.db().collection<{ _id: number }>('things').find().sort({ _id: 1 }).toArray();
    await again.close();
    // One more may be there than was answered.
    t.true(found.length === written || found.length === written + 1);
    t.deepEqual(
      found.map(({ _id }) => _id),
      Array.from({ length: found.length }, (_, i) => i + 1),
    );
    written = found.length;
  }
});
