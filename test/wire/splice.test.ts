import test from 'ava';
import { prepareSplice, spliceAround, spliceTo, stanzaText } from '../../src/wire/splice.ts';
import { xml } from '../../src/wire/xml.ts';

test('a stanza without children has its place for "to" as well', (t) => {
  const spliced = prepareSplice(xml('presence', { from: 'a' }));
  t.is(spliceTo(spliced, 'b/<'), '<presence from="a" to="b/&lt;"/>');
});

test('no stanza leaves without "from" and "to"', (t) => {
  t.throws(() => prepareSplice(xml('message', { to: 'a' })), { message: /without "from"/ });
  t.throws(() => spliceAround('message', { id: '1' }, '<body/>'), { message: /without "from"/ });
  t.throws(() => stanzaText(xml('message', { to: 'a' })), { message: /without "from"/ });
  t.throws(() => stanzaText(xml('message', { from: 'a', to: '' })), { message: /without "to"/ });
  t.is(stanzaText(xml('iq', { from: 'a', to: 'b' }), '<q xmlns="u"/>'), '<iq from="a" to="b"><q xmlns="u"/></iq>');
});
