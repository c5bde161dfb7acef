/** What the service passes on without a meaning of its own: it arrives as it was sent, and is kept or not. */
import { isDeepStrictEqual } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { child, childText, type Element, elements, text } from '../../src/wire/xml.ts';
import { type Canonical, canonical } from '../wire/xep/canonical.ts';
import { stanzaFrom } from '../wire/xep/stanza-from.ts';
import { statuses, type World } from '../world.ts';
import { alice, aliceDesk, bob, join, openRoom, owner, room, talk, world } from './conversation.ts';

const mam = 'urn:xmpp:mam:2';

interface Passed {
  readonly xep: string;
  readonly what: string;
  /** The element that is passed on, beside a text or alone. */
  readonly xml: string;
  readonly beside?: string;
  readonly kept: boolean;
}

const said = 'hello';

const PASSED: readonly Passed[] = [
  {
    xep: 'XEP-0085 §5.5',
    what: 'a chat state without a text',
    xml: `<composing xmlns='http://jabber.org/protocol/chatstates'/>`,
    kept: false,
  },
  {
    xep: 'XEP-0308 §3',
    what: 'a correction',
    xml: `<replace xmlns='urn:xmpp:message-correct:0' id='first'/>`,
    beside: said,
    kept: true,
  },
  {
    xep: 'XEP-0333 §4.3',
    what: 'a mark that something was displayed',
    xml: `<displayed xmlns='urn:xmpp:chat-markers:0' id='first' sender='x'/>`,
    kept: false,
  },
  {
    xep: 'XEP-0333 §4.1',
    what: 'a text that wants to be marked',
    xml: `<markable xmlns='urn:xmpp:chat-markers:0'/>`,
    beside: said,
    kept: true,
  },
  {
    xep: 'XEP-0334 §4.1',
    what: 'a text that is to be stored nowhere',
    xml: `<no-store xmlns='urn:xmpp:hints'/>`,
    beside: said,
    kept: false,
  },
  {
    xep: 'XEP-0334 §4.4',
    what: 'something without a text that is to be stored',
    xml: `<store xmlns='urn:xmpp:hints'/>`,
    kept: true,
  },
  {
    xep: 'XEP-0359 §3.2',
    what: 'the id that its sender gave to a message',
    xml: `<origin-id xmlns='urn:xmpp:sid:0' id='de305d54-75b4-431b-adb2-eb6b9e546013'/>`,
    beside: said,
    kept: true,
  },
  {
    xep: 'XEP-0372 §3.2',
    what: 'a mention',
    xml: `<reference xmlns='urn:xmpp:reference:0' type='mention' begin='0' end='5' uri='xmpp:bob@localhost'/>`,
    beside: said,
    kept: true,
  },
  {
    xep: 'XEP-0444 §3',
    what: 'a reaction',
    xml: `<reactions xmlns='urn:xmpp:reactions:0' id='first'><reaction>🐢</reaction></reactions>`,
    kept: true,
  },
  {
    xep: 'XEP-0461 §3',
    what: 'a reply',
    xml: `<reply xmlns='urn:xmpp:reply:0' id='first' to='${room}/Bob'/>`,
    beside: said,
    kept: true,
  },
  {
    xep: 'XEP-0428 §3',
    what: 'what of a text is there for older clients only',
    xml: `<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='3'/></fallback>`,
    beside: said,
    kept: true,
  },
  {
    xep: 'XEP-0066 §3',
    what: 'an address beside a text',
    xml: `<x xmlns='jabber:x:oob'><url>https://example.org/a.png?b=1&amp;c=2</url><desc>A picture</desc></x>`,
    beside: said,
    kept: true,
  },
  {
    xep: 'XEP-0447 §3.1',
    what: 'a file with what is known of it (XEP-0446)',
    xml: `<file-sharing xmlns='urn:xmpp:sfs:0' disposition='inline' id='a.png'><file xmlns='urn:xmpp:file:metadata:0'><media-type>image/png</media-type><size>3032449</size><hash xmlns='urn:xmpp:hashes:2' algo='sha3-256'>2XarmwTlNxDAMkvymloX3S5+VbylNrJt/l5QyPa+YoU=</hash></file><sources><url-data xmlns='http://jabber.org/protocol/url-data' target='https://example.org/a.png'/></sources></file-sharing>`,
    beside: said,
    kept: true,
  },
  {
    xep: 'XEP-0334 §4.4',
    what: 'an encrypted payload with its hint',
    xml: `<encrypted xmlns='urn:xmpp:omemo:2'><header sid='27183'><keys jid='bob@localhost'><key rid='31415'>b64/encoded/data</key></keys></header><payload>b64/encoded</payload></encrypted><store xmlns='urn:xmpp:hints'/>`,
    kept: true,
  },
  {
    xep: 'XEP-0393 §5',
    what: 'styling, and that a text has none',
    xml: `<unstyled xmlns='urn:xmpp:styling:0'/>`,
    beside: '*bold* _text_ ```code```\n&gt; quoted  ',
    kept: true,
  },
  {
    xep: 'XEP-0203 §4',
    what: 'when a client says that it was written',
    xml: `<delay xmlns='urn:xmpp:delay' from='alice@localhost/phone' stamp='2002-09-10T23:08:25Z'>Offline</delay>`,
    beside: said,
    kept: true,
  },
  {
    xep: 'RFC 6120 §8.4',
    what: 'something that nobody here has ever heard of, with prefixes',
    xml: `<p:unheard xmlns:p='urn:unheard' xmlns:q='urn:q' q:of='1'><q:inner/><p:other xmlns='urn:x'><x/></p:other></p:unheard>`,
    beside: said,
    kept: true,
  },
];

