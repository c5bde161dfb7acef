/**
 * A thousand seeded runs of the service on a store that fails at every operation, on streams that are cut, with
 * processes that are killed. `SIM_FIRST=SEED` begins at another seed; `node test/sim/run.ts SEED` replays one.
 */
import test from 'ava';
import { storeOperations, writingOperations } from './faults.ts';
import { report, runSeed } from './run.ts';

const first = Number(process.env['SIM_FIRST'] ?? 1);
const portions = 10;
const seedsPerPortion = 100;
const kinds = ['refuse', 'lose', 'die'];
const injected = new Map<string, number>();

for (let portion = 0; portion < portions; portion++) {
  const from = first + portion * seedsPerPortion;
  const to = from + seedsPerPortion - 1;
  test.serial(
    `seeds ${from} to ${to}: order is kept, nothing is lost or doubled, and in the end everything works`,
    async (t) => {
      t.timeout(180_000);
      for (let seed = from; seed <= to; seed++) {
        const verdict = await runSeed(seed);
        for (const [what, times] of verdict.injected) injected.set(what, (injected.get(what) ?? 0) + times);
        if (verdict.breaches.length > 0) t.fail(report(verdict));
      }
      t.pass();
    },
  );
}

test.serial('every operation of the store failed, and every kind of failure was there', (t) => {
  const failed = (operation: string): boolean => kinds.some((kind) => injected.has(`${operation} ${kind}`));
  t.deepEqual(
    storeOperations.filter((operation) => !failed(operation)),
    [],
  );
  for (const kind of kinds) t.true(storeOperations.filter((one) => injected.has(`${one} ${kind}`)).length > 15, kind);
});

test.serial('processes died after every kind of writing was durable and before anybody was told', (t) => {
  t.deepEqual(
    writingOperations.filter((operation) => !injected.has(`${operation}:durable die`)),
    [],
  );
});

test.serial('streams were cut, processes killed and stopped, and sessions vanished', (t) => {
  for (const what of ['cut', 'kill', 'stop', 'vanish']) t.true((injected.get(what) ?? 0) > 100, what);
});

test.serial('the same seed does the same again', async (t) => {
  const traces = await Promise.all([0, 1].map(() => traceOf(first + 3)));
  t.deepEqual(traces[0], traces[1]);
  t.true((traces[0]?.length ?? 0) > 100);
});

async function traceOf(seed: number): Promise<string[]> {
  const lines: string[] = [];
  await runSeed(seed, (line) => lines.push(line));
  return lines;
}
