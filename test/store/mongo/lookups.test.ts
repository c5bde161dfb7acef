/** What is looked up before something is written costs its own size, not that of the stream. */
import test from 'ava';
import { type Document, MongoClient } from 'mongodb';
import { eventPart } from '../../../src/store/mongo/event-documents.ts';
import { missingOfRestored } from '../../../src/store/mongo/lookups.ts';
import { event } from '../../contract/given.ts';
import { freshPlace, onMongo } from './given.ts';

onMongo('events that are restored again are looked for where they are, not from the beginning', async (t) => {
  const { url } = await freshPlace();
  const client = new MongoClient(url, { monitorCommands: true });
  t.teardown(() => client.close());
  const database = client.db();
  const stream = 'room:a';
  const parts = Array.from({ length: 12 }, (_, i) => eventPart(event('said'), i + 1)).filter(({ n }) => n !== 8);
  const documents = [1, 4, 7, 10].map((first) => ({
    ...{ _id: `${first}` as never, stream, first, last: first + 2 },
    events: parts.filter(({ n }) => n >= first && n < first + 3),
  }));
  await database.collection('events').insertMany(documents);
  const asked: Document[] = [];
  client.on('commandStarted', ({ commandName, command }) => void (commandName === 'find' && asked.push(command)));
  const end = { key: stream, last: 12, lastAt: 0, began: '1' };
  const missing = (from: number, to: number) => {
    const numbers = Array.from({ length: to - from + 1 }, (_, i) => from + i);
    const events = numbers.map((number) => ({ ...event('said'), stream, number, replaced: false }));
    return missingOfRestored(database, { stream, events, end });
  };
  t.is(await missing(5, 7), undefined);
  t.is(await missing(9, 20), undefined);
  t.regex((await missing(6, 9)) ?? '', /^event 8 of room:a cannot be restored/);
  t.is(await missing(13, 20), undefined);
  t.is(asked.length, 6);
  for (const { filter, limit } of asked) t.true(limit === 1 || filter.first.$gte >= 4, JSON.stringify(filter));
  await database.dropDatabase();
});

test('nothing is asked where nothing of it is there', async (t) => {
  const end = { key: 'room:a', last: 0, lastAt: 0, began: '' };
  t.is(await missingOfRestored(undefined as never, { stream: 'room:a', events: [], end }), undefined);
});
