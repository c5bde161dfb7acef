/** Plans that are given up, because the database has kept them waiting, and whose answers come after all. */
import test from 'ava';
import type { Db } from 'mongodb';
import { Planner } from '../../../src/store/mongo/planner.ts';
import type { WaitingCommit } from '../../../src/store/mongo/queue.ts';
import { StreamEnds } from '../../../src/store/mongo/streams.ts';
import { commit, event } from '../../contract/given.ts';

/** A database whose answers come when a test says so: where a stream ends. */
function slowDatabase() {
  const asked = new Map<string, PromiseWithResolvers<object>>();
  const of = (stream: string): PromiseWithResolvers<object> => {
    const known = asked.get(stream) ?? Promise.withResolvers<object>();
    asked.set(stream, known);
    return known;
  };
  const findOne = ({ stream }: { readonly stream: string }): Promise<object> => of(stream).promise;
  const database = { collection: () => ({ findOne }) } as unknown as Db;
  return { database, answer: (stream: string, last: number) => of(stream).resolve({ _id: 'began', last, until: 0 }) };
}

function waiting(stream: string, first: number, answered: string[] = []): WaitingCommit {
  const settle = ({ kind }: { readonly kind: string }): void => void answered.push(kind);
  return { kind: 'commit', commit: commit(stream, first, [event(stream)]), bytes: 200, settle };
}

test('what a plan was given up for is not written with the next one', async (t) => {
  const { database, answer } = slowDatabase();
  const ends = new StreamEnds(database);
  const planner = new Planner({
    ...{ database, ends, epoch: 1, settled: () => Promise.resolve(), documentBytesMax: 16_777_216, nextAudit: 1 },
  });
  // Nobody waits for it any more: its commits have been refused.
  const late = planner.plan([waiting('room:a', 5)], 1);
  const next = planner.plan([waiting('room:b', 3)], 1);
  answer('room:a', 4);
  await t.throwsAsync(late);
  answer('room:b', 2);
  const { documents } = await next;
  t.deepEqual(
    documents.map(({ stream, document }) => [stream, document.first]),
    [['room:b', 3]],
  );
  // What it heard late may be wrong by now.
  t.is(ends.get('room:a'), undefined);
});

test('a plan that is made again has each commit once, whichever answers come first', async (t) => {
  const { database, answer } = slowDatabase();
  const ends = new StreamEnds(database);
  const planner = new Planner({
    ...{ database, ends, epoch: 1, settled: () => Promise.resolve(), documentBytesMax: 16_777_216, nextAudit: 1 },
  });
  const item = waiting('room:a', 5);
  const late = planner.plan([item], 1);
  const again = planner.plan([item], 1);
  answer('room:a', 4);
  await t.throwsAsync(late);
  const { documents } = await again;
  t.deepEqual(
    documents.map((one) => one.waiting),
    [[[item]]],
  );
});
