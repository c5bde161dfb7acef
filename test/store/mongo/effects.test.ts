/** What follows commits goes on, whatever the driver leaves unanswered. */
import test from 'ava';
import { MongoNetworkError } from 'mongodb';
import { Effects } from '../../../src/store/mongo/effects.ts';
import type { EventDocument } from '../../../src/store/mongo/event-documents.ts';
import { Turns } from '../../../src/store/mongo/turns.ts';
import type { Answer } from '../../../src/store/mongo/work.ts';
import { onMongo } from './given.ts';

const said = { kind: 'said', v: 1, at: 1 } as const;

function document(first: number, count: number): EventDocument {
  const events = Array.from({ length: count }, (_, i) => ({ ...said, n: first + i, payload: 'said' }));
  const _id = `00000001-${String(first).padStart(11, '0')}`;
  return { _id, stream: 'room:a', first, last: first + count - 1, until: 1, commits: [{ id: first, first }], events };
}

function following(first: number, number: number) {
  const replace = [{ number, payload: 'gone' }];
  const effects = [{ first, number: first, began: '', replace }];
  return { document: `later ${first}`, stream: 'room:a', sequence: first, effects };
}

onMongo('a question that is never answered does not keep what follows waiting', async (t, database) => {
  const events = database.collection<EventDocument>('events');
  await events.insertMany([document(1, 3), document(4, 3)]);
  let questions = 0;
  // As the driver does it at times: the third question is lost without a word.
  const answer: Answer = (run) => {
    questions += 1;
    if (questions !== 3) return run();
    return new Promise((_, reject) => setTimeout(() => reject(new MongoNetworkError('no answer came')), 50));
  };
  const pauses: unknown[] = [];
  const pause = async (error: unknown): Promise<void> => void pauses.push(error);
  const effects = new Effects({ database, answer, pause });
  effects.add(following(7, 2));
  effects.add(following(8, 5));
  await effects.settled();
  t.is(pauses.length, 1);
  const payloads = (await events.find().sort({ first: 1 }).toArray()).map((one) => one.events.map((e) => e.payload));
  t.deepEqual(payloads, [
    ['said', 'gone', 'said'],
    ['said', 'gone', 'said'],
  ]);
});

onMongo('what takes longer than one answer may is done in one go, question by question', async (t, database) => {
  const events = database.collection<EventDocument>('events');
  await events.insertMany(Array.from({ length: 40 }, (_, i) => document(3 * i + 1, 3)));
  const longest = 1_000;
  let slowest = 0;
  // On a far net: each question takes its time, and none takes too long.
  const answer: Answer = async (run) => {
    const before = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 30));
    const given = await run();
    slowest = Math.max(slowest, performance.now() - before);
    if (slowest > longest) throw new MongoNetworkError('no answer came');
    return given;
  };
  const pauses: unknown[] = [];
  const effects = new Effects({ database, answer, pause: async (error) => void pauses.push(error) });
  const before = performance.now();
  for (let i = 0; i < 40; i += 1) effects.add(following(200 + i, 3 * i + 2));
  await effects.settled();
  t.deepEqual(pauses, []);
  t.true(performance.now() - before > longest, 'all of them together take longer');
  t.is(await events.countDocuments({ 'events.payload': 'gone' }), 40);
});

test('a turn ends with who had it, also where that failed', async (t) => {
  const turns = new Turns();
  const done: string[] = [];
  const first = turns.take('a', async () => {
    done.push('first');
    throw new Error('failed');
  });
  const second = turns.take('a', async () => void done.push('second'));
  await t.throwsAsync(first);
  await second;
  t.deepEqual(done, ['first', 'second']);
});
