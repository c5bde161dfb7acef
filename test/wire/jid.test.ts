import test from 'ava';
import fc from 'fast-check';
import { isRefusal } from '../../src/wire/error.ts';
import { bareOf, domainOf, isValidNick, prepareJid, splitJid } from '../../src/wire/jid.ts';

test('addresses from the stream are taken apart and never changed', (t) => {
  t.deepEqual(splitJid("O'Neil@Example.ORG/a@b/c"), {
    kind: 'jid',
    local: "O'Neil",
    domain: 'Example.ORG',
    resource: 'a@b/c',
    bare: "O'Neil@Example.ORG",
    full: "O'Neil@Example.ORG/a@b/c",
  });
  t.deepEqual(splitJid('rooms.test'), {
    kind: 'jid',
    local: undefined,
    domain: 'rooms.test',
    resource: undefined,
    bare: 'rooms.test',
    full: 'rooms.test',
  });
  t.is(splitJid('a.b/x@y').domain, 'a.b');
  t.is(splitJid('a.b/x@y').local, undefined);
});

test('whatever the text, its parts put together are the text, and the short ways agree', (t) => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[ab@/.]*$/)), (text) => {
      const { local, domain, resource, bare } = splitJid(text);
      const front = local === undefined ? domain : `${local}@${domain}`;
      t.is(front, bare);
      t.is(resource === undefined ? bare : `${bare}/${resource}`, text);
      t.is(bareOf(text), bare);
      t.is(domainOf(text), domain);
    }),
  );
});

test('a typed address is prepared as RFC 7622 says', (t) => {
  const prepared: readonly (readonly [string, string])[] = [
    ['Alice@Example.ORG', 'alice@example.org'],
    [' alice@example.org ', 'alice@example.org'],
    ['alice@example.org.', 'alice@example.org'],
    ['straße@example.org', 'straße@example.org'],
    ['ΣΊΣΥΦΟΣ@example.org', 'σίσυφος@example.org'],
    ['ＡＢ１@ｅｘａｍｐｌｅ.org', 'ab1@example.org'],
    ['e\u0301@example.org', 'é@example.org'],
    ['a@xn--mnchen-3ya.example', 'a@münchen.example'],
    ['a@MÜNCHEN.example', 'a@münchen.example'],
    ['a@192.0.2.1', 'a@192.0.2.1'],
    ['a@[2001:DB8::1]', 'a@[2001:db8::1]'],
    ['a@b/Foo\u00a0 Bar', 'a@b/Foo  Bar'],
    ['o\\27neil@example.org', 'o\\27neil@example.org'],
    ['a@b/e\u0301@/', 'a@b/é@/'],
  ];
  for (const [typed, full] of prepared) {
    const jid = prepareJid(typed);
    t.is(isRefusal(jid) ? jid.text : jid.full, full);
  }
});

test('a typed address that is none is refused with the reason', (t) => {
  const wrong = [
    '',
    '@',
    '@b',
    'a@',
    'a@b/',
    '/r',
    'a b@c',
    'a@b c',
    'a@-b',
    'a@b..c',
    'a@[::g]',
    'a@b_c!',
    '\u0640@b',
    'ﬀ@b',
  ];
  const long = ['x'.repeat(1_024), `a@b/${'é'.repeat(512)}`, `${'é'.repeat(512)}@b`, `a@${'b'.repeat(64)}.c`];
  const hidden = ['a\u200b@b', 'a@b/c\u0007', 'a@b/\u200e', 'a\u0000@b', 'a@b\u0000', '٠۰@b', 'a@b/\ud800'];
  for (const typed of [...wrong, ...long.map((text) => `${text}`), ...hidden]) {
    const jid = prepareJid(typed);
    t.true(isRefusal(jid), JSON.stringify(typed.slice(0, 20)));
    t.is(isRefusal(jid) && jid.condition, 'jid-malformed');
    t.is(isRefusal(jid) && jid.type, 'modify');
  }
});

test('an address is never escaped behind the back of who typed it; the escaped form is proposed', (t) => {
  const jid = prepareJid("o'neil@example.org");
  t.true(isRefusal(jid));
  t.true(isRefusal(jid) && jid.text.includes('o\\27neil@example.org'));
});

test('a prepared address stays as it is when it is prepared again', (t) => {
  const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(part, part, part, (local, domain, resource) => {
      const once = prepareJid(`${local}@${domain}.example/${resource}`);
      return isRefusal(once) || t.deepEqual(prepareJid(once.full), once);
    }),
    { numRuns: 2_000 },
  );
});

test('a nick is 1 to 1023 bytes, visible and as PRECIS prepares it', (t) => {
  for (const nick of ['a', 'Alice B.', 'é', '秘密', '🦊', 'می\u200cخواهم', '@/<>&"\'', 'x'.repeat(1_023), '½', 'ﬀ']) {
    t.true(isValidNick(nick), nick.slice(0, 20));
  }
  const wrong = ['', ' ', '   ', ' a', 'a ', 'a\u00a0b', '\u3000', 'e\u0301', 'a\nb', 'a\u0007', 'a\u200bb', '\u200d'];
  for (const nick of [...wrong, 'a\u202eb', '\ufeff', 'é'.repeat(512), '\ud800', '\ufffe', '\ue000']) {
    t.false(isValidNick(nick), JSON.stringify(nick.slice(0, 20)));
  }
});
