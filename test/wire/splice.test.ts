import test from 'ava';
import fc from 'fast-check';
import { parseElements } from '../../src/wire/parser.ts';
import { escapeAttribute, prepareSplice, spliceTo, stanzaText } from '../../src/wire/splice.ts';
import { serialize, xml } from '../../src/wire/xml.ts';

test('every recipient gets its own copy of the one stanza, in order, payload included', (t) => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.string({ unit: 'grapheme' }), (recipients, body) => {
      const stanza = xml('message', { from: 'r@s/é', to: 'nobody', type: 'groupchat' }, xml('body', {}, body));
      const spliced = prepareSplice(stanza, '<x xmlns="u"/>');
      const copies = parseElements(spliceTo(spliced, recipients.map(escapeAttribute))) ?? [];
      const expected = recipients.map((to) =>
        xml('message', { from: 'r@s/é', type: 'groupchat', to }, xml('body', {}, body), xml('x', { xmlns: 'u' })),
      );
      t.deepEqual(copies.map(serialize), expected.map(serialize));
    }),
  );
});

test('a stanza without children has its place for "to" as well', (t) => {
  const spliced = prepareSplice(xml('presence', { from: 'a' }));
  t.is(spliceTo(spliced, ['b', 'c']), '<presence from="a" to="b"/><presence from="a" to="c"/>');
  t.is(spliceTo(spliced, []), '');
});

test('no stanza leaves without "from" and "to"', (t) => {
  t.throws(() => prepareSplice(xml('message', { to: 'a' })), { message: /without "from"/ });
  t.throws(() => stanzaText(xml('message', { to: 'a' })), { message: /without "from"/ });
  t.throws(() => stanzaText(xml('message', { from: 'a', to: '' })), { message: /without "to"/ });
  t.is(stanzaText(xml('iq', { from: 'a', to: 'b' }), '<q xmlns="u"/>'), '<iq from="a" to="b"><q xmlns="u"/></iq>');
});
