import { checkMongoStore } from '../../../src/store/mongo/check.ts';
import { ensureLayout } from '../../../src/store/mongo/layout.ts';
import { freshPlace, onMongo } from './given.ts';

onMongo('the check names what is missing and what is not ours, with what to do', async (t) => {
  const { database, url } = await freshPlace();
  const empty = await checkMongoStore(url);
  t.deepEqual(empty.problems, [
    `the database ${database.databaseName} has no store yet: the first start of Longroom makes it`,
  ]);
  await ensureLayout(database);
  const whole = await checkMongoStore(url);
  t.deepEqual(whole.problems, []);
  t.like(
    whole.parts.find(({ name }) => name === 'rooms'),
    { entries: 0, indexes: 4 },
  );
  await database.collection('people').dropIndex('jid_1');
  await database.collection('rooms').createIndex({ name: 1 }, { name: 'mine', unique: true });
  t.deepEqual((await checkMongoStore(url)).problems, [
    `the index of rooms (name) is not one of Longroom's, and every write pays for it: db.rooms.dropIndex("mine")`,
    'the index of people (jid) is missing (one key for each address; keys of the people in a request): db.people.createIndex({"jid":1}, {"unique":true}), or start Longroom again',
  ]);
  await database.dropDatabase();
});
