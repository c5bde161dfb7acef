/** Token buckets: what is let through, what is remembered. */
import test from 'ava';
import fc from 'fast-check';
import { Buckets } from '../../src/service/buckets.ts';

const rate = fc.record({
  perSecond: fc.double({ min: 0.01, max: 1_000, noNaN: true }),
  burst: fc.integer({ min: 1, max: 500 }),
});
const start = Date.UTC(2026, 0, 1);

test('whatever is asked when, nobody gets more than the burst and what comes in since', (t) => {
  const step = fc.record({ after: fc.integer({ min: 0, max: 5_000 }), tokens: fc.integer({ min: 1, max: 20 }) });
  fc.assert(
    fc.property(rate, fc.array(step, { maxLength: 200 }), (of, steps) => {
      const buckets = new Buckets({ rememberedMax: 10 });
      let now = start;
      const granted: { readonly at: number; readonly tokens: number }[] = [];
      for (const { after, tokens } of steps) {
        now += after;
        const wanted = Math.min(tokens, of.burst);
        if (buckets.take('a', of, { now, tokens }) === 0) granted.push({ at: now, tokens: wanted });
      }
      return granted.every(({ at: from }, first) => {
        let sum = 0;
        return granted.slice(first).every(({ at, tokens }) => {
          sum += tokens;
          return sum <= of.burst + (of.perSecond * (at - from)) / 1_000 + 0.001 * of.perSecond;
        });
      });
    }),
  );
  t.pass();
});

test('whoever waits as long as told is let through, and not a while before', (t) => {
  fc.assert(
    fc.property(rate, fc.integer({ min: 1, max: 50 }), (of, tokens) => {
      const buckets = new Buckets({ rememberedMax: 10 });
      let wait = 0;
      while (wait === 0) wait = buckets.take('a', of, { now: start, tokens });
      if (wait > 2 && buckets.take('a', of, { now: start + wait / 2, tokens }) === 0) return false;
      return buckets.take('a', of, { now: start + Math.ceil(wait), tokens }) === 0;
    }),
  );
  t.pass();
});

test('what is refused costs nothing: whoever goes on asking does not wait any longer for it', (t) => {
  const buckets = new Buckets({ rememberedMax: 10 });
  const of = { perSecond: 1, burst: 2 };
  for (let taken = 0; taken < 2; taken++) t.is(buckets.take('a', of, { now: start }), 0);
  for (let asked = 0; asked < 999; asked++) t.true(buckets.take('a', of, { now: start + asked }) > 0);
  t.is(buckets.take('a', of, { now: start + 1_000 }), 0);
});

test('a clock that was set back makes nobody wait longer than an empty bucket does', (t) => {
  const buckets = new Buckets({ rememberedMax: 10 });
  const of = { perSecond: 1, burst: 5 };
  t.is(buckets.take('a', of, { now: start }), 0);
  const back = start - 3_600_000;
  t.true(buckets.take('a', of, { now: back }) <= 1_000);
  t.is(buckets.take('a', of, { now: back + 1_000 }), 0);
});

test('names without number use no more memory than was allowed, and one that is in use keeps its wait', (t) => {
  const buckets = new Buckets({ rememberedMax: 1_000 });
  const of = { perSecond: 100, burst: 5 };
  const slow = { perSecond: 0.001, burst: 1 };
  t.is(buckets.take('slow', slow, { now: start }), 0);
  // Each is full again long before as many as are remembered have come after it.
  for (let name = 0; name < 100_000; name++) {
    t.is(buckets.take(`u${name}`, of, { now: start + name }), 0);
    if (buckets.size > 1_000) t.fail();
  }
  t.true(buckets.take('slow', slow, { now: start + 100_000 }) > 0);
});

test('also where all that are remembered are in use, a new name is remembered', (t) => {
  const buckets = new Buckets({ rememberedMax: 100 });
  const of = { perSecond: 0.001, burst: 1 };
  for (let name = 0; name < 1_000; name++) t.is(buckets.take(`u${name}`, of, { now: start }), 0);
  t.is(buckets.size, 100);
  t.true(buckets.take('u999', of, { now: start }) > 0);
});
