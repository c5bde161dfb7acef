/**
 * The wall: whatever is done by whom, nobody out of scope reads, writes or learns of a room, and nobody is wrongly put out.
 * `WALL_SECONDS=600` runs longer; `WALL_SEED=SEED` runs the same again. What a failure prints goes into `wall.test.ts`.
 */
import test from 'ava';
import fc from 'fast-check';
import { anyAct } from './wall/acts.ts';
import { play } from './wall/play.ts';

const seconds = Number(process.env['WALL_SECONDS'] ?? 40);
const seed = process.env['WALL_SEED'];

test('whatever is done by whom, the wall stands, and in the end whoever may enters', async (t) => {
  t.timeout((seconds + 120) * 1_000);
  const property = fc.asyncProperty(fc.array(anyAct, { minLength: 1, maxLength: 60, size: 'max' }), async (acts) => {
    const breaches = await play(acts);
    if (breaches.length > 0) throw new Error(breaches.join('\n'));
  });
  const result = await fc.check(property, {
    numRuns: 1_000_000,
    interruptAfterTimeLimit: seconds * 1_000,
    ...(seed !== undefined && { seed: Number(seed) }),
  });
  t.log(`${result.numRuns} runs, seed ${result.seed}`);
  if (result.counterexample !== null) {
    t.fail(`seed ${result.seed}: ${result.errorInstance}\n${JSON.stringify(result.counterexample[0])}`);
  }
  t.true(result.numRuns > 0);
});
