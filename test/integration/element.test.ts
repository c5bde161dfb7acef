/** The reader of the tests reads right, so that what it reports about the program can be believed. */
import test from 'ava';
import fc from 'fast-check';
import { type Element, escapeXml, StreamReader } from './element.ts';

const header = "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='urn:streams' id=\"1\">";
const stanzas = [
  "<message to='a@b/c' note='1 > 0'><body>x &lt;&amp;&#x1F40E;&gt; y</body><e:mark xmlns:e='urn:e' e:k='v'/></message>",
  '<presence/>',
  "<stream:error><text xmlns='urn:other'>a<b/>c</text></stream:error>",
];

function read(pieces: readonly string[]): Element[] {
  const found: Element[] = [];
  const reader = new StreamReader({
    opened: () => undefined,
    stanza: (element) => found.push(element),
    closed: () => undefined,
  });
  for (const piece of pieces) reader.write(piece);
  return found;
}

test('names, namespaces, attributes and text are read as they were meant', (t) => {
  const [message, presence, error] = read([header + stanzas.join('')]);
  t.is(message?.expect('body', 'jabber:client').text, 'x <&🐎> y');
  t.is(message?.attrs['note'], '1 > 0');
  t.is(message?.expect('mark', 'urn:e').attrs['e:k'], 'v');
  t.is(presence?.xmlns, 'jabber:client');
  t.is(error?.xmlns, 'urn:streams');
  t.is(error?.expect('text', 'urn:other').text, 'ac');
});

test('a stream reads the same wherever it is cut into pieces', (t) => {
  const whole = header + stanzas.join('\n');
  const expected = read([whole]).map(String);
  fc.assert(
    fc.property(fc.array(fc.nat({ max: whole.length }), { maxLength: 12 }), (cuts) => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), whole.length];
      const pieces = places.slice(1).map((end, index) => whole.slice(places[index], end));
      return JSON.stringify(read(pieces).map(String)) === JSON.stringify(expected);
    }),
  );
  t.is(expected.length, stanzas.length);
});

test('any text survives being escaped and read', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const clean = text.replace(/[\p{Cc}\uFFFE\uFFFF]/gu, '');
      return read([`${header}<m a='${escapeXml(clean)}'>${escapeXml(clean)}</m>`])[0]?.text === clean;
    }),
  );
  t.pass();
});

test('what may not be on a stream is not read over', (t) => {
  for (const wrong of ['<a></b>', '<!-- remark --><a/>', '<x:a/>', '<a>&nbsp;</a>', '<a <b/>']) {
    t.throws(() => read([header + wrong]), undefined, wrong);
  }
});
