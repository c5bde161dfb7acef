/** Queries from one occupant to the client of another (XEP-0045 §6.6, §17.4). */
import test from 'ava';
import { child, serialize } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { domain, errorOf, World } from '../world.ts';
import { alice, aliceDesk, bob, configure, enter, leave, openRoom, owner, room, talk } from './conversation.ts';

const version = "<query xmlns='jabber:iq:version'/>";
const disco = "<query xmlns='http://jabber.org/protocol/disco#info'/>";

const ask = (nick: string, payload: string, id = 'q', type = 'get') =>
  `<iq to='${room}/${nick}' type='${type}' id='${id}'>${payload}</iq>`;

/** What Bob has been asked, with the id under which it has to be answered. */
async function asked(on: World, who = bob) {
  const [iq, ...more] = (await on.hears(who)).filter(({ name }) => name === 'iq');
  return { iq, id: iq?.attrs['id'] ?? '', from: iq?.attrs['from'] ?? '', more };
}

function answers(on: World, { id, from }: { readonly id: string; readonly from: string }, payload: string, who = bob) {
  on.send(who, `<iq to='${from}' type='result' id='${id}'>${payload}</iq>`);
}

test('a query to a nickname reaches the client behind it, and the answer comes back; neither learns who the other is', async (t) => {
  const on = await talk();
  on.send(alice, ask('Bob', version));
  const query = await asked(on);
  t.is(query.iq?.attrs['from'], `${room}/Alice`);
  t.not(query.id, 'q');
  t.false(serialize(query.iq ?? t.fail()).includes('alice@'));
  t.not(child(query.iq ?? t.fail(), 'query', 'jabber:iq:version'), undefined);
  answers(on, query, "<query xmlns='jabber:iq:version'><name>Client</name></query>");
  const [answer, ...more] = await on.hears(alice);
  t.deepEqual(more, []);
  t.deepEqual({ ...answer?.attrs }, { type: 'result', id: 'q', from: `${room}/Bob`, to: alice });
  t.true(serialize(answer ?? t.fail()).includes('<name>Client</name>'));
});

test('an error comes back as it is, but for words in which an address may stand, and is not the room’s', async (t) => {
  const on = await talk();
  on.send(alice, ask('Bob', version));
  const { id, from } = await asked(on);
  on.send(
    bob,
    `<iq to='${from}' type='error' id='${id}'><error type='cancel' by='localhost'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/><text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>bob@localhost does not want to</text></error></iq>`,
  );
  const [answer] = await on.hears(alice);
  t.deepEqual(errorOf(answer ?? t.fail()), { condition: 'service-unavailable', type: 'cancel', text: '' });
  t.is(child(answer ?? t.fail(), 'error')?.attrs['by'], undefined);
  t.is(answer?.attrs['from'], `${room}/Bob`);
});

test('an answer counts once, and only from whoever was asked', async (t) => {
  const on = await talk();
  on.send(alice, ask('Bob', version));
  const query = await asked(on);
  answers(on, query, '', owner);
  answers(on, query, '', 'bob@localhost/other');
  t.deepEqual(await on.hears(alice), []);
  answers(on, query, '');
  answers(on, query, '');
  t.is((await on.hears(alice)).length, 1);
});

test('a picture is asked for where the server keeps it; the session that is shown gets everything else', async (t) => {
  const on = await talk();
  await enter(on, aliceDesk, 'Alice');
  on.send(bob, ask('Alice', "<vCard xmlns='vcard-temp'/>"));
  const query = await asked(on, 'alice@localhost');
  t.is(query.iq?.attrs['from'], `${room}/Bob`);
  answers(on, query, "<vCard xmlns='vcard-temp'><PHOTO/></vCard>", 'alice@localhost');
  t.true(serialize((await on.hears(bob)).at(-1) ?? t.fail()).includes('<PHOTO/>'));
  on.send(aliceDesk, `<presence to='${room}/Alice'><show>away</show></presence>`);
  on.send(bob, ask('Alice', disco));
  t.not((await asked(on, aliceDesk)).iq, undefined);
  t.is((await asked(on, alice)).iq, undefined);
});

test('a ping of somebody else asks their client; one’s own nickname is answered by the room (XEP-0410)', async (t) => {
  const on = await talk();
  const ping = "<ping xmlns='urn:xmpp:ping'/>";
  on.send(alice, ask('Bob', ping));
  const query = await asked(on);
  t.deepEqual(await on.hears(alice), []);
  answers(on, query, '');
  t.is((await on.hears(alice))[0]?.attrs['type'], 'result');
  on.send(alice, ask('Alice', ping));
  t.is((await on.hears(alice))[0]?.attrs['type'], 'result');
});

