/** A room that somebody may not see answers as an address without a room does, letter by letter (DESIGN: Secret rooms). */
import test from 'ava';
import { serialize } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { Walls } from '../walls.ts';
import { errorOf, World } from '../world.ts';
import { configure, join, openRoom, owner, room, say } from './conversation.ts';

const eve = 'eve@localhost/phone';
const nowhere = room.replace('den', 'nowhere');

const get = (payload: string, to = room): string => `<iq to='${to}' type='get' id='ask'>${payload}</iq>`;
const set = (payload: string, to = room): string => `<iq to='${to}' type='set' id='ask'>${payload}</iq>`;
const muc = (part: string, inside = ''): string =>
  `<query xmlns='http://jabber.org/protocol/muc#${part}'>${inside}</query>`;
const user = (inside: string): string =>
  `<message to='${room}' id='ask'><x xmlns='http://jabber.org/protocol/muc#user'>${inside}</x></message>`;
const form = (type: string, fields: Readonly<Record<string, string>>): string =>
  `<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>${type}</value></field>${Object.entries(fields)
    .map(([name, value]) => `<field var='${name}'><value>${value}</value></field>`)
    .join('')}</x>`;
const command = (node: string): string => `<command xmlns='http://jabber.org/protocol/commands' node='${node}'/>`;

/** Everything there is to be asked of a room, and of somebody in it. */
const asked: Readonly<Record<string, string>> = {
  entering: join('Eve'),
  'entering with a password': join('Eve', '<password>letmein</password>'),
  'entering under the nickname of the owner': join('Olga'),
  'entering and asking for lists': join('Eve', '', 'lists'),
  'presence out of step': `<presence to='${room}/Eve' id='ask'/>`,
  leaving: `<presence to='${room}/Eve' type='unavailable' id='ask'/>`,
  writing: say('hello'),
  'a chat state': `<message to='${room}' type='groupchat' id='ask'><active xmlns='http://jabber.org/protocol/chatstates'/></message>`,
  'a subject': `<message to='${room}' type='groupchat' id='ask'><subject>mine</subject></message>`,
  'a retraction': `<message to='${room}' type='groupchat' id='ask'><retract id='1' xmlns='urn:xmpp:message-retract:1'/></message>`,
  'a private message': `<message to='${room}/Olga' type='chat' id='ask'><body>psst</body></message>`,
  'an invitation': user("<invite to='mallory@localhost'/>"),
  declining: user("<decline to='olga@localhost'/>"),
  'asking for voice': `<message to='${room}' id='ask'>${form('http://jabber.org/protocol/muc#request', { 'muc#role': 'participant' })}</message>`,
  'giving voice': `<message to='${room}' id='ask'>${form('http://jabber.org/protocol/muc#request', { 'muc#role': 'participant', 'muc#jid': eve, 'muc#roomnick': 'Olga', 'muc#request_allow': 'true' })}</message>`,
  'approving a member': `<message to='${room}' id='ask'>${form('http://jabber.org/protocol/muc#register', { 'muc#register_roomnick': 'Olga', 'muc#register_allow': '1' })}</message>`,
  'what the room is': get("<query xmlns='http://jabber.org/protocol/disco#info'/>"),
  'who is in it': get("<query xmlns='http://jabber.org/protocol/disco#items'/>"),
  'the reserved nickname': get("<query xmlns='http://jabber.org/protocol/disco#info' node='x-roomuser-item'/>"),
  'which commands': get(
    "<query xmlns='http://jabber.org/protocol/disco#items' node='http://jabber.org/protocol/commands'/>",
  ),
  'what a command is': get("<query xmlns='http://jabber.org/protocol/disco#info' node='urn:xmpp:hats:commands:list'/>"),
  'the list of hats': set(command('urn:xmpp:hats:commands:list')),
  'making a hat': set(command('urn:xmpp:hats:commands:create')),
  'giving a hat': set(command('urn:xmpp:hats:commands:assign')),
  'who waits': set(command('http://jabber.org/protocol/admin#get-pending')),
  'a ping': get("<ping xmlns='urn:xmpp:ping'/>"),
  'a ping of oneself': get("<ping xmlns='urn:xmpp:ping'/>", `${room}/Eve`),
  'a ping of the owner': get("<ping xmlns='urn:xmpp:ping'/>", `${room}/Olga`),
  'the version of the owner': get("<query xmlns='jabber:iq:version'/>", `${room}/Olga`),
  'the card': get("<vCard xmlns='vcard-temp'/>"),
  'another card': set("<vCard xmlns='vcard-temp'><NOTE>mine</NOTE></vCard>"),
  'the archive': set("<query xmlns='urn:xmpp:mam:2'/>"),
  'the form of the archive': get("<query xmlns='urn:xmpp:mam:2'/>"),
  'the ends of the archive': get("<metadata xmlns='urn:xmpp:mam:2'/>"),
  'the members': get(muc('admin', "<item affiliation='member'/>")),
  'the moderators': get(muc('admin', "<item role='moderator'/>")),
  'a ban': set(muc('admin', "<item affiliation='outcast' jid='olga@localhost'/>")),
  'a kick': set(muc('admin', "<item role='none' nick='Olga'/>")),
  'the form of the room': get(muc('owner')),
  'another form': configure({ 'muc#roomconfig_roomname': 'Mine' }),
  'the end of the room': set(muc('owner', '<destroy/>')),
  'how to register': get("<query xmlns='jabber:iq:register'/>"),
  registering: set(
    `<query xmlns='jabber:iq:register'>${form('http://jabber.org/protocol/muc#register', { 'muc#register_roomnick': 'Eve' })}</query>`,
  ),
  'registering no more': set("<query xmlns='jabber:iq:register'><remove/></query>"),
  moderating: set(
    "<moderate id='1' xmlns='urn:xmpp:message-moderate:1'><retract xmlns='urn:xmpp:message-retract:1'/></moderate>",
  ),
  'what nobody knows': get("<query xmlns='urn:example:unknown'/>"),
};

