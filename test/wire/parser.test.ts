import test from 'ava';
import fc from 'fast-check';
import type { ErrorCondition, Refusal } from '../../src/wire/error.ts';
import { parseElements, STRUCTURE_LIMITS, StreamParser } from '../../src/wire/parser.ts';
import { type Element, serialize } from '../../src/wire/xml.ts';

const HEADER = "<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept' xmlns:stream='s'>";
const LIMITS = { ...STRUCTURE_LIMITS, stanzaSizeBytesMax: 10_000 };

/** What a parser says of its input, in order. */
class Heard {
  readonly elements: Element[] = [];
  readonly rejections: { readonly element: Element; readonly refusal: Refusal }[] = [];
  readonly all: string[] = [];

  opened(root: Element): void {
    this.all.push(`opened ${root.name}`);
  }

  element(element: Element): void {
    this.elements.push(element);
    this.all.push(serialize(element));
  }

  rejected(element: Element, refusal: Refusal): void {
    this.rejections.push({ element, refusal });
    this.all.push(`rejected ${serialize(element)} ${refusal.text}`);
  }

  closed(): void {
    this.all.push('closed');
  }

  broken(reason: string): void {
    this.all.push(`broken ${reason}`);
  }
}

function hear(...chunks: string[]): Heard {
  const heard = new Heard();
  const parser = new StreamParser(LIMITS, heard);
  for (const chunk of chunks) parser.write(chunk);
  return heard;
}

const INPUTS: readonly string[] = [
  `${HEADER}<message to='a' from="b&apos;"><body>1 &lt; 2 &#x1F98A;</body> <x xmlns='u'/></message> <iq/></stream:stream>`,
  `${HEADER}<message><b><![CDATA[<&>]]]]><![CDATA[>]]></b>text\r\nmore</message>\n<presence a='>' b="/"/>`,
  `${HEADER}<message from='a' to='b'><x>${'é'.repeat(6_000)}<y/></x></message><iq id='1'/>`,
  `${HEADER}<message from='a' to='b' c='${'é'.repeat(6_000)}'/><iq id='2'/>`,
  `${HEADER}<message from='a' to='b' c='${'é'.repeat(6_000)}'><x><![CDATA[]]></x></message><iq id='3'/>`,
  `${HEADER}<message from='a' to='b'><x>${'<d>'.repeat(300)}<![CDATA[</d>]]>${'</d>'.repeat(300)}</x></message><iq id='4'/>`,
  `${HEADER}<message from='a'>&unknown;<a/></message><iq id='5'/><message from='c'>\u0001</message><iq><n:a/></iq>`,
  `${HEADER}<message><a></b></message><iq/>`,
  `${HEADER}<message><!-- no --></message><iq/>`,
  `${HEADER}<![CDATA[x]]>`,
  '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
  `${HEADER}<a xmlns:p='1'><p:b/></a><p:c/><d><e xmlns:p='2'/><p:f/></d><g><h xmlns:p='3'><p:i p:j=''/></h></g>`,
];

test('where the transport cuts the input makes no difference', (t) => {
  for (const input of INPUTS) {
    const whole = hear(input).all;
    t.deepEqual(hear(...input).all, whole);
    fc.assert(
      fc.property(fc.array(fc.nat(input.length), { maxLength: 8 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), input.length];
        const chunks = at.slice(1).map((end, index) => input.slice(at[index], end));
        t.deepEqual(hear(...chunks).all, whole);
      }),
      { numRuns: 30 },
    );
  }
});

test('text, references, CDATA and attributes mean what XML says', (t) => {
  const [first] = hear(INPUTS[0] ?? '').elements;
  t.is(first && serialize(first), `<message to="a" from="b&apos;"><body>1 &lt; 2 🦊</body> <x xmlns="u"/></message>`);
  const [data, presence] = hear(INPUTS[1] ?? '').elements;
  t.is(data && serialize(data), '<message><b>&lt;&amp;&gt;]]&gt;</b>text\nmore</message>');
  t.deepEqual(presence?.attrs, { a: '>', b: '/' });
});

test('every element has its parent, the stanza the stream', (t) => {
  const [stanza] = hear(`${HEADER}<message><a><b/></a></message>`).elements;
  t.is(stanza?.parent?.name, 'stream:stream');
  const a = stanza?.children[0];
  t.true(typeof a === 'object' && a.parent === stanza);
});

