/** How principals are written and read, and how lists of them are changed. */
import test from 'ava';
import fc from 'fast-check';
import { principalText, readPrincipal, readPrincipalText } from '../../src/category/principal.ts';
import { deltaOf, drafted, PrincipalSet } from '../../src/category/principal-set.ts';
import { isRefusal } from '../../src/wire/error.ts';

const label = fc.stringMatching(/^[a-z0-9]{1,8}$/);
const groupName = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' });

test('what is written can be read again, and is the same principal', (t) => {
  const principal = fc.oneof(
    fc.tuple(label, label).map(([local, domain]) => ({ kind: 'person', jid: `${local}@${domain}.example` }) as const),
    label.map((domain) => ({ kind: 'domain', domain: `${domain}.example` }) as const),
    fc.constant({ kind: 'everyone' } as const),
  );
  fc.assert(fc.property(principal, (one) => void t.deepEqual(readPrincipal(principalText(one)), one)));
});

test('a group is read as it is written, or refused; nothing that is typed throws', (t) => {
  fc.assert(
    fc.property(groupName, (name) => {
      const read = readPrincipal(`group:${name}`);
      if (isRefusal(read)) return;
      t.deepEqual(readPrincipal(principalText(read)), read);
    }),
  );
  fc.assert(fc.property(fc.string(), (typed) => void t.truthy(readPrincipal(typed))));
});

const readings = [
  ['  Alice@EXAMPLE.org/phone ', 'alice@example.org'],
  ['Example.ORG', 'example.org'],
  ['*', '*'],
  ['Everyone', '*'],
  ['group: Fixed Income ', 'group:Fixed Income'],
  ['group:a@b', 'group:a@b'],
  ['group:', undefined],
  ['group:a,b', undefined],
  [`group:${'x'.repeat(257)}`, undefined],
  ['group:a\nb', undefined],
  ['', undefined],
  ['two words', undefined],
] as const;

for (const [typed, expected] of readings) {
  test(`"${typed.slice(0, 20)}" is ${expected ?? 'refused'}`, (t) => {
    const read = readPrincipalText(typed);
    t.is(isRefusal(read) ? undefined : read, expected);
  });
}

const everybody = ['a', 'b', 'c', 'd', 'e'];
const name = fc.constantFrom(...everybody);
const names = fc.array(name, { maxLength: 6 });
const wish = fc.record({ set: names, add: names, remove: names }, { requiredKeys: [] });

test('a change does what it says, costs only what it changes, and can be looked at beforehand', (t) => {
  fc.assert(
    fc.property(names, wish, (before, wanted) => {
      const list = new PrincipalSet(before);
      const expected = new Set(wanted.set ?? before);
      for (const one of wanted.remove ?? []) expected.delete(one);
      for (const one of wanted.add ?? []) expected.add(one);
      const delta = deltaOf(list, wanted);
      const draft = drafted(list, delta);
      t.deepEqual([...draft].sort(), [...expected].sort());
      t.is(draft.size, expected.size);
      for (const one of everybody) t.is(draft.has(one), expected.has(one));
      t.deepEqual([...list].sort(), [...new Set(before)].sort(), 'asking has changed nothing');
      list.apply(delta);
      t.deepEqual([...list].sort(), [...expected].sort());
      t.deepEqual(deltaOf(list, { set: [...expected] }), { added: [], removed: [] });
    }),
  );
});

test('it makes no difference in which order different people are put on a list and taken off', (t) => {
  const edits = fc.uniqueArray(fc.tuple(name, fc.boolean()), { selector: ([who]) => who });
  fc.assert(
    fc.property(names, edits, fc.gen(), (before, some, gen) => {
      const made = (order: typeof some): string[] => {
        const list = new PrincipalSet(before);
        for (const [who, on] of order) list.apply(deltaOf(list, on ? { add: [who] } : { remove: [who] }));
        return [...list].sort();
      };
      const other = gen(() => fc.shuffledSubarray(some, { minLength: some.length }));
      t.deepEqual(made(some), made(other));
    }),
  );
});
