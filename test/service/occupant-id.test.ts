/** Who is who without being known: occupant ids (XEP-0421). */
import test from 'ava';
import { occupantId } from '../../src/service/occupant-id.ts';
import { child, children, type Element, serialize } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { body, World } from '../world.ts';
import {
  alice,
  aliceDesk,
  bob,
  enter,
  join,
  leave,
  openRoom,
  origin,
  owner,
  room,
  say,
  talk,
  world,
} from './conversation.ts';

const ns = 'urn:xmpp:occupant-id:0';
const forged = `<occupant-id xmlns='${ns}' id='forged'/>`;

function idIn(stanza: Element | undefined): string | undefined {
  const ids = stanza === undefined ? [] : children(stanza, 'occupant-id', ns);
  return ids.length === 1 ? ids[0]?.attrs['id'] : undefined;
}

function from(nick: string): (stanza: Element) => boolean {
  return ({ attrs }) => attrs['from'] === `${room}/${nick}`;
}

test('every presence and message of an occupant has its id: entering, live, private, leaving (§3, §4)', async (t) => {
  const on = await world();
  await openRoom(on);
  await enter(on, bob, 'Bob');
  on.send(alice, join('Alice'));
  const own = (await on.hears(alice)).find(from('Alice'));
  const entering = (await on.hears(bob)).find(from('Alice'));
  const id = idIn(entering);
  t.regex(id ?? '', /^[\w-]{22}$/);
  t.is(idIn(own), id);
  on.send(alice, say('hello'));
  t.is(idIn((await on.hears(bob))[0]), id);
  on.send(
    alice,
    `<message to='${room}' type='groupchat'><active xmlns='http://jabber.org/protocol/chatstates'/></message>`,
  );
  t.is(idIn((await on.hears(bob))[0]), id);
  on.send(alice, `<message to='${room}/Bob' type='chat'><body>psst</body></message>`);
  t.is(idIn((await on.hears(bob))[0]), id);
  on.send(alice, `<presence to='${room}/Alice'><show>away</show></presence>`);
  t.is(idIn((await on.hears(bob))[0]), id);
  on.send(alice, leave('Alice'));
  t.is(idIn((await on.hears(bob))[0]), id);
});

test('whoever comes later hears it in the roster, in history, with the subject, and from the archive', async (t) => {
  const on = await talk();
  on.send(owner, `<message to='${room}' type='groupchat'><subject>Spring</subject></message>`);
  on.send(alice, say('hello', origin('o1')));
  const live = (await on.hears(bob)).find((stanza) => body(stanza) === 'hello');
  const id = idIn(live);
  await on.hears(alice);
  on.send(alice, say('hello', origin('o1')));
  t.is(idIn((await on.hears(alice))[0]), id, 'the echo');
  on.send(aliceDesk, join('Carol', ''));
  on.send('carol@localhost/x', join('Carol2', ''));
  const heard = await on.hears('carol@localhost/x');
  t.is(idIn(heard.find((stanza) => stanza.name === 'presence' && from('Alice')(stanza))), id);
  t.is(idIn(heard.find((stanza) => body(stanza) === 'hello')), id);
  const subject = heard.find((stanza) => child(stanza, 'subject') !== undefined);
  t.is(idIn(subject), idIn(heard.find((stanza) => stanza.name === 'presence' && from('Olga')(stanza))));
  on.send(bob, `<iq to='${room}' type='set' id='q'><query xmlns='urn:xmpp:mam:2'/></iq>`);
  const archived = (await on.hears(bob)).map(serialize).find((text) => text.includes('<body>hello'));
  t.regex(archived ?? '', new RegExp(`<occupant-id xmlns="${ns}" id="${id}"/>`));
});

test('a forged id does not pass, in a message nor in presence: the room’s is the only one (§4)', async (t) => {
  const on = await talk();
  on.send(alice, say('hello', forged));
  const id = idIn((await on.hears(bob))[0]);
  on.send(alice, `<presence to='${room}/Alice'>${forged}</presence>`);
  t.is(idIn((await on.hears(bob))[0]), id);
  t.not(id, 'forged');
  t.truthy(id);
});

test('it is of the person: the same in every session, and under every nickname', async (t) => {
  const on = await talk();
  on.send(alice, say('one'));
  const id = idIn((await on.hears(bob))[0]);
  on.send(alice, `<presence to='${room}/Alicia'/>`);
  t.deepEqual((await on.hears(bob)).map(idIn), [id, id]);
  await enter(on, aliceDesk, 'Alicia');
  await on.hears(bob);
  on.send(aliceDesk, say('two'));
  t.is(idIn((await on.hears(bob))[0]), id);
  on.send(bob, say('three'));
  t.not(idIn((await on.hears(alice)).find((stanza) => body(stanza) === 'three')), id);
});

test('it is another one in a room made anew', async (t) => {
  const on = await talk();
  on.send(alice, say('one'));
  const id = idIn((await on.hears(bob))[0]);
  on.send(
    owner,
    `<iq to='${room}' type='set' id='d'><query xmlns='http://jabber.org/protocol/muc#owner'><destroy/></query></iq>`,
  );
  await on.hears(alice);
  on.send(alice, join('Alice'));
  const again = idIn((await on.hears(alice)).find(from('Alice')));
  t.truthy(again);
  t.not(again, id);
});

test('what was not heard is sent again with the same id, and a kill changes none', async (t) => {
  const store = memoryStore();
  const on = (await new World({ store }).start()).connect();
  await openRoom(on);
  await enter(on, bob, 'Bob');
  await on.hears(owner);
  on.send(owner, say('hello'));
  const id = idIn((await on.hears(bob))[0]);
  on.cut();
  on.connect();
  t.is(idIn((await on.hears(bob)).find((stanza) => body(stanza) === 'hello')), id);
  // The next process, after a kill; bob comes back to the room.
  const after = (await new World({ store }).start()).connect();
  after.send(bob, leave('Bob'));
  t.truthy(idIn((await after.hears(owner)).findLast(from('Bob'))));
  after.send(owner, say('again'));
  t.is(idIn((await after.hears(owner)).find((stanza) => body(stanza) === 'again')), id);
});

test('room and service tell that they have occupant ids (§2, §4)', async (t) => {
  const on = await talk();
  for (const to of [room, 'rooms.localhost']) {
    on.send(bob, `<iq to='${to}' type='get' id='i'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`);
    t.regex(serialize((await on.hears(bob))[0] ?? t.fail()), new RegExp(`<feature var="${ns}"/>`));
  }
});

test('the ids of two rooms, or of two people, have nothing in common, and forgetting changes none', (t) => {
  const id = occupantId('room', 'person');
  t.not(occupantId('other room', 'person'), id);
  t.not(occupantId('room', 'other person'), id);
  for (let i = 0; i < 20_000; i++) occupantId('room', `person ${i}`);
  t.is(occupantId('room', 'person'), id);
});