test('a stanza that is too large, too deep, too rich or ill-formed is cut down to its addresses', (t) => {
  const addresses = `from="a@b/c" to="r@s" id="1" type="get" xml:lang="de"`;
  const expectations: readonly (readonly [string, ErrorCondition, RegExp])[] = [
    [`<q>${'é'.repeat(5_000)}</q>`, 'policy-violation', /larger than 10000 bytes/],
    ['<d>'.repeat(200) + '</d>'.repeat(200), 'policy-violation', /deeper than 200/],
    [`<q ${Array.from({ length: 257 }, (_, n) => `a${n}=""`).join(' ')}/>`, 'policy-violation', /256 attributes/],
    ['<q>&nbsp;</q>', 'bad-request', /unknown entity/],
    ['<q a="&"/>', 'bad-request', /unknown entity/],
    ['<q>&#0;</q>', 'bad-request', /illegal character/],
    ['<q>&#x110000;</q>', 'bad-request', /unknown entity/],
    ['<q a="&#xD800;"/>', 'bad-request', /illegal character/],
    ['<q>\ufffe</q>', 'bad-request', /illegal character/],
    ['<q a="1" a="2"/>', 'bad-request', /given twice/],
    ['<q __proto__="1"/>', 'bad-request', /given twice/],
    ['<p:q/>', 'bad-request', /prefix/],
    ['<q p:a=""/>', 'bad-request', /prefix/],
  ];
  for (const [content, condition, words] of expectations) {
    const heard = hear(`${HEADER}<iq ${addresses} other="x">${content}</iq><presence/>`);
    const [rejection] = heard.rejections;
    t.is(rejection && serialize(rejection.element), `<iq ${addresses}/>`);
    t.is(rejection?.refusal.condition, condition, content.slice(0, 40));
    t.is(rejection?.refusal.type, 'modify');
    t.regex(rejection?.refusal.text ?? '', words);
    t.is(heard.elements.length, 1, 'the next stanza is heard');
  }
});

test('at each limit a stanza is still accepted', (t) => {
  const padding = 10_000 - Buffer.byteLength('<iq><q></q></iq>');
  const accepted = [
    `<iq><q>${'x'.repeat(padding)}</q></iq>`,
    `<iq>${'<d>'.repeat(199)}${'</d>'.repeat(199)}</iq>`,
    `<iq ${Array.from({ length: 256 }, (_, n) => `a${n}=""`).join(' ')}/>`,
  ];
  t.is(hear(HEADER, ...accepted).elements.length, accepted.length);
});

test('the number of elements in a stanza is bounded', (t) => {
  const heard = new Heard();
  const parser = new StreamParser({ ...LIMITS, elementsMax: 3 }, heard);
  parser.write(`${HEADER}<iq><a/><b/></iq><iq><a/><b/><c/></iq><iq><a/><b/></iq>`);
  t.deepEqual([heard.elements.length, heard.rejections.length], [2, 1]);
});

test('a stanza as long as the network likes is thrown away piece by piece', (t) => {
  const heard = new Heard();
  const parser = new StreamParser(LIMITS, heard);
  parser.write(`${HEADER}<iq from='a' to='b'><q a='`);
  for (let n = 0; n < 2_000; n += 1) parser.write('x'.repeat(10_000));
  parser.write(`'><r></r>`);
  for (let n = 0; n < 2_000; n += 1) parser.write('<s>y</s>'.repeat(1_000));
  parser.write(`</q></iq><presence/>`);
  t.is(heard.rejections.length, 1);
  t.is(heard.elements.length, 1);
});

test('depth that would overflow any recursion is survived', (t) => {
  const heard = hear(HEADER, `<iq from='a' to='b'>${'<d>'.repeat(100_000)}`, `${'</d>'.repeat(100_000)}</iq><iq/>`);
  t.deepEqual([heard.rejections.length, heard.elements.length], [1, 1]);
});

test('no input whatever makes the parser throw', (t) => {
  const piece = fc.oneof(
    fc.constantFrom(
      '<',
      '>',
      '</',
      '/>',
      '<a',
      '<a>',
      '</a>',
      ' b="',
      "'",
      '"',
      '&',
      ';',
      '<![CDATA[',
      ']]>',
      '<!--',
      '<?',
      '?>',
    ),
    fc.string({ unit: 'binary', maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      hear(pieces.join(''));
      hear(HEADER, ...pieces);
      hear(HEADER, '<message>', ...pieces, '</message>');
    }),
    { numRuns: 1_000 },
  );
  t.pass();
});

test('text of stored elements is read back, and only if it is whole', (t) => {
  t.is(parseElements('<a/><b xmlns="u">x</b>')?.length, 2);
  t.deepEqual(parseElements(''), []);
  for (const wrong of [
    '<a>',
    '</a>',
    'text',
    '<a/></stream>',
    '<a/></stream><b/>',
    '<p:a/>',
    '<a>&b;</a>',
    '<!-- -->',
  ]) {
    t.is(parseElements(wrong), undefined, wrong);
  }
});
