/** Stanzas as they must not be, from everybody who might send them: generators for properties. */
import fc from 'fast-check';
import { NS } from '../../src/wire/namespaces.ts';
import { type Element, xml } from '../../src/wire/xml.ts';
import { domain } from '../world.ts';
import { alice, aliceDesk, bob, owner, room } from './conversation.ts';

export const stranger = 'mallory@evil.example/x';
export const visitor = 'vic@localhost/tab';
export const banned = 'ban@localhost/y';
export const people = [owner, alice, aliceDesk, bob, visitor, banned, stranger, 'bare@localhost', 'evil.example'];
export const insiders = [owner, alice, aliceDesk, bob];

const long = 'ü'.repeat(600);
const values = [
  '',
  '0',
  '1',
  '-1',
  '1000000000',
  'NaN',
  'true',
  'yes',
  'many',
  'submit',
  'cancel',
  'owner',
  'admin',
  'member',
];
const oddValues = [
  'none',
  'outcast',
  'moderator',
  'visitor',
  'Alice',
  'bob@localhost',
  'a@@b',
  '2026-13-45',
  '\u202e<&"\'>',
  '\ud83d\ude00',
  long,
];
export const value = fc.constantFrom(
  ...values,
  ...oddValues,
  room,
  `${room}/Bob`,
  'http://jabber.org/protocol/muc#roomconfig',
  'urn:xmpp:mam:2',
);

const addressee = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(room, `${room}/Alice`, `${room}/Bob`, domain) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      `new@${domain}`,
      `new@${domain}/X`,
      `${room}/`,
      `${room}/${long}`,
      `${domain}/res`,
      `@${domain}`,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      `${long}@${domain}`,
      `${room}/ `,
      `${room}/a\u200bb`,
      `o'neil&<>@${domain}/"`,
      'else.where',
      '',
    ),
  },
);

const fields = [
  'FORM_TYPE',
  'muc#roomconfig_roomname',
  'muc#roomconfig_membersonly',
  'muc#roomconfig_maxusers',
  'muc#roomconfig_whois',
];
const moreFields = [
  'muc#roomconfig_passwordprotectedroom',
  'start',
  'end',
  'with',
  'ids',
  'before-id',
  'after-id',
  'unheard-of',
];
const field = fc
  .tuple(fc.constantFrom(...fields, ...moreFields), fc.array(value, { maxLength: 3 }))
  .map(([name, all]) => xml('field', { var: name }, ...all.map((one) => xml('value', {}, one))));
export const form = fc
  .tuple(fc.constantFrom('submit', 'cancel', 'form', 'result', 'none of these'), fc.array(field, { maxLength: 5 }))
  .map(([type, inside]) => xml('x', { xmlns: NS.form, type }, ...inside));
const page = fc
  .dictionary(fc.constantFrom('max', 'before', 'after', 'index'), value, { maxKeys: 3 })
  .map((set) => xml('set', { xmlns: NS.rsm }, ...Object.entries(set).map(([name, text]) => xml(name, {}, text))));
export const item = fc
  .dictionary(fc.constantFrom('nick', 'jid', 'role', 'affiliation'), value, { maxKeys: 4 })
  .map((attrs) => xml('item', attrs, xml('reason', {}, 'because')));

/** What rooms understand, filled with what they may not. */
const known = fc.oneof(
  fc
    .array(fc.oneof(form, page, item), { maxLength: 3 })
    .chain((inside) =>
      fc
        .constantFrom<string>(NS.mucOwner, NS.mucAdmin, NS.mam, NS.discoInfo, NS.discoItems)
        .map((xmlns) => xml('query', { xmlns }, ...inside)),
    ),
  fc
    .dictionary(fc.constantFrom('maxchars', 'maxstanzas', 'seconds', 'since'), value, { maxKeys: 3 })
    .map((wish) => xml('x', { xmlns: NS.muc }, xml('history', wish))),
  value.map((jid) => xml('query', { xmlns: NS.mucOwner }, xml('destroy', { jid }))),
  value.map((to) => xml('x', { xmlns: NS.mucUser }, xml('invite', { to }), xml('decline', { to }))),
  value.map((text) => xml('body', {}, text)),
  value.map((text) => xml('subject', {}, text)),
  value.map((id) => xml('origin-id', { xmlns: NS.stanzaId, id })),
  value.map((id) => xml('stanza-id', { xmlns: NS.stanzaId, id, by: room })),
  fc.constantFrom('ping', 'metadata', 'query').map((name) => xml(name, { xmlns: name === 'ping' ? NS.ping : NS.mam })),
  fc
    .constantFrom('item-not-found', 'not-acceptable', 'nonsense')
    .map((name) => xml('error', { type: 'cancel' }, xml(name, { xmlns: NS.stanzas }))),
);

const strange = fc.oneof(
  fc.constant(0).map(() => xml('p:thing', {}, 'no such prefix')),
  fc.constant(0).map(() => xml('far:thing', { 'far:attribute': '1' })),
  // What is deeper or has more attributes does not come in whole (wire/parser.ts).
  fc.integer({ min: 1, max: 190 }).map(nested),
  fc
    .integer({ min: 1, max: 250 })
    .map((count) => xml('x', Object.fromEntries(Array.from({ length: count }, (_, i) => [`a${i}`, 'v'])))),
  fc.integer({ min: 1, max: 60_000 }).map((length) => xml('body', {}, '&<'.repeat(length))),
  fc.constantFrom('urn:unknown', '', 'jabber:client').map((xmlns) => xml('query', { xmlns })),
);

function nested(depth: number): Element {
  let element = xml('deep', { xmlns: 'urn:deep' });
  for (let level = 1; level < depth; level++) element = xml('deep', {}, element);
  return element;
}

export const stanza = fc
  .record({
    name: fc.constantFrom('iq', 'message', 'presence', 'presence', 'nothing'),
    type: fc.constantFrom(
      undefined,
      'get',
      'set',
      'result',
      'error',
      'groupchat',
      'chat',
      'unavailable',
      'subscribe',
      'probe',
      'odd',
      '',
    ),
    id: fc.constantFrom(undefined, '', 'one', 'delivered-1-1', long),
    to: addressee,
    from: fc.constantFrom(...people),
    far: fc.boolean(),
    inside: fc.array(fc.oneof({ weight: 6, arbitrary: known }, { weight: 1, arbitrary: strange }), { maxLength: 3 }),
  })
  .map(({ name, type, id, to, from, far, inside }) => {
    const element = xml(name, { xmlns: 'jabber:component:accept', type, id, to }, ...inside);
    if (far) element.attrs['xmlns:far'] = 'urn:far';
    return { from, element };
  });
