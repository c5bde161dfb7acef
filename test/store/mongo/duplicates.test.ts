/** Writings some of which are done already. Properties for servers of two kinds: those that go on, and those that stop. */
import test from 'ava';
import fc from 'fast-check';
import { MongoBulkWriteError } from 'mongodb';
import { leavingDuplicates } from '../../../src/store/mongo/duplicates.ts';

const duplicateKey = 11000;

function bulkError(failed: readonly { readonly index: number; readonly code: number }[], upsertedCount: number) {
  const counts = { insertedCount: 0, matchedCount: 0, upsertedCount, deletedCount: 0 };
  const error = new MongoBulkWriteError(
    { message: 'E11000 duplicate key', code: duplicateKey, writeErrors: failed as never },
    { ...counts, getWriteConcernError: () => undefined } as never,
  );
  return error;
}

/** As MongoDB does it: all are tried. */
function goesOn(there: Set<string>) {
  return async (keys: readonly string[]) => {
    const failed = keys.flatMap((key, index) => (there.has(key) ? [{ index, code: duplicateKey }] : []));
    for (const key of keys) there.add(key);
    if (failed.length > 0) throw bulkError(failed, keys.length - failed.length);
  };
}

/** As others do it: the rest is left undone, and the first operation is blamed. */
function stops(there: Set<string>) {
  return async (keys: readonly string[]) => {
    for (const key of keys) {
      if (there.has(key)) throw bulkError([{ index: 0, code: duplicateKey }], 0);
      there.add(key);
    }
  };
}

for (const [kind, server] of Object.entries({ goesOn, stops })) {
  test(`all is written, whatever was there before, where a server ${kind}`, async (t) => {
    const keys = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 2 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(keys, keys, async (before, given) => {
        const there = new Set(before);
        const found = await leavingDuplicates(given, server(there));
        t.true(given.every((key) => !before.includes(key) || found.includes(key)));
        t.deepEqual([...there].toSorted(), [...new Set([...before, ...given])].toSorted());
      }),
    );
  });
}

test('what is there already costs one attempt where a server says so of each', async (t) => {
  const there = new Set(['a', 'b', 'c']);
  let attempts = 0;
  await leavingDuplicates(['a', 'b', 'c', 'd'], (some) => {
    attempts += 1;
    return goesOn(there)(some);
  });
  t.is(attempts, 1);
});

test('nothing is written where there is nothing, and another failure is told', async (t) => {
  await leavingDuplicates([], () => Promise.reject(new Error('called')));
  const full = bulkError(
    [
      { index: 0, code: duplicateKey },
      { index: 1, code: 14031 },
    ],
    0,
  );
  await t.throwsAsync(
    leavingDuplicates(['a', 'b'], () => Promise.reject(full)),
    { is: full },
  );
  const lost = new Error('connection lost');
  await t.throwsAsync(
    leavingDuplicates(['a'], () => Promise.reject(lost)),
    { is: lost },
  );
});
