/** The layout goes forward only, step by step, and says so. */

import test from 'ava';
import type { Db } from 'mongodb';
import { ensureIndexes, indexesOf, indexRows, keysText } from '../../../src/store/mongo/indexes.ts';
import { ensureLayout, type Migration, migrations, versionOf } from '../../../src/store/mongo/layout.ts';
import { StoreError } from '../../../src/store/port.ts';
import { onMongo } from './given.ts';

onMongo('a new database gets every index of the list, and no other', async (t, database) => {
  const lines: string[] = [];
  for (let start = 0; start < 2; start++) await ensureLayout(database, { announce: (line) => lines.push(line) });
  t.is(await versionOf(database), migrations.length);
  const wanted = Map.groupBy(indexRows, ({ collection }) => collection);
  for (const [collection, rows] of wanted) {
    const found = await indexesOf(database, collection);
    t.deepEqual(found.map(({ keys }) => keys).toSorted(), rows.map(({ keys }) => keysText(keys)).toSorted());
    t.true(found.every(({ unique }) => unique));
  }
  t.deepEqual(lines, []);
});

onMongo('two starts at once make one layout', async (t, database) => {
  await Promise.all([ensureLayout(database), ensureLayout(database)]);
  t.is(await versionOf(database), migrations.length);
});

onMongo('a start that finds what another has just made goes on from there', async (t, database) => {
  await ensureLayout(database);
  // It looked a moment before.
  let looked = false;
  const collection = (name: string) => {
    const one = database.collection(name);
    if (looked || name !== 'layout') return one;
    return Object.assign(Object.create(one), {
      findOne: async () => {
        looked = true;
        return null;
      },
    });
  };
  await ensureLayout(Object.assign(Object.create(database), { collection }));
  t.true(looked);
  t.is(await versionOf(database), migrations.length);
});

onMongo('a database of a newer Longroom, or of another program, is left as it is', async (t, database) => {
  await database.collection('sessions').insertOne({ user: 'ann' });
  await t.throwsAsync(ensureLayout(database), {
    instanceOf: StoreError,
    message: /has a collection sessions of another program: name another database in store\.url$/,
  });
  t.is(await versionOf(database), undefined);
  await database.collection<{ _id: string; version: number }>('layout').insertOne({ _id: 'layout', version: 99 });
  await t.throwsAsync(ensureLayout(database), {
    instanceOf: StoreError,
    message: /was made by a newer Longroom \(layout 99, this one knows \d+\): update Longroom/,
  });
  t.is(await versionOf(database), 99);
  t.deepEqual(await indexesOf(database, 'events'), []);
});

onMongo('what a step was broken off at is done at the next start, and each is announced', async (t, database) => {
  await ensureLayout(database);
  const done: string[] = [];
  const lines: string[] = [];
  const step = (name: string, fails: () => boolean): Migration => ({
    does: `${name} is made`,
    run: async () => {
      if (fails()) throw new Error('the power is gone');
      done.push(name);
    },
  });
  let power = false;
  const later = [...migrations, step('one', () => false), step('two', () => !power)];
  const start = () => ensureLayout(database, { migrations: later, announce: (line) => lines.push(line) });
  await t.throwsAsync(start(), { message: 'the power is gone' });
  t.is(await versionOf(database), migrations.length + 1);
  power = true;
  await start();
  await start();
  t.deepEqual(done, ['one', 'two']);
  const at = migrations.length;
  const line = (from: number, what: string) =>
    `the database is changed from layout ${from} to ${from + 1}: ${what} is made`;
  t.deepEqual(lines, [line(at, 'one'), line(at + 1, 'two'), line(at + 1, 'two')]);
  t.is(await versionOf(database), later.length);
});

onMongo('an index that somebody took away is made again, and that is said', async (t, database) => {
  await ensureLayout(database);
  await database.collection('people').insertOne({ jid: 'ann@x' });
  await database.collection('people').dropIndex('jid_1');
  const lines: string[] = [];
  await ensureLayout(database, { announce: (line) => lines.push(line) });
  t.deepEqual(lines, ['an index of people is made (jid); 1 documents are read']);
  t.deepEqual(
    (await indexesOf(database, 'people')).map(({ keys }) => keys),
    ['jid'],
  );
});

test('however long an index takes, it is waited for', async (t) => {
  const given: unknown[] = [];
  const createIndex = async (_: unknown, options: unknown): Promise<void> => void given.push(options);
  const collection = () => ({ createIndex, estimatedDocumentCount: async () => 0 });
  const database = { collection, listCollections: () => ({ toArray: async () => [] }) } as unknown as Db;
  await ensureIndexes(database, () => t.fail());
  t.deepEqual(
    given,
    indexRows.map(() => ({ unique: true, timeoutMS: 0 })),
  );
});
