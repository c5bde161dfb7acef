/** Long work: durable before it begins, in steps, through kills. */
import test from 'ava';
import { silentLog } from '../../../src/ops/log.ts';
import type { Job, JobKind } from '../../../src/service/jobs/job.ts';
import { RunningJobs } from '../../../src/service/jobs/running-jobs.ts';
import { StoreError } from '../../../src/store/port.ts';
import { isRefusal } from '../../../src/wire/error.ts';
import { type MemoryStore, memoryStore } from '../../memory-store.ts';
import { JumpingClock } from '../../world.ts';
import { actor as actorOf } from '../kept-out.ts';

/** Counts to `args`, one a step; what it has done stands in `done`. */
function counting(done: number[], before: (next: number) => Promise<void> = async () => {}): JobKind {
  return {
    async step({ args, cursor }: Job) {
      const next = ((cursor as number | undefined) ?? 0) + 1;
      await before(next);
      done.push(next);
      const step = { cursor: next, done: next, total: args as number };
      return next === args ? { ...step, ended: `counted to ${next}` } : step;
    },
  };
}

async function jobsOn(store: MemoryStore, kind: JobKind, clock = new JumpingClock()) {
  let ids = 0;
  const random = () => `${store.epoch}-${++ids}`;
  const jobs = new RunningJobs({ store, log: silentLog, clock, random, kinds: { count: kind } });
  await jobs.load();
  jobs.resume();
  const by = await actorOf(store);
  const start = async (args: number, topic?: string): Promise<string> => {
    const key = await jobs.start({ kind: 'count', args, by, title: 'Counting', ...(topic !== undefined && { topic }) });
    if (isRefusal(key)) throw new Error(key.text);
    return key;
  };
  return { jobs, clock, start };
}

const never = () => new Promise<void>(() => {});

test('a job goes step by step to its end, tells how far it is, and is remembered', async (t) => {
  const store = memoryStore();
  const done: number[] = [];
  const { jobs, start } = await jobsOn(store, counting(done));
  const key = await start(5);
  t.is(jobs.find(key)?.state, 'running');
  const ended = await jobs.ended(key);
  t.deepEqual([ended?.state, ended?.done, ended?.total, ended?.result], ['done', 5, 5, 'counted to 5']);
  t.deepEqual(done, [1, 2, 3, 4, 5]);
  const later = await jobsOn(store.reopen(), counting(done));
  t.is(later.jobs.find(key)?.result, 'counted to 5');
  t.is(later.jobs.find(key)?.by.jid, 'root@localhost');
  t.deepEqual(done, [1, 2, 3, 4, 5]);
});

for (const at of [1, 3, 5]) {
  test(`killed in step ${at} of five, it goes on there`, async (t) => {
    const store = memoryStore();
    const done: number[] = [];
    const { jobs, start } = await jobsOn(
      store,
      counting(done, (next) => (next === at ? never() : Promise.resolve())),
    );
    const key = await start(5);
    while (jobs.find(key)?.done !== at - 1) await new Promise((resolve) => setImmediate(resolve));
    const later = await jobsOn(store.reopen(), counting(done));
    t.is((await later.jobs.ended(key))?.result, 'counted to 5');
    t.deepEqual(done, [1, 2, 3, 4, 5]);
  });
}

test('what the store cannot do is tried again; a mistake of ours ends the job, and no other', async (t) => {
  const store = memoryStore();
  const done: number[] = [];
  let failures = 0;
  const kind = counting(done, async (next) => {
    if (next === 2 && ++failures < 3) throw new StoreError('away');
    if (next === 7) throw new Error('a mistake');
  });
  const { jobs, clock, start } = await jobsOn(store, kind);
  const good = await start(3);
  const bad = await start(9);
  while (jobs.list().some(({ state }) => state === 'running')) {
    await new Promise((resolve) => setImmediate(resolve));
    clock.step(1_000);
  }
  t.is(jobs.find(good)?.result, 'counted to 3');
  t.is(jobs.find(bad)?.state, 'failed');
});

test('nothing begins that is not durable', async (t) => {
  const store = memoryStore();
  const done: number[] = [];
  const { jobs, start } = await jobsOn(store, counting(done));
  store.saveSnapshot = () => Promise.reject(new StoreError('away'));
  await t.throwsAsync(start(3));
  t.deepEqual(done, []);
  t.deepEqual(jobs.list(), []);
});

test('of two with one topic the later one takes over, and the last hundred that ended are remembered', async (t) => {
  const store = memoryStore();
  const held = counting([], (next) => (next === 2 ? never() : Promise.resolve()));
  const { jobs, start } = await jobsOn(store, held);
  const first = await start(5, 'one');
  const second = await start(1, 'one');
  t.is((await jobs.ended(first))?.result, 'Another one has taken over.');
  t.is((await jobs.ended(second))?.result, 'counted to 1');
  for (let index = 0; index < 105; index += 1) await jobs.ended(await start(1));
  t.is(jobs.list().length, 100);
  t.is(jobs.find(first), undefined);
  const later = await jobsOn(store.reopen(), held);
  t.is(later.jobs.list().length, 100);
});
