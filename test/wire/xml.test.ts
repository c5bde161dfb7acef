import test from 'ava';
import fc from 'fast-check';
import { escapeAttribute, escapeText, isXmlText } from '../../src/wire/escape.ts';
import { parseElements } from '../../src/wire/parser.ts';
import {
  child,
  children,
  childText,
  complete,
  type Element,
  elements,
  is,
  namespaceOf,
  serialize,
  text,
  xml,
} from '../../src/wire/xml.ts';

/** The bindings in force, the default namespace under ''. */
type Bindings = Readonly<Record<string, string>>;

interface Expanded {
  readonly name: string;
  readonly attributes: readonly string[];
  readonly children: readonly (Expanded | string)[];
}

/** Expanded names by the letter of Namespaces in XML 1.0, written apart from the code under test. */
function expanded(element: Element, bindings: Bindings): Expanded {
  const here: Record<string, string> = { ...bindings };
  for (const [name, value] of Object.entries(element.attrs)) {
    if (name === 'xmlns') here[''] = String(value);
    else if (name.startsWith('xmlns:')) here[name.slice(6)] = String(value);
  }
  const resolved = (name: string, fallback: string) => {
    const [prefix, local] = name.includes(':') ? name.split(':') : [fallback, name];
    const namespace = prefix === undefined ? '' : here[prefix];
    if (namespace === undefined) throw new Error(`unbound: ${name}`);
    return `{${namespace}}${local}`;
  };
  const attributes = Object.entries(element.attrs)
    .filter(([name]) => name !== 'xmlns' && !name.startsWith('xmlns:'))
    .map(([name, value]) => (name.includes(':') ? `${resolved(name, '')}=${value}` : `${name}=${value}`));
  if (new Set(attributes.map((attribute) => attribute.split('=')[0])).size < attributes.length)
    throw new Error('twice');
  const merged: (Expanded | string)[] = [];
  for (const node of element.children) {
    const last = merged.at(-1);
    if (typeof node !== 'string') merged.push(expanded(node, here));
    else if (typeof last === 'string') merged[merged.length - 1] = last + node;
    else if (node !== '') merged.push(node);
  }
  return { name: resolved(element.name, ''), attributes: attributes.sort(), children: merged };
}

function expandedOrNothing(element: Element, bindings: Bindings): Expanded | undefined {
  try {
    return expanded(element, bindings);
  } catch {
    return undefined;
  }
}

const STANZA = { '': 'jabber:component:accept' };
const ROOT = {
  xmlns: 'jabber:component:accept',
  'xmlns:stream': 'http://etherx.jabber.org/streams',
  'xmlns:p': 'urn:p',
};

const prefix = fc.constantFrom('', 'p:', 'q:', 'stream:', 'nowhere:');
const local = fc.constantFrom('a', 'body', 'x-1', 'été');
const namespace = fc.constantFrom('urn:1', 'urn:p', 'urn:"<&>', 'jabber:client', 'jabber:component:accept');
const value = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom(' \t\r\n', ']]>', '&lt;', '"\''));
const attrs = fc.dictionary(
  fc.oneof(
    fc.tuple(fc.constantFrom('', 'p:', 'q:', 'xml:', 'nowhere:'), local).map(([before, name]) => `${before}${name}`),
  ),
  value.filter(isXmlText),
  { maxKeys: 3 },
);
const declarations = fc.record(
  { xmlns: fc.oneof(namespace, fc.constant('')), 'xmlns:p': namespace, 'xmlns:q': namespace },
  { requiredKeys: [] },
);
const { tree } = fc.letrec<{ tree: Element; node: Element | string }>((tie) => ({
  node: fc.oneof({ depthSize: 'small' }, value.filter(isXmlText), tie('tree')),
  tree: fc
    .record({ prefix, local, attrs, declarations, nodes: fc.array(tie('node'), { maxLength: 4 }) })
    .map((made) => xml(`${made.prefix}${made.local}`, { ...made.declarations, ...made.attrs }, ...made.nodes)),
}));

test('a completed element means the same between any neighbours, or is refused where a name is not bound', (t) => {
  let refused = 0;
  fc.assert(
    fc.property(tree, fc.boolean(), (element, inNamespace) => {
      const root = xml('stream:stream', { ...ROOT });
      const stanza = xml('message', inNamespace ? { xmlns: 'urn:outer', 'xmlns:q': 'urn:q' } : {}, element);
      root.append(stanza);
      const outside: Record<string, string> = { xml: 'http://www.w3.org/XML/1998/namespace', p: 'urn:p' };
      outside[''] = inNamespace ? 'urn:outer' : 'jabber:component:accept';
      outside['stream'] = 'http://etherx.jabber.org/streams';
      if (inNamespace) outside['q'] = 'urn:q';
      const meant = expandedOrNothing(element, outside);
      const written = complete(element);
      if (meant === undefined || written === undefined) {
        refused += 1;
        return meant === undefined && written === undefined;
      }
      const parsed = parseElements(`<message><before xmlns='b'>é</before>${written}<after/></message>`);
      const inside = parsed?.[0] === undefined ? [] : elements(parsed[0]);
      const xmlBound = { ...STANZA, xml: 'http://www.w3.org/XML/1998/namespace' };
      t.is(inside.length, 3);
      t.deepEqual(
        inside.map((found) => expanded(found, xmlBound)),
        [
          { name: '{b}before', attributes: [], children: ['é'] },
          meant,
          { name: '{jabber:component:accept}after', attributes: [], children: [] },
        ],
      );
      return true;
    }),
    { numRuns: 500 },
  );
  t.true(refused > 0);
});

