/** Who is permitted: the table of which rule counts, cell by cell. */
import test from 'ava';
import { ceilingOf, isPermitted } from '../../src/category/policy.ts';

const alice = 'alice@example.org';
const ask = (otherwise: boolean) => ({ groupsOf: () => ['group:one', 'group:two'], otherwise: () => otherwise });

/** From what counts most to what counts least; each with all that counts less saying the opposite. */
const order = [alice, 'group:one', 'example.org', '*'] as const;

for (const [place, principal] of order.entries()) {
  for (const answer of [true, false]) {
    test(`what is said of ${principal} counts more than all below it: ${answer}`, (t) => {
      const rules = new Map(order.slice(place + 1).map((one) => [one as string, !answer]));
      rules.set(principal, answer);
      t.is(isPermitted(rules, alice, ask(!answer)), answer);
      if (principal !== alice) t.is(isPermitted(rules.set(alice, !answer), alice, ask(answer)), !answer);
    });
  }
}

test('where nothing is said, what holds for all does', (t) => {
  for (const otherwise of [true, false]) {
    t.is(isPermitted(new Map(), alice, ask(otherwise)), otherwise);
    t.is(isPermitted(new Map([['bob@example.org', !otherwise]]), alice, ask(otherwise)), otherwise);
  }
});

test('where two groups disagree, no wins, in either order', (t) => {
  for (const [one, two] of [
    [true, false],
    [false, true],
  ] as const) {
    const rules = new Map([
      ['group:one', one],
      ['group:two', two],
    ]);
    t.false(isPermitted(rules, alice, ask(true)));
  }
});

const ceilings = [
  [['example.org'], 'off', { 'a@example.org': true, 'a@b.example.org': false, 'a@partner.example': false }],
  [['example.org'], 'all', { 'a@example.org': true, 'a@partner.example': true }],
  [
    ['example.org'],
    ['partner.example'],
    { 'a@example.org': true, 'a@partner.example': true, 'a@other.example': false },
  ],
  [['*'], 'off', { 'a@anywhere.example': true }],
] as const;

for (const [users, federation, expected] of ceilings) {
  test(`with ${users.join()} at home and federation ${String(federation)}`, (t) => {
    const mayCome = ceilingOf(users, federation);
    for (const [bare, may] of Object.entries(expected)) t.is(mayCome(bare), may, bare);
  });
}
