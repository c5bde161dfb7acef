/** Which messages are gone, against a plain set of their ordinals: what is known is right, and all of it is known for long. */
import test from 'ava';
import fc from 'fast-check';
import {
  noRemovals,
  type Removals,
  removedAmong,
  removedInAll,
  stretchesMax,
  withCleared,
  withRemoved,
} from '../../src/room/removals.ts';

const last = 60;

interface Model {
  removals: Removals;
  readonly gone: Set<number>;
}

/** Only what was still there goes: a room is asked for nothing else. */
function remove(model: Model, ordinals: readonly number[]): void {
  const fresh = [...new Set(ordinals)].filter((ordinal) => !model.gone.has(ordinal));
  model.removals = withRemoved(model.removals, fresh);
  for (const ordinal of fresh) model.gone.add(ordinal);
}

function clear(model: Model, ordinal: number): void {
  model.removals = withCleared(model.removals, ordinal);
  for (let one = 1; one <= ordinal; one += 1) model.gone.add(one);
}

const ordinal = fc.integer({ min: 1, max: last });
const step = fc.oneof(fc.record({ remove: fc.array(ordinal, { maxLength: 20 }) }), fc.record({ clear: ordinal }));

test('a count is the number of those that are gone, whatever was removed and cleared', (t) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), ordinal, ordinal, (steps, one, other) => {
      const model: Model = { removals: noRemovals, gone: new Set() };
      for (const each of steps) 'clear' in each ? clear(model, each.clear) : remove(model, each.remove);
      const [from, to] = [Math.min(one, other), Math.max(one, other)];
      const within = [...model.gone].filter((each) => each >= from && each <= to).length;
      return (
        removedInAll(model.removals) === model.gone.size &&
        removedAmong(model.removals, [from, to]) === within &&
        removedInAll(JSON.parse(JSON.stringify(model.removals))) === model.gone.size
      );
    }),
  );
  t.pass();
});

test('beyond a bound the oldest are only counted, and a count that is not known is not given', (t) => {
  const model: Model = { removals: noRemovals, gone: new Set() };
  const odd = Array.from({ length: stretchesMax + 500 }, (_, nth) => 2 * nth + 1);
  remove(model, odd);
  const end = odd.at(-1) ?? 0;
  t.true(model.removals.stretches.length <= stretchesMax);
  t.is(removedInAll(model.removals), odd.length);
  t.is(removedAmong(model.removals, [1, end]), odd.length);
  t.is(removedAmong(model.removals, [1, 10]), undefined);
  t.is(removedAmong(model.removals, [end - 9, end]), 5);
  clear(model, 10);
  t.is(removedInAll(model.removals), undefined);
  clear(model, end + 1);
  t.is(removedInAll(model.removals), end + 1);
});