test('who is not in the room asks nobody in it; disco from outside is a bad request (§6.6)', async (t) => {
  const on = await talk();
  for (const [payload, condition, type] of [
    [disco, 'bad-request', 'modify'],
    ["<query xmlns='http://jabber.org/protocol/disco#items'/>", 'bad-request', 'modify'],
    [version, 'not-acceptable', 'cancel'],
  ] as const) {
    on.send('carol@localhost/x', ask('Bob', payload));
    const error = errorOf((await on.hears('carol@localhost/x'))[0] ?? t.fail());
    t.deepEqual([error?.condition, error?.type], [condition, type]);
  }
  on.send(alice, ask('Nobody', disco));
  t.is(errorOf((await on.hears(alice))[0] ?? t.fail())?.condition, 'item-not-found');
  t.deepEqual(await on.hears(bob), []);
});

test('where the owner does not want it, nobody is asked', async (t) => {
  const on = await talk({ allow_query_users: '0' });
  on.send(alice, ask('Bob', version));
  t.is(errorOf((await on.hears(alice))[0] ?? t.fail())?.condition, 'not-allowed');
  on.send(alice, ask('Bob', "<ping xmlns='urn:xmpp:ping'/>"));
  t.is((await on.hears(alice))[0]?.attrs['type'], 'result');
  t.deepEqual(await on.hears(bob), []);
});

test('silence is answered after a minute, once', async (t) => {
  const on = await talk();
  on.send(alice, ask('Bob', version));
  const query = await asked(on);
  await on.pass(59_000);
  t.deepEqual(await on.hears(alice), []);
  await on.pass(2_000);
  const [answer] = await on.hears(alice);
  t.deepEqual(
    [answer?.attrs['id'], errorOf(answer ?? t.fail())?.condition, errorOf(answer ?? t.fail())?.type],
    ['q', 'remote-server-timeout', 'wait'],
  );
  answers(on, query, '');
  t.deepEqual(await on.hears(alice), []);
});

test('who has left meanwhile gets an error instead of the answer', async (t) => {
  const on = await talk();
  on.send(alice, ask('Bob', version));
  const query = await asked(on);
  on.send(alice, leave('Alice'));
  await on.hears(alice);
  answers(on, query, "<query xmlns='jabber:iq:version'><name>Client</name></query>");
  const [answer, ...more] = await on.hears(alice);
  t.deepEqual([errorOf(answer ?? t.fail())?.condition, more.length], ['not-acceptable', 0]);
});

test('when the service stops, whoever waits for an answer gets one', async (t) => {
  const on = await talk();
  on.send(alice, ask('Bob', version));
  await asked(on);
  await on.stop();
  t.is(errorOf((await on.hears(alice))[0] ?? t.fail())?.condition, 'remote-server-timeout');
});

test('queries that wait are bounded for each session, and answered queries wait no longer', async (t) => {
  const on = await talk();
  for (let number = 0; number <= 500; number += 1) on.send(alice, ask('Bob', version, `q${number}`));
  const [refused, ...more] = await on.hears(alice);
  t.deepEqual([errorOf(refused ?? t.fail())?.condition, more.length], ['resource-constraint', 0]);
  const [first, ...others] = (await on.hears(bob)).filter(({ name }) => name === 'iq');
  t.is(others.length, 499);
  answers(on, { id: first?.attrs['id'] ?? '', from: first?.attrs['from'] ?? '' }, '');
  on.send(alice, ask('Bob', version, 'again'));
  t.deepEqual(
    (await on.hears(alice)).map(({ attrs }) => attrs['id']),
    ['q0'],
  );
  t.is((await on.hears(bob)).length, 1);
  // Somebody else is not kept waiting by it.
  on.send(owner, ask('Bob', version));
  t.is((await on.hears(bob)).length, 1);
});

test('a thousand queries without an answer do not keep the service from reading', async (t) => {
  const on = (await new World({ store: memoryStore() }).start()).connect();
  await openRoom(on, {});
  const crowd = Array.from({ length: 6 }, (_, number) => `p${number}@${domain.replace('rooms.', '')}/x`);
  for (const [number, who] of crowd.entries()) await enter(on, who, `P${number}`);
  for (const who of crowd) {
    for (let number = 0; number < 400; number += 1) on.send(who, ask('P0', version, `${who}-${number}`));
  }
  await on.settle();
  on.send(owner, configure({ 'muc#roomconfig_roomname': 'still here' }));
  t.true((await on.hears(owner)).some(({ attrs }) => attrs['id'] === 'configure' && attrs['type'] === 'result'));
});
