/** Limits on rates: who is refused what, and who never is. */
import test from 'ava';
import { defaultRates, type LimitKind, type Rates, ratesFrom } from '../../src/service/rates.ts';
import type { Element } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { body, domain, errorOf, World } from '../world.ts';
import {
  alice,
  aliceDesk,
  bob,
  configure,
  enter,
  join,
  leave,
  openRoom,
  origin,
  owner,
  room,
  say,
} from './conversation.ts';

const root = 'root@localhost/desk';

function rates(some: Partial<Record<LimitKind, string>>, ofRooms: Partial<Record<LimitKind, string>> = {}): Rates {
  return ratesFrom((kind, whose) => (whose === 'person' ? some : ofRooms)[kind] ?? defaultRates[kind][whose]);
}

async function talking(of: Rates | undefined, fields: Readonly<Record<string, string>> = {}): Promise<World> {
  const on = (await new World({ store: memoryStore(), admins: ['root@localhost'], rates: of }).start()).connect();
  await openRoom(on, fields);
  await enter(on, alice, 'Alice');
  await enter(on, bob, 'Bob');
  for (const who of [owner, alice, bob]) await on.hears(who);
  return on;
}

/** What was said; an error may hold the text it is for. */
const bodies = (stanzas: readonly Element[]) =>
  stanzas
    .filter(({ attrs }) => attrs['type'] !== 'error')
    .map(body)
    .filter((text) => text !== undefined);
const errors = (stanzas: readonly Element[]) => stanzas.map(errorOf).filter((error) => error !== undefined);

function invite(...whom: readonly string[]): string {
  const invited = whom.map((jid) => `<invite to='${jid}'/>`).join('');
  return `<message to='${room}' id='i'><x xmlns='http://jabber.org/protocol/muc#user'>${invited}</x></message>`;
}

test('who says more than one person may is told how long to wait, and nobody gets the message', async (t) => {
  const on = await talking(rates({ messages: '1/s, 3 at once' }));
  for (const text of ['1', '2', '3', '4']) on.send(alice, say(text));
  t.deepEqual(bodies(await on.hears(bob)), ['1', '2', '3']);
  const heard = await on.hears(alice);
  t.deepEqual(errors(heard), [
    {
      condition: 'policy-violation',
      type: 'wait',
      text: 'You send more than this service takes from one person, so this was not done. Wait a second.',
    },
  ]);
  t.is(heard.find((stanza) => errorOf(stanza) !== undefined)?.attrs['id'], '4');
  await on.pass(1_000);
  on.send(alice, say('4'));
  t.deepEqual(bodies(await on.hears(bob)), ['4']);
});

test('all sessions of a person are one, and messages to one nickname count like those to all', async (t) => {
  const on = await talking(rates({ messages: '1/s, 2 at once' }));
  await enter(on, aliceDesk, 'Alice');
  for (const who of [alice, bob]) await on.hears(who);
  on.send(alice, say('1'));
  on.send(aliceDesk, `<message to='${room}/Bob' type='chat' id='2'><body>2</body></message>`);
  on.send(aliceDesk, say('3'));
  t.deepEqual(bodies(await on.hears(bob)), ['1', '2']);
  on.send(bob, say('mine'));
  t.deepEqual(bodies(await on.hears(owner)), ['1', 'mine'], 'others are not concerned');
});

