/** A server that has just become the primary may not show yet what most of them have. */
import { documentId, type EventDocument, eventPart } from '../../../src/store/mongo/event-documents.ts';
import { Feed } from '../../../src/store/mongo/feed.ts';
import { event } from '../../contract/given.ts';
import { onMongo } from './given.ts';

onMongo('a page goes no further than what it was shown, and the next one has the rest', async (t, database) => {
  const events = database.collection<EventDocument>('events');
  const place = (sequence: number): EventDocument => ({
    ...{ _id: documentId(1, sequence), stream: 'room:a', first: sequence, last: sequence, until: 1 },
    ...{ commits: [{ id: sequence, first: sequence }], events: [eventPart(event(`${sequence}`), sequence)] },
  });
  await events.insertMany([place(1), place(2)]);
  const terms = { writeConcern: {}, readConcern: 'local' as const };
  const feed = new Feed({ database, terms, epoch: 1, durable: () => 3 });
  await feed.open();
  const seen = await feed.page({ after: {}, limit: 9 });
  t.deepEqual([seen.events.map(({ number }) => number), seen.position], [[1, 2], { 1: 2 }]);
  t.deepEqual(await feed.page({ after: seen.position, limit: 9 }), { events: [], position: { 1: 2 } });
  await events.insertOne(place(3));
  const next = await feed.page({ after: seen.position, limit: 9 });
  t.deepEqual([next.events.map(({ number }) => number), next.position], [[3], { 1: 3 }]);
});
