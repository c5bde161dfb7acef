/** Who was changed since a version of the lists (XEP-0463). */
import test from 'ava';
import { AffiliationChanges } from '../../src/room/affiliation-changes.ts';

function person(name: string) {
  return { key: name, jid: `${name}@localhost` };
}

test('everybody changed since is told once, and what is forgotten or never was is not known', (t) => {
  const changes = new AffiliationChanges();
  for (let i = 0; i < 5_000; i++) changes.add(person(`p${i % 7}`));
  t.is(changes.count, 5_000);
  t.deepEqual(changes.since(5_000), []);
  t.deepEqual(
    changes.since(4_998)?.map(({ key }) => key),
    [`p${4_998 % 7}`, `p${4_999 % 7}`],
  );
  t.is(changes.since(4_000)?.length, 7);
  t.is(changes.since(3_999), undefined);
  t.is(changes.since(5_001), undefined);
  t.true(changes.people.length <= 2_000);
});

test('what is stored is what there was', (t) => {
  const changes = new AffiliationChanges();
  for (const name of ['a', 'b', 'a']) changes.add(person(name));
  const again = AffiliationChanges.from({ count: changes.count, people: changes.people });
  again.add(person('c'));
  t.is(again.count, 4);
  t.deepEqual(
    again.since(1)?.map(({ key }) => key),
    ['b', 'a', 'c'],
  );
  t.is(changes.count, 3);
});
