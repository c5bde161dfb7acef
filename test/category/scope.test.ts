/** Who is in scope: allowed and not denied, by person, domain, group or everyone. */
import test from 'ava';
import fc from 'fast-check';
import { GroupMembers } from '../../src/category/group-members.ts';
import { PrincipalSet } from '../../src/category/principal-set.ts';
import { covers, isInScope } from '../../src/category/scope.ts';

const alice = 'alice@example.org';

function groups(members: Readonly<Record<string, readonly string[]>>): GroupMembers {
  const made = new GroupMembers();
  for (const [name, ofGroup] of Object.entries(members)) made.put(name, new Set(ofGroup));
  return made;
}

const lists = (allowed: readonly string[], denied: readonly string[] = []) => ({
  allowed: new PrincipalSet(allowed),
  denied: new PrincipalSet(denied),
});

const desk = groups({ desk: [alice], elsewhere: ['bob@example.org'], partners: ['example.org'] });
const aboutAlice = [alice, 'example.org', 'group:desk', 'group:partners', '*'];
const notAboutAlice = ['bob@example.org', 'org', 'example.com', 'group:elsewhere', 'group:none', 'a.example.org'];

test('each way of naming somebody puts them in scope, and each takes them out, whatever else is said', (t) => {
  t.false(isInScope(lists([]), alice, desk));
  for (const allowed of aboutAlice) {
    t.true(isInScope(lists([allowed], notAboutAlice), alice, desk), allowed);
    for (const denied of aboutAlice) t.false(isInScope(lists(aboutAlice, [denied]), alice, desk), denied);
  }
  for (const allowed of notAboutAlice) t.false(isInScope(lists([allowed]), alice, desk), allowed);
});

test('deny always wins: denying somebody more brings nobody in, and allowing somebody more takes nobody out', (t) => {
  const some = fc.subarray([...aboutAlice, ...notAboutAlice]);
  fc.assert(
    fc.property(some, some, fc.constantFrom(...aboutAlice, ...notAboutAlice), (allowed, denied, one) => {
      const now = isInScope(lists(allowed, denied), alice, desk);
      const deniedMore = isInScope(lists(allowed, [...denied, one]), alice, desk);
      const allowedMore = isInScope(lists([...allowed, one], denied), alice, desk);
      t.true(!deniedMore || now);
      t.true(!now || allowedMore);
    }),
  );
});

const coverings: readonly (readonly [string, readonly string[], readonly string[], string, boolean])[] = [
  ['a person in scope', [alice], [], alice, true],
  ['a person who is denied by group', ['*'], ['group:desk'], alice, false],
  ['a domain that is allowed', ['example.org'], [], 'example.org', true],
  ['a domain of which one is denied', ['example.org'], [alice], 'example.org', true],
  ['a domain of which one is allowed', [alice], [], 'example.org', false],
  ['any domain with everyone', ['*'], [], 'example.com', true],
  ['a domain that is denied', ['*'], ['example.org'], 'example.org', false],
  ['a group that is allowed', ['group:desk'], [], 'group:desk', true],
  ['a group whose members all are in scope', [alice], [], 'group:desk', true],
  ['a group with a member who is not', ['bob@example.org'], [], 'group:desk', false],
  ['a group that is denied itself', [alice], ['group:desk'], 'group:desk', false],
  ['a group with a member who is denied', ['example.org'], [alice], 'group:desk', false],
  ['a group that is not there', ['example.org'], [], 'group:none', false],
  ['a group of a domain that is allowed', ['example.org'], [], 'group:partners', true],
  ['everyone where everyone is', ['*'], [], '*', true],
  ['everyone where only a domain is', ['example.org'], [], '*', false],
];

for (const [what, allowed, denied, principal, expected] of coverings) {
  test(`${what} may ${expected ? '' : 'not '}stand on a list of a room`, (t) => {
    t.is(covers(lists(allowed, denied), principal, desk), expected);
  });
}

test('members come and go, by themselves and with their group', (t) => {
  const made = groups({ one: [alice, 'example.com'], two: [alice] });
  t.deepEqual(made.groupsOf(alice), ['group:one', 'group:two']);
  t.deepEqual(made.groupsOf('x@example.com'), ['group:one']);
  t.true(made.put('one', new Set(['bob@example.org'])));
  t.deepEqual(made.groupsOf(alice), ['group:two']);
  t.deepEqual(made.groupsOf('x@example.com'), []);
  t.false(made.put('one', new Set(['bob@example.org'])));
  made.put('two', undefined);
  t.deepEqual(made.groupsOf(alice), []);
  t.deepEqual(made.groupsOf('bob@example.org'), ['group:one']);
});