test('what inherits the namespace of the stanza takes that of the next stanza; what has its own keeps it', (t) => {
  const [stanza] = parseElements("<message><body>1</body><x xmlns='u'><y/><z xmlns=''/></x></message>") ?? [];
  t.deepEqual(stanza && elements(stanza).map(complete), ['<body>1</body>', '<x xmlns="u"><y/><z xmlns=""/></x>']);
});

test('an element taken from within another keeps the namespaces that were declared above it', (t) => {
  const [stanza] = parseElements("<iq><x xmlns='u' xmlns:p='v'><p:y p:a='1'><z/></p:y></x></iq>") ?? [];
  const inner = stanza?.children[0];
  const element = typeof inner === 'object' ? elements(inner)[0] : undefined;
  t.is(element && complete(element), '<p:y p:a="1" xmlns="u" xmlns:p="v"><z/></p:y>');
});

test('names against the rules of namespaces are not completed', (t) => {
  const wrong = [
    xml('a:b'),
    xml('a:b:c', { 'xmlns:a': 'u' }),
    xml(':a'),
    xml('xmlns:a'),
    xml('a', { 'b:c': '1' }),
    xml('a', { 'xmlns:p': '' }),
    xml('a', { 'xmlns:xmlns': 'u' }),
    xml('a', { 'xmlns:xml': 'u' }),
    xml('a', { 'xmlns:p': 'http://www.w3.org/XML/1998/namespace' }),
    xml('a', { xmlns: 'http://www.w3.org/2000/xmlns/' }),
    xml('a', { 'xmlns:p': 'u', 'xmlns:q': 'u', 'p:x': '1', 'q:x': '2' }),
    xml('a', {}, xml('b', { 'xmlns:p': 'u' }), xml('p:c')),
  ];
  t.deepEqual(
    wrong.map(complete),
    wrong.map(() => undefined),
  );
});

test('elements are found by their expanded name, however it is written', (t) => {
  const [stanza] =
    parseElements(
      `<message><p:x xmlns:p='u' n='1'>one<p:y/>two</p:x><x xmlns='u' n='2'/><x/><body>b</body></message>`,
    ) ?? [];
  if (stanza === undefined) return t.fail();
  t.is(child(stanza, 'x', 'u')?.attrs['n'], '1');
  t.is(children(stanza, 'x', 'u').length, 2);
  t.is(children(stanza, 'x').length, 1, 'without a namespace: that of the parent');
  t.is(childText(stanza, 'x', 'u'), 'onetwo');
  t.is(childText(stanza, 'body'), 'b');
  t.is(childText(stanza, 'subject'), undefined);
  t.true(is(stanza, 'message', 'jabber:component:accept'));
  t.false(is(stanza, 'message', 'jabber:client'));
  const [prefixed] = children(stanza, 'x', 'u');
  t.is(prefixed && namespaceOf(prefixed), 'u');
  t.is(prefixed && child(prefixed, 'y')?.name, 'p:y');
  t.is(prefixed && text(prefixed), 'onetwo');
});

test('an empty default namespace ends the one above it', (t) => {
  const [stanza] = parseElements("<message><x xmlns='u'><y xmlns=''><z/></y></x></message>") ?? [];
  const x = stanza && child(stanza, 'x', 'u');
  t.is(x && child(x, 'y', 'u'), undefined);
  t.is(x && child(x, 'y', '')?.children.length, 1);
});

test('whatever a text holds, it leaves as XML and comes back as it was but for what XML cannot carry', (t) => {
  const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
  fc.assert(
    fc.property(fc.array(fc.nat(0xffff)), anyText, (units, chosen) => {
      const said = chosen + String.fromCharCode(...units);
      const [back] = parseElements(serialize(xml('a', { b: said }, said === '' ? undefined : said))) ?? [];
      const carried = [...said].map((character) => (isXmlText(character) ? character : '\ufffd')).join('');
      return back !== undefined && back.attrs['b'] === carried && text(back) === carried;
    }),
  );
  t.pass();
});

test('control characters, lone surrogates and the non-characters of XML leave as U+FFFD', (t) => {
  for (const character of ['\0', '\b', '\u001f', '\ud800', '\udfff', '\ufffe', '\uffff']) {
    t.is(escapeText(character), '\ufffd');
    t.is(escapeAttribute(character), '\ufffd');
  }
  t.is(escapeText('a\t\n🦊'), 'a\t\n🦊');
  t.is(escapeText('<&>\r'), '&lt;&amp;&gt;&#13;');
  t.is(escapeAttribute(`<&>"'\t\n`), '&lt;&amp;&gt;&quot;&apos;&#9;&#10;');
});
