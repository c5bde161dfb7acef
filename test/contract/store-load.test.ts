/** What judges stores under load finds what it should find. */
import test from 'ava';
import type { Commit, CommitOutcome } from '../../src/store/commit.ts';
import { type Fault, memoryStore } from '../memory-store.ts';
import { commit, event } from './given.ts';
import { lossesIn, StoreLoad } from './store-load.ts';

const refusing = (operation: string, count: number): Fault | undefined =>
  operation === 'commit' && count % 7 === 0 ? 'refuse' : undefined;

test('what is refused is given again until it is there, each once and in order', async (t) => {
  const store = memoryStore({ fault: refusing });
  const load = new StoreLoad(store, { streams: 3 });
  await load.committedMore(200);
  await load.stop();
  t.true(load.refusals.size > 0);
  t.deepEqual(load.surprises, []);
  t.deepEqual(await lossesIn(store, load.committed), []);
});

test('what is missing, doubled or was refused and yet written is found', async (t) => {
  const store = memoryStore();
  await store.commit(commit('room:0', 1, [event('room:0 1')]));
  await store.commit(commit('room:0', 2, [event('room:0 1')]));
  t.deepEqual(await lossesIn(store, new Map([['room:0', 3]])), [
    'room:0 ends at 2, 3 was committed',
    'room:0: in place 2 is 2 "room:0 1"',
    'no session of room:0 1',
    'no session of room:0 2',
    'no session of room:0 3',
  ]);
  const liar = {
    lastNumber: (stream: string) => store.lastNumber(stream),
    commit: async (given: Commit): Promise<CommitOutcome> => {
      const outcome = await store.commit(given);
      return given.first === 10 && outcome.kind === 'committed' ? { kind: 'refused', text: 'not written' } : outcome;
    },
  };
  const load = new StoreLoad(liar, { streams: 1 });
  await load.refusedAgain();
  await load.committedMore(10);
  await load.stop();
  t.true(load.surprises.includes('room:0 10 was refused, and the stream has it'));
});