test('a room in which too much goes on says so to whoever comes next; other rooms go on', async (t) => {
  const on = await talking(rates({}, { messages: '1/s, 2 at once' }));
  on.send(alice, say('1'));
  on.send(bob, say('2'));
  on.send(owner, say('3'));
  t.deepEqual(bodies(await on.hears(bob)), ['1', '2']);
  t.deepEqual(
    errors(await on.hears(owner)).map(({ condition, type }) => [condition, type]),
    [['resource-constraint', 'wait']],
  );
  const other = `other@${domain}`;
  on.send(owner, `<presence to='${other}/Olga'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
  on.send(owner, configure({}).replace(room, other));
  on.send(owner, say('here').replace(room, other));
  t.deepEqual(bodies(await on.hears(owner)), ['here']);
});

test('those outside cannot use up what those in the room may say', async (t) => {
  const on = await talking(rates({}, { messages: '1/s, 2 at once' }));
  for (const text of ['1', '2', '3', '4']) on.send('carol@localhost/x', say(text));
  on.send(alice, say('hello'));
  t.deepEqual(bodies(await on.hears(bob)), ['hello']);
});

test('entering has limits, leaving has none, and who is over them stays in its rooms', async (t) => {
  const on = await talking(rates({ joins: '1/s, 2 at once', presence: '1/s, 2 at once' }));
  on.send(alice, `<presence to='other@${domain}/Alice'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
  on.send(alice, `<presence to='third@${domain}/Alice'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
  t.deepEqual(
    errors(await on.hears(alice)).map(({ condition, type }) => [condition, type]),
    [['policy-violation', 'wait']],
  );
  for (const show of ['away', 'dnd', 'xa'])
    on.send(alice, `<presence to='${room}/Alice'><show>${show}</show></presence>`);
  t.is(errors(await on.hears(alice)).length, 1);
  await on.hears(bob);
  for (let again = 0; again < 5; again++) on.send(alice, leave('Alice'));
  t.deepEqual(errors(await on.hears(alice)), []);
  t.deepEqual(
    (await on.hears(bob)).map(({ attrs }) => attrs['type']),
    ['unavailable'],
  );
});

test('an invitation of many counts for as many, and a decline for one', async (t) => {
  const on = await talking(rates({ invites: '0.1/s, 5 at once' }));
  on.send(owner, invite('a@localhost', 'b@localhost', 'c@localhost', 'd@localhost'));
  t.is((await on.hears('d@localhost')).length, 1);
  on.send(owner, invite('e@localhost', 'f@localhost'));
  t.is((await on.hears('e@localhost')).length, 0);
  t.deepEqual(
    errors(await on.hears(owner)).map(({ condition, type }) => [condition, type]),
    [['policy-violation', 'wait']],
  );
  on.send(owner, invite('e@localhost'));
  t.is((await on.hears('e@localhost')).length, 1);
});

test('every query is answered, over the limit too; a ping of oneself is never refused (XEP-0410)', async (t) => {
  const on = await talking(rates({ queries: '1/s, 2 at once' }));
  const disco = (id: number) =>
    `<iq to='${room}' type='get' id='${id}'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`;
  for (let id = 0; id < 200; id++) on.send(alice, disco(id));
  const answers = await on.hears(alice);
  t.is(answers.length, 200);
  t.is(answers.filter(({ attrs }) => attrs['type'] === 'result').length, 2);
  t.is(errors(answers)[0]?.condition, 'policy-violation');
  on.send(alice, `<iq to='${room}/Alice' type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>`);
  t.is((await on.hears(alice))[0]?.attrs['type'], 'result');
  await on.hears(bob);
  on.send(alice, `<iq to='${room}/Bob' type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>`);
  t.is(
    errors(await on.hears(alice))[0]?.condition,
    'policy-violation',
    'nobody is pinged through the room without end',
  );
  t.deepEqual(await on.hears(bob), []);
});

test('a ping that would have a room loaded counts like any other query', async (t) => {
  const on = await talking(rates({ queries: '1/s, 2 at once' }));
  for (let id = 0; id < 5; id++)
    on.send(alice, `<iq to='r${id}@${domain}/Alice' type='get' id='${id}'><ping xmlns='urn:xmpp:ping'/></iq>`);
  t.deepEqual(
    errors(await on.hears(alice))
      .map(({ condition, type }) => `${condition} ${type}`)
      .toSorted(),
    [...Array(2).fill('not-acceptable cancel'), ...Array(3).fill('policy-violation wait')],
  );
  on.send(alice, `<iq to='${domain}' type='get' id='s'><ping xmlns='urn:xmpp:ping'/></iq>`);
  t.is((await on.hears(alice))[0]?.attrs['type'], 'result', 'and one of the service has no limit');
});

test('a search goes through all rooms, and counts for many queries', async (t) => {
  const on = await talking(rates({ queries: '1/s, 120 at once' }));
  const search = `<query xmlns='jabber:iq:search'><nick>den</nick></query>`;
  for (let id = 0; id < 4; id++) on.send(alice, `<iq to='${domain}' type='set' id='${id}'>${search}</iq>`);
  t.is(errors(await on.hears(alice)).length, 2);
});

test('who goes on and on is refused in silence after a while; answering with errors is not counted', async (t) => {
  const on = await talking(rates({ messages: '1/s, 2 at once' }));
  for (let id = 0; id < 500; id++) on.send(alice, say(`${id}`));
  t.is(errors(await on.hears(alice)).length, 50);
  on.send(
    alice,
    `<message to='${room}' type='error'><error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`,
  );
  t.true(
    (await on.hears(bob)).some(({ attrs }) => attrs['type'] === 'unavailable'),
    'the bounce was heard',
  );
});

test('administrators of the service are not counted; without limits nobody is', async (t) => {
  const on = await talking(rates({ messages: '1/s, 1 at once' }));
  await enter(on, root, 'Root');
  await on.hears(bob);
  for (let id = 0; id < 50; id++) on.send(root, say(`${id}`));
  t.is(bodies(await on.hears(bob)).length, 50);
  const free = await talking(undefined);
  for (let id = 0; id < 5_000; id++) free.send(alice, say(`${id}`));
  t.is(bodies(await free.hears(bob)).length, 5_000);
});

test('a client that comes back to a hundred rooms on three devices is refused nothing', async (t) => {
  const on = (await new World({ store: memoryStore() }).start()).connect();
  const rooms = Array.from({ length: 100 }, (_, index) => `r${index}@${domain}`);
  for (const device of ['phone', 'desk', 'web']) {
    const who = `alice@localhost/${device}`;
    for (const jid of rooms) {
      const ask = (id: string, xml: string, type = 'get') =>
        on.send(who, `<iq to='${jid}' type='${type}' id='${id}'>${xml}</iq>`);
      ask('d', "<query xmlns='http://jabber.org/protocol/disco#info'/>");
      on.send(who, `<presence to='${jid}/Alice'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
      for (const affiliation of ['member', 'admin', 'owner']) {
        ask('l', `<query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='${affiliation}'/></query>`);
      }
      for (let page = 0; page < 5; page++) ask('m', "<query xmlns='urn:xmpp:mam:2'/>", 'set');
    }
    const refused = errors(await on.hears(who)).filter(({ type }) => type === 'wait');
    t.deepEqual(refused, []);
  }
});

