import test from 'ava';
import fc from 'fast-check';
import { backoffMs } from '../../src/wire/backoff.ts';

const backoff = { backoffBaseMs: 500, backoffMsMax: 30_000 };

test('the delay before a reconnect is spread from zero to a ceiling that doubles up to its bound', (t) => {
  t.is(backoffMs(backoff, 1, 0), 0);
  t.deepEqual(
    [1, 2, 3, 7, 8, 1_000].map((failures) => backoffMs(backoff, failures, 0.999_999)),
    [499, 999, 1_999, 29_999, 29_999, 29_999],
  );
});

test('no number of failures and no chance lead out of the bounds', (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (failures, random) => {
        const delayMs = backoffMs(backoff, failures, random);
        return Number.isInteger(delayMs) && delayMs >= 0 && delayMs < 30_000;
      },
    ),
  );
  t.pass();
});
