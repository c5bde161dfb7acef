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

interface Row {
  readonly _id: string;
  readonly stream: string;
  readonly first: number;
  readonly flag: boolean;
}

/** Text of one letter, at the places where orders of text differ. */
const letters = [
  '',
  '0',
  'A',
  'a',
  'aa',
  'b',
  'z',
  'é',
  '\u{D7FF}',
  '\u{FFFD}',
  '\u{1F600}',
  '\u{1F600}a',
  '\u{10FFFF}',
];

const byCodePoints = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));

function within(value: number, range: Readonly<Record<string, number>>): boolean {
  return Object.entries(range).every(([operator, bound]) => {
    if (operator === '$gt') return value > bound;
    if (operator === '$gte') return value >= bound;
    return operator === '$lt' ? value < bound : value <= bound;
  });
}

law(`ranges and sorts are what MongoDB says they are, text by code points${note(missing)}`, async (t) => {
  t.timeout(120_000);
  const server = await launchMongo();
  t.teardown(() => server.stop());
  const name = freshDatabase();
  const client = await MongoClient.connect(server.url(name));
  t.teardown(() => client.close());
  const collection = client.db().collection<Row>('rows');
  await collection.createIndex({ stream: 1, first: 1 }, { unique: true });
  const rows = letters.flatMap((stream) =>
    Array.from({ length: 9 }, (_, first) => ({ _id: `${stream}/${first}`, stream, first, flag: first % 2 === 0 })),
  );
  await collection.insertMany([...rows].reverse());
  const ids = (found: readonly Row[]): string[] => found.map(({ _id }) => _id);
  for (const stream of letters) {
    for (const range of [{ $gt: 2 }, { $gte: 2, $lt: 7 }, { $lte: 5 }, { $gt: 3, $lte: 3 }, { $lt: 100 }]) {
      const inside = rows.filter((row) => row.stream === stream && within(row.first, range) && row.flag);
      const query = collection.find({ stream, first: range, flag: true });
      t.deepEqual(ids(await query.clone().sort({ first: 1 }).limit(3).toArray()), ids(inside).slice(0, 3));
      t.deepEqual(ids(await query.sort({ stream: -1, first: -1 }).skip(1).toArray()), ids(inside).reverse().slice(1));
    }
    const some = await collection
      .find({ stream: { $in: [stream, 'b', 'none'] }, first: 4 })
      .sort({ stream: -1 })
      .toArray();
    t.deepEqual(ids(some), stream === 'b' ? ['b/4'] : [`${stream}/4`, 'b/4'].sort(byCodePoints).reverse());
    t.is(ids(await collection.find({ _id: { $eq: `${stream}/2` }, first: { $lt: 3 } }).toArray()).length, 1);
    const beyond = rows.filter((row) => byCodePoints(row._id, `${stream}/4`) > 0);
    const sorted = ids(beyond.sort((one, other) => byCodePoints(one._id, other._id)));
    t.deepEqual(
      ids(
        await collection
          .find({ _id: { $gt: `${stream}/4` } })
          .sort({ _id: 1 })
          .toArray(),
      ),
      sorted,
    );
    const back = await collection
      .find({ _id: { $gt: `${stream}/4` } })
      .sort({ _id: -1 })
      .limit(5)
      .toArray();
    t.deepEqual(ids(back), sorted.reverse().slice(0, 5));
  }
  await collection.updateMany({ stream: 'a', first: { $gte: 5 } }, { $inc: { first: 100 } });
  t.is((await collection.deleteMany({ stream: 'b', first: { $lt: 4 } })).deletedCount, 4);
  t.is(await collection.countDocuments({ stream: 'a', first: { $gt: 50 } }), 4);
  t.is(await collection.countDocuments({ stream: 'b' }), 5);
  await server.drop(name);
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
