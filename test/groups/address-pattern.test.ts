/** How an entry of a directory becomes an address, and never more than a person of the domain that is meant. */
import test from 'ava';
import { readAddressPattern } from '../../src/groups/address-pattern.ts';

const address = (pattern: string, value: string) => readAddressPattern(pattern)?.addressOf(value);

test('an attribute has the whole address, or the part before the @', (t) => {
  t.is(address('mail', 'Alice@Example.ORG'), 'alice@example.org');
  t.is(address('{mail}', 'Alice@Example.ORG'), 'alice@example.org');
  t.is(address('{uid}@Example.org', 'Alice'), 'alice@example.org');
  t.is(address('x-{uid}.y@example.org', 'bob'), 'x-bob.y@example.org');
  t.is(readAddressPattern('{sAMAccountName}@example.org')?.attribute, 'samaccountname');
});

test('an entry cannot make itself more than a person of the domain of the pattern', (t) => {
  for (const value of ['root@evil.example/', 'root@evil.example', 'a/b', 'a b', "o'neil", '', ' ', '@', 'a@']) {
    t.is(address('{uid}@example.org', value), undefined, value);
  }
});

test('a domain alone, or a session, is nobody', (t) => {
  for (const value of ['example.org', '@example.org', 'alice@example.org/phone', 'alice@', '*', 'group:desk', '']) {
    t.is(address('mail', value), undefined, value);
  }
});

test('what is no pattern is none', (t) => {
  for (const text of ['', '@', '{}', '{uid}', 'u d', '{a}{b}@x', '{uid}@', '{uid}@{dc}', 'a@b', '{uid}@a b']) {
    t.is(readAddressPattern(text) !== undefined, text === '{uid}', text);
  }
});
