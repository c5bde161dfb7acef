/** Distinguished names (RFC 4514) as keys: one name in several ways is one, different names are different. */
import test from 'ava';
import fc from 'fast-check';
import { dnKey } from '../../src/groups/dn.ts';

test('one name written in several ways is one key', (t) => {
  const ways = [
    ['uid=alice,ou=people,dc=example', 'UID=Alice, OU=People , dc=example', 'uid="alice";ou=people;dc=example'],
    [
      'cn=Müller\\, Jörg,dc=x',
      'CN=M\\C3\\BCller\\2C J\\c3\\b6rg,DC=x',
      'cn="müller, jörg",dc=X',
      'cn=mu\u0308ller\\,  jörg,dc=x',
    ],
    ['cn=a+uid=b,dc=x', 'uid=b + cn=A,dc=x'],
    ['cn=a\\ ,dc=x', 'cn=a\\20,dc=x', 'cn=a,dc=x'],
    ['cn=(a)*,dc=x', 'cn=\\(A\\)\\*,dc=x'],
    ['cn=a\\\\b,dc=x', 'cn=a\\5Cb,dc=x'],
  ];
  for (const [first = '', ...others] of ways) {
    t.truthy(dnKey(first), first);
    for (const other of others) t.is(dnKey(other), dnKey(first), other);
  }
});

test('different names are different keys, also where a part contains what separates parts', (t) => {
  const names = [
    'cn=a,cn=b',
    'cn=a\\,cn=b',
    'cn=a+cn=b',
    'cn=a\\+cn=b',
    'cn=a\\\\,cn=b',
    'cn=b,cn=a',
    'cn=a=b',
    'cn=a',
  ];
  t.is(new Set(names.map(dnKey)).size, names.length);
});

test('what is no name has no key', (t) => {
  for (const text of [
    '',
    ' ',
    'alice',
    'alice@example.org',
    'uid=a,,dc=x',
    'uid=a,b',
    '=a',
    `cn=${'a'.repeat(9000)}`,
  ]) {
    t.is(dnKey(text), undefined, text.slice(0, 20));
  }
});

test('a value is the same whether its special characters are escaped by a sign or by their bytes', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), (value) => {
      const bytes = [...Buffer.from(value.toWellFormed())].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`);
      const signs = value.toWellFormed().replaceAll(/[\\,;+"=<># ]/g, '\\$&');
      return dnKey(`cn=${bytes.join('')},dc=x`) === dnKey(`cn=${signs},dc=x`);
    }),
  );
  t.pass();
});