for (const { xep, what, xml, beside, kept } of PASSED) {
  test(`${what} reaches everybody as it was sent and is ${kept ? 'kept' : 'not kept'} (${xep})`, async (t) => {
    const on = await talk();
    const sent = `<message to='${room}' type='groupchat' id='m'>${beside === undefined ? '' : `<body>${beside}</body>`}${xml}</message>`;
    const parts = elements(stanzaFrom(sent)).map(canonical);
    on.send(alice, sent);
    for (const who of [owner, alice, bob]) {
      const [copy = t.fail(), ...others] = await on.hears(who);
      t.is(others.length, 0);
      t.is(copy.attrs['from'], `${room}/Alice`);
      holds(t, copy, parts);
    }
    on.send(aliceDesk, join('Alice', ''));
    const history = (await on.hears(aliceDesk)).filter((stanza) => child(stanza, 'stanza-id', 'urn:xmpp:sid:0'));
    t.is(history.length, kept ? 1 : 0);
    for (const copy of history) holds(t, copy, parts);
    const results = await resultsFor(on, bob);
    t.is(results.length, kept ? 1 : 0);
    for (const result of results) holds(t, result, parts);
  });
}

function holds(t: ExecutionContext, stanza: Element, parts: readonly Canonical[]): void {
  const inside = elements(stanza).map(canonical);
  for (const part of parts) {
    t.true(
      inside.some((one) => isDeepStrictEqual(one, part)),
      part.name,
    );
  }
}

const ONLY_THE_ROOM_SAYS = [
  `<x xmlns='http://jabber.org/protocol/muc#user'><item jid='root@localhost/x'/></x>`,
  `<stanza-id xmlns='urn:xmpp:sid:0' by='${room}' id='forged'/>`,
  `<occupant-id xmlns='urn:xmpp:occupant-id:0' id='forged'/>`,
  `<delay xmlns='urn:xmpp:delay' from='${room}' stamp='2002-09-10T23:08:25Z'/>`,
  `<addresses xmlns='http://jabber.org/protocol/address'><address type='ofrom' jid='root@localhost'/></addresses>`,
];

