/** What the service passes on without a meaning of its own: it arrives as it was sent, and is kept or not. */
import { isDeepStrictEqual } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { child, childText, type Element, elements, text } from '../../src/wire/xml.ts';
import { type Canonical, canonical } from '../wire/xep/canonical.ts';
import { stanzaFrom } from '../wire/xep/stanza-from.ts';
import { statuses } from '../world.ts';
import { alice, bob, join, openRoom, owner, room, talk, world } from './conversation.ts';

const mam = 'urn:xmpp:mam:2';

interface Passed {
  readonly xep: string;
  readonly what: string;
  /** The element that is passed on, beside a text or alone. */
  readonly xml: string;
  readonly beside?: string;
  readonly kept: boolean;
}

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
    beside: 'hello',
    kept: true,
  },
  {
    xep: 'XEP-0333 §4.3',
    what: 'a mark that something was displayed',
    xml: `<displayed xmlns='urn:xmpp:chat-markers:0' id='first'/>`,
    kept: false,
  },
  {
    xep: 'XEP-0372 §3.2',
    what: 'a mention',
    xml: `<reference xmlns='urn:xmpp:reference:0' type='mention' begin='0' end='5' uri='xmpp:bob@localhost'/>`,
    beside: 'hello',
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
    beside: 'hello',
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
    on.send(bob, `<iq to='${room}' type='set' id='q'><query xmlns='${mam}'/></iq>`);
    const results = (await on.hears(bob)).flatMap((stanza) => child(stanza, 'result', mam) ?? []);
    t.is(results.length, kept ? 1 : 0);
    for (const result of results) {
      const forwarded = child(result, 'forwarded', 'urn:xmpp:forward:0') ?? t.fail();
      holds(t, child(forwarded, 'message', 'jabber:client') ?? t.fail(), parts);
    }
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

test('a nickname in presence is passed on, and changes nothing of the nickname in the room (XEP-0172 §6)', async (t) => {
  const on = await talk();
  on.send(alice, `<presence to='${room}/Alice'><nick xmlns='http://jabber.org/protocol/nick'>Queen</nick></presence>`);
  const [shown = t.fail()] = await on.hears(bob);
  t.is(shown.attrs['from'], `${room}/Alice`);
  const nick = child(shown, 'nick', 'http://jabber.org/protocol/nick') ?? t.fail();
  t.is(text(nick), 'Queen');
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