test('an owner sets how many messages a minute one person may send; owners and admins are exempt', async (t) => {
  const on = await talking(rates({}), { 'longroom#roomconfig_messagesperminute': '2' });
  const composing = `<message to='${room}' type='groupchat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>`;
  for (const text of ['1', '2', '3']) {
    on.send(alice, composing);
    on.send(alice, say(text, origin(text)));
    on.send(owner, say(`owner ${text}`));
  }
  t.deepEqual(bodies(await on.hears(bob)), ['1', 'owner 1', '2', 'owner 2', 'owner 3']);
  const [refused] = errors(await on.hears(alice));
  t.is(refused?.condition, 'policy-violation');
  t.is(
    refused?.text,
    'In this room everybody may send 2 messages a minute, so this one was not sent. Wait 30 seconds.',
  );
  on.send(alice, say('2', origin('2')));
  t.deepEqual(bodies(await on.hears(alice)), ['2'], 'what is sent again gets its echo');
  await on.pass(30_000);
  on.send(alice, say('3', origin('3')));
  t.deepEqual(bodies(await on.hears(bob)), ['3']);
});

test('the pace of a room is a setting of its owner', async (t) => {
  const on = await talking(rates({}));
  on.send(alice, configure({ 'longroom#roomconfig_messagesperminute': '2' }));
  t.is(errors(await on.hears(alice))[0]?.condition, 'forbidden');
  on.send(owner, configure({ 'longroom#roomconfig_messagesperminute': '601' }));
  t.is(errors(await on.hears(owner)).length, 1);
  on.send('dora@localhost/x', join('Dora'));
  t.deepEqual(errors(await on.hears('dora@localhost/x')), []);
});