/** Why the room is none for Eve. */
const hidings: Readonly<Record<string, (walls: Walls) => Readonly<Record<string, string>>>> = {
  'a secret room': () => ({ 'muc#roomconfig_publicroom': '0', 'muc#roomconfig_membersonly': '1' }),
  'a room out of scope': (walls) => {
    walls.set('default', { denied: ['eve@localhost'] });
    return {};
  },
  'a secret room out of scope': (walls) => {
    walls.set('default', { allowed: ['olga@localhost'] });
    return { 'muc#roomconfig_publicroom': '0', 'muc#roomconfig_membersonly': '1' };
  },
};

async function hidden(
  why: (walls: Walls) => Readonly<Record<string, string>>,
  by: 'everyone' | 'admins',
): Promise<World> {
  const walls = new Walls();
  const options = { store: memoryStore(), directory: walls, rates: undefined };
  const made = await new World({ ...options, admins: ['olga@localhost'], roomsCreatedBy: by }).start();
  const on = made.connect();
  await openRoom(on, why(walls));
  on.send(owner, say('secret'));
  await on.hears(owner);
  return on;
}

test('a secret room that is disabled as well answers no otherwise', async (t) => {
  const on = await hidden(hidings['a secret room'] ?? t.fail(), 'admins');
  await on.ask(room, { kind: 'disable', from: { session: owner, person: { key: 'olga', jid: 'olga@localhost' } } });
  await on.hears(owner);
  for (const [what, stanza] of Object.entries(asked)) {
    on.send(eve, stanza);
    const there = (await on.hears(eve)).map((one) => serialize(one));
    on.send(eve, stanza.replaceAll(room, nowhere));
    t.deepEqual(
      there,
      (await on.hears(eve)).map((one) => serialize(one).replaceAll(nowhere, room)),
      what,
    );
  }
});

for (const [name, why] of Object.entries(hidings)) {
  test(`${name} answers whatever is asked as an address without a room does`, async (t) => {
    const on = await hidden(why, 'admins');
    for (const [what, stanza] of Object.entries(asked)) {
      on.send(eve, stanza);
      const there = (await on.hears(eve)).map((one) => serialize(one));
      on.send(eve, stanza.replaceAll(room, nowhere));
      const elsewhere = (await on.hears(eve)).map((one) => serialize(one).replaceAll(nowhere, room));
      t.deepEqual(there, elsewhere, what);
      t.deepEqual(await on.hears(owner), [], what);
    }
  });

  test(`${name} has an address that whoever may make rooms cannot have, and is told no more`, async (t) => {
    const on = await hidden(why, 'everyone');
    on.send(eve, join('Eve'));
    const [refused] = await on.hears(eve);
    t.deepEqual(errorOf(refused ?? t.fail()), {
      condition: 'not-allowed',
      type: 'cancel',
      text: 'This address is not available. Choose another one.',
    });
  });
}

test('an address that a category is called by cannot be had either, in the same words', async (t) => {
  const on = await new World({ store: memoryStore(), house: { defaultCategory: 'Trading' } }).start();
  on.connect();
  on.send(eve, join('Eve').replaceAll(room, room.replace('den', 'trading')));
  const [refused] = await on.hears(eve);
  t.is(errorOf(refused ?? t.fail())?.text, 'This address is not available. Choose another one.');
});

test('who lost their place in a secret room is out of it, and it is none for them from then on', async (t) => {
  const on = await hidden(hidings['a secret room'] ?? t.fail(), 'admins');
  on.send(owner, set(muc('admin', "<item affiliation='member' jid='eve@localhost'/>")));
  await on.settle();
  on.send(eve, join('Eve'));
  t.true((await on.hears(eve)).some((one) => one.attrs['from'] === `${room}/Eve` && one.attrs['type'] === undefined));
  on.send(owner, set(muc('admin', "<item affiliation='none' jid='eve@localhost'/>")));
  t.true((await on.hears(eve)).some((one) => serialize(one).includes('code="321"')));
  for (const stanza of [asked['what the room is'], asked['the archive'], asked['a ping of oneself']]) {
    on.send(eve, stanza ?? t.fail());
    const there = (await on.hears(eve)).map((one) => serialize(one));
    on.send(eve, (stanza ?? t.fail()).replaceAll(room, nowhere));
    t.deepEqual(
      there,
      (await on.hears(eve)).map((one) => serialize(one).replaceAll(nowhere, room)),
    );
  }
});