for (const forged of ONLY_THE_ROOM_SAYS) {
  const { name, attrs } = stanzaFrom(forged);
  test(`what only a room may say, <${name} xmlns='${attrs['xmlns']}'/>, is not taken from others (XEP-0313 §8.2)`, async (t) => {
    const on = await talk();
    on.send(alice, `<message to='${room}' type='groupchat' id='m'><body>hello</body>${forged}</message>`);
    const heard = [...(await on.hears(bob)), ...(await resultsFor(on, bob))];
    on.send(aliceDesk, join('Alice', ''));
    heard.push(...(await on.hears(aliceDesk)).filter((stanza) => child(stanza, 'body')));
    t.is(heard.length, 3);
    const lie = canonical(stanzaFrom(forged));
    for (const copy of heard) t.false(elements(copy).some((part) => isDeepStrictEqual(canonical(part), lie)));
  });
}

test('a private message arrives as it was sent and is in no archive (XEP-0313 §6.1.2)', async (t) => {
  const on = await talk();
  const xml = `<unheard xmlns='urn:unheard' of='it'><inner/></unheard>`;
  on.send(alice, `<message to='${room}/Bob' type='chat' id='m'><body>psst</body>${xml}</message>`);
  const [copy = t.fail()] = await on.hears(bob);
  holds(t, copy, [canonical(stanzaFrom(xml))]);
  for (const who of [alice, bob, owner]) t.deepEqual(await resultsFor(on, who), []);
});

/** The messages in the archive, as somebody is told them. */
async function resultsFor(on: World, who: string): Promise<Element[]> {
  on.send(who, `<iq to='${room}' type='set' id='q'><query xmlns='${mam}'/></iq>`);
  return (await on.hears(who)).flatMap((stanza) => {
    const result = child(stanza, 'result', mam);
    const forwarded = result && child(result, 'forwarded', 'urn:xmpp:forward:0');
    return (forwarded && child(forwarded, 'message', 'jabber:client')) ?? [];
  });
}

test('a nickname in presence is passed on, and changes nothing of the nickname in the room (XEP-0172 §6)', async (t) => {
  const on = await talk();
  on.send(alice, `<presence to='${room}/Alice'><nick xmlns='http://jabber.org/protocol/nick'>Queen</nick></presence>`);
  const [shown = t.fail()] = await on.hears(bob);
  t.is(shown.attrs['from'], `${room}/Alice`);
  const nick = child(shown, 'nick', 'http://jabber.org/protocol/nick') ?? t.fail();
  t.is(text(nick), 'Queen');
});

test('the capabilities of a client are passed on in its presence (XEP-0115 §4)', async (t) => {
  const on = await talk();
  const caps = `<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='https://example.org' ver='QgayPKawpkPSDYmwT/WM94uAlu0='/>`;
  on.send(alice, `<presence to='${room}/Alice'>${caps}</presence>`);
  const [shown = t.fail()] = await on.hears(bob);
  holds(t, shown, [canonical(stanzaFrom(caps))]);
});

/** Address, nickname and password: all that a client has when it comes by a bookmark or a direct invitation. */
const WAYS = {
  'a bookmark (XEP-0402 §2)': `<conference xmlns='urn:xmpp:bookmarks:1' autojoin='true'><nick>Bob</nick><password>secret</password></conference>`,
  'a direct invitation (XEP-0249 §2)': `<x xmlns='jabber:x:conference' jid='${room}' password='secret'/>`,
};

for (const [way, xml] of Object.entries(WAYS)) {
  test(`what is in ${way} is enough to enter a room with a password`, async (t) => {
    const on = await world();
    await openRoom(on, { 'muc#roomconfig_passwordprotectedroom': '1', 'muc#roomconfig_roomsecret': 'secret' });
    const held = stanzaFrom(xml);
    const password = held.attrs['password'] ?? childText(held, 'password') ?? t.fail();
    on.send(bob, join(childText(held, 'nick') ?? 'Robert', `<password>${password}</password>`));
    const own = (await on.hears(bob)).find((stanza) => statuses(stanza).includes(110));
    t.is(own?.attrs['from'], `${room}/${childText(held, 'nick') ?? 'Robert'}`);
  });
}
