/** The same for each of many, a few at a time. */
import test from 'ava';
import { sideBySide } from '../../src/service/side-by-side.ts';

test('so many are under way and no more, and what came of them is in their order', async (t) => {
  let under = 0;
  let most = 0;
  const done = await sideBySide([5, 1, 4, 2, 3], 2, async (turns) => {
    under += 1;
    most = Math.max(most, under);
    for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
    under -= 1;
    return turns * 10;
  });
  t.deepEqual(done, [50, 10, 40, 20, 30]);
  t.is(most, 2);
  t.deepEqual(await sideBySide([], 2, async () => 1), []);
});

test('where one fails nothing more is begun, and what is under way is waited for', async (t) => {
  const begun: number[] = [];
  let ended = 0;
  const work = sideBySide([1, 2, 3, 4], 2, async (one) => {
    begun.push(one);
    if (one === 1) throw new Error('the first');
    await new Promise((resolve) => setImmediate(resolve));
    ended += 1;
  });
  await t.throwsAsync(work, { message: 'the first' });
  t.deepEqual(begun, [1, 2]);
  t.is(ended, 1);
});
