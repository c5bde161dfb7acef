import test from 'ava';
import fc from 'fast-check';
import { Scanner } from '../../bench/driver/scanner.ts';

const HEADER = "<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept' id='7'>";

interface Seen {
  readonly to: string;
  readonly from: string;
  readonly type: string;
  readonly id: string;
  readonly body: string | undefined;
  readonly source: string;
}

function scan(chunks: readonly string[]): {
  readonly seen: readonly Seen[];
  readonly header: string;
  readonly end: boolean;
} {
  const seen: Seen[] = [];
  let header = '';
  let end = false;
  const scanner = new Scanner({
    header: (tag) => {
      header = tag;
    },
    stanza: (stanza) => {
      const body = stanza.child('body');
      const [to, from, type, id] = (['to', 'from', 'type', 'id'] as const).map((name) => stanza.get(name));
      const text = body === undefined ? undefined : stanza.text.slice(body.from, body.to);
      seen.push({ to: to ?? '', from: from ?? '', type: type ?? '', id: id ?? '', body: text, source: stanza.source });
    },
    closed: () => {
      end = true;
    },
  });
  for (const chunk of chunks) scanner.write(chunk);
  return { seen, header, end };
}

const copies = [0, 1, 22, 333].map(
  (user) =>
    `<message from='r1@rooms/n0' to='u${user}@load/r' type='groupchat' id='m0'><body>0 hello</body><stanza-id id='a=b'/></message>`,
);
const STANZAS = [
  ...copies,
  `<presence to="u1@load/r" from='r1@rooms/n>2'><x a="to='u9@load/r'"><item/></x></presence>`,
  `<message to='u1@load/r'><result><forwarded><message to='x'><body>deep</body></message></forwarded></result></message>`,
  "<iq type='result' id='q' to='u1@load/r'/>",
  "<iq type='result' id='q' to='u1@load/r'/>",
  ...copies.toReversed(),
];

test('every stanza is found as it came, with its own attributes and children', (t) => {
  const { seen, header, end } = scan([`${HEADER}${STANZAS.join('\n')}</stream:stream>`]);
  t.is(header, HEADER.slice(HEADER.indexOf('?>') + 2));
  t.true(end);
  t.deepEqual(
    seen.map(({ source }) => source),
    STANZAS,
  );
  t.like(seen[2], { to: 'u22@load/r', from: 'r1@rooms/n0', type: 'groupchat', id: 'm0', body: '0 hello' });
  t.like(seen[4], { to: 'u1@load/r', from: 'r1@rooms/n>2', body: undefined });
  t.is(seen[5]?.body, undefined, 'a body further down is not the body');
});

test('however the stream is cut, the same is found', (t) => {
  const text = `${HEADER}${STANZAS.join('')}</stream:stream>`;
  const whole = scan([text]);
  const cuts = fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 30 });
  fc.assert(
    fc.property(cuts, (places) => {
      const sorted = [0, ...places.toSorted((a, b) => a - b), text.length];
      t.deepEqual(scan(sorted.slice(1).map((place, at) => text.slice(sorted[at], place))), whole);
    }),
  );
  t.deepEqual(scan([...text]), whole);
});

test('a copy that differs in more than its address is read anew', (t) => {
  const [copy = ''] = copies;
  const others = [
    copy.replace('hello', 'hellO'),
    copy.replace("'r1@", "'r2@"),
    copy.replace('a=b', 'a=c'),
    copy.replace('</message>', '<x/></message>'),
  ];
  const { seen } = scan([`${HEADER}${others.map((other) => copy + other).join('')}`]);
  t.deepEqual(
    seen.map(({ source }) => source),
    others.flatMap((other) => [copy, other]),
  );
  t.is(seen[1]?.body, '0 hellO');
  t.is(seen[3]?.from, 'r2@rooms/n0');
});

test('what is no stream is refused, not guessed at', (t) => {
  t.throws(() => scan([`${HEADER}<message><!-- no --></message>`]));
  t.throws(() => scan([`${HEADER}</stream:stream></stream:stream>`]));
});
