import test from 'ava';
import fc from 'fast-check';
import { bytesOf, Pages, textOf } from '../../src/wire/copies.ts';
import { parseElements } from '../../src/wire/parser.ts';
import { prepareSplice, spliceTo } from '../../src/wire/splice.ts';
import { serialize, xml } from '../../src/wire/xml.ts';

const addresses = fc.array(
  fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.stringMatching(/^[a-z]{1,8}@[a-z]{1,8}\/[a-z0-9]{1,12}$/),
    fc.constant('x'.repeat(3_000)),
  ),
  { maxLength: 400 },
);

/** From nothing up to more than fits into any page, plain and not. */
const bodies = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc
    .tuple(fc.constantFrom('a', 'é', '猫', '😀'), fc.constantFrom(1, 1_000, 90_000, 140_000))
    .map(([c, n]) => c.repeat(n)),
);

function textIn(pages: Pages): string {
  const written = pages.take();
  const text = Buffer.concat(written).toString();
  for (const page of written) pages.done(page);
  return text;
}

test('every recipient gets its own copy of the one stanza, in order, and it parses alone', (t) => {
  const pages = new Pages();
  fc.assert(
    fc.property(addresses, fc.string({ unit: 'grapheme' }), (to, body) => {
      const stanza = xml('message', { from: 'r@s/é', to: 'nobody', type: 'groupchat' }, xml('body', {}, body));
      pages.copies(prepareSplice(stanza, '<x xmlns="u"/>'), to);
      const copies = parseElements(textIn(pages)) ?? [];
      const expected = to.map((address) =>
        xml(
          'message',
          { from: 'r@s/é', type: 'groupchat', to: address },
          xml('body', {}, body),
          xml('x', { xmlns: 'u' }),
        ),
      );
      t.deepEqual(copies.map(serialize), expected.map(serialize));
    }),
    { numRuns: 60 },
  );
});

test('copies, rosters and texts leave in the order in which they were given, whatever their size', (t) => {
  const pages = new Pages();
  const part = fc.tuple(
    fc.constantFrom('text', 'copies', 'each'),
    bodies,
    fc.array(fc.constantFrom('a@b/c', 'é@b/<'), { maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      let expected = '';
      for (const [kind, body, to] of parts) {
        const stanza = prepareSplice(xml('message', { from: 'r@s/n' }, xml('body', {}, body)));
        const one = (address: string) => spliceTo(stanza, address);
        if (kind === 'text') {
          pages.text(one('plain'));
          expected += one('plain');
        } else if (kind === 'copies') {
          pages.copies(stanza, to);
          expected += to.map(one).join('');
        } else {
          pages.each(
            to.map(() => bytesOf(stanza)),
            'all@b/c',
          );
          expected += to.map(() => one('all@b/c')).join('');
        }
      }
      t.is(pages.bytes, Buffer.byteLength(expected));
      t.is(textIn(pages), expected);
      t.is(pages.bytes, 0);
    }),
    { numRuns: 100 },
  );
});

test('a page that is under way is not written to', (t) => {
  const pages = new Pages();
  pages.text('<presence from="first"/>');
  const [first] = pages.take();
  pages.text('<presence from="second"/>');
  t.is(String(first), '<presence from="first"/>');
  const [second] = pages.take();
  if (first) pages.done(first);
  pages.text('<presence from="third"/>');
  t.is(String(second), '<presence from="second"/>');
});

test('many stanzas for one address can be had as text', (t) => {
  const stanzas = ['a', 'b'].map((from) => bytesOf(prepareSplice(xml('presence', { from }))));
  t.is(
    textOf(stanzas, "o'neil@s/x"),
    '<presence from="a" to="o&apos;neil@s/x"/><presence from="b" to="o&apos;neil@s/x"/>',
  );
});
