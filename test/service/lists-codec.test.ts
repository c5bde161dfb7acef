/** Long lists in snapshots: written in slices, read in slices, and read as they were written before that. */
import test from 'ava';
import { AccessList } from '../../src/room/access-list.ts';
import type { Facts } from '../../src/room/state.ts';
import { encodeLists, listSlices } from '../../src/service/lists-codec.ts';

const awkward = ['],\n[', '}],["k1",{', ',\n', '"', '\\', '\u2028'];

function listOf(length: number): AccessList {
  const list = new AccessList();
  for (let at = 0; at < length; at++) {
    const facts: Facts = { outcast: true, reason: awkward[at % awkward.length] ?? '' };
    list.set({ person: { key: `k${at}`, jid: `p${at}@localhost` }, facts });
  }
  return list;
}

const written = (list: AccessList) => Array.from(list.values(), ({ person, facts }) => [person.key, facts]);

for (const length of [0, 1, 999, 1_000, 1_001, 2_000, 2_500]) {
  test(`a list of ${length} is read as it was written, in slices of a thousand at the most`, (t) => {
    const list = listOf(length);
    const slices = [...listSlices(encodeLists(list))];
    t.deepEqual(slices.flat(), written(list));
    t.is(slices.length, Math.ceil(length / 1_000));
    t.true(slices.every((slice) => slice.length <= 1_000));
  });
}

test('what is written is still JSON as a whole, for a version before this one', (t) => {
  const list = listOf(2_500);
  t.deepEqual(JSON.parse(encodeLists(list)), written(list));
});

test('a list of a version before this one, on one line, is read in slices as well', (t) => {
  const list = listOf(2_500);
  const slices = [...listSlices(JSON.stringify(written(list)))];
  t.deepEqual(slices.flat(), written(list));
  t.deepEqual(
    slices.map(({ length }) => length),
    [1_000, 1_000, 500],
  );
});
