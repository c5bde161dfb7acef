/** Entering (XEP-0045 §7.2), seen from outside: what is sent in, what everybody hears. */
import test from 'ava';
import { child, serialize } from '../../src/wire/xml.ts';
import { errorOf, statuses } from '../world.ts';
import {
  alice,
  aliceDesk,
  bob,
  configure,
  enter,
  join,
  kinds,
  leave,
  openRoom,
  owner,
  room,
  say,
  world,
} from './conversation.ts';

test('whoever enters a room that is not there creates it, alone, with status 201 (§7.2.11, §10.1.1)', async (t) => {
  const on = await world();
  on.send(owner, join('Olga'));
  const heard = await on.hears(owner);
  t.deepEqual(kinds(heard), [`presence ${room}/Olga`, `message groupchat ${room}`]);
  t.deepEqual(statuses(heard[0] ?? t.fail()), [201, 110]);
  t.regex(serialize(heard[0] ?? t.fail()), /affiliation="owner" role="moderator"/);
});

test('a room that is not configured yet lets nobody else in (§7.2.10)', async (t) => {
  const on = await world();
  on.send(owner, join('Olga'));
  await on.settle();
  on.send(alice, join('Alice'));
  const [refused] = await on.hears(alice);
  t.deepEqual(errorOf(refused ?? t.fail())?.condition, 'item-not-found');
  t.is(refused?.attrs['id'], 'join');
  on.send(owner, configure({}));
  await on.settle();
  on.send(alice, join('Alice'));
  t.is(statuses((await on.hears(alice))[1] ?? t.fail())[0], 110);
});

test('a newcomer hears the others first, then itself, then history, then the subject (§7.2.2, §7.2.15)', async (t) => {
  const on = await world();
  await openRoom(on);
  await enter(on, bob, 'Bob');
  on.send(owner, say('welcome'));
  on.send(owner, `<message to='${room}' type='groupchat'><subject>Plans</subject></message>`);
  await on.settle();
  on.send(alice, join('Alice', ''));
  t.deepEqual(kinds(await on.hears(alice)), [
    `presence ${room}/Olga`,
    `presence ${room}/Bob`,
    `presence ${room}/Alice`,
    `message groupchat ${room}/Olga`,
    `message groupchat ${room}/Olga`,
  ]);
});

test('the real address of a newcomer is for moderators, and for itself, in a semi-anonymous room (§7.2.4)', async (t) => {
  const on = await world();
  await openRoom(on);
  await enter(on, bob, 'Bob');
  await on.hears(owner);
  on.send(alice, join('Alice'));
  t.true(serialize((await on.hears(owner))[0] ?? t.fail()).includes(alice));
  t.false(serialize((await on.hears(bob))[0] ?? t.fail()).includes('alice@'));
  t.true(serialize((await on.hears(alice))[2] ?? t.fail()).includes(alice));
});

test('in a non-anonymous room everybody sees real addresses, and newcomers are warned with 100 (§7.2.3)', async (t) => {
  const on = await world();
  await openRoom(on, { 'muc#roomconfig_whois': 'anyone' });
  await enter(on, bob, 'Bob');
  on.send(alice, join('Alice'));
  const heard = await on.hears(alice);
  t.true(serialize(heard[1] ?? t.fail()).includes(bob));
  t.deepEqual(statuses(heard[2] ?? t.fail()), [100, 110]);
});

test('a nickname belongs to whoever has it, however it is written (§7.2.8)', async (t) => {
  const on = await world();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  on.send(bob, join('aLICE'));
  const [refused] = await on.hears(bob);
  t.deepEqual([errorOf(refused ?? t.fail())?.condition, errorOf(refused ?? t.fail())?.type], ['conflict', 'cancel']);
});

test('one person may be in the room with several sessions under one nickname (§7.2.8)', async (t) => {
  const on = await world();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  await enter(on, aliceDesk, 'Alice');
  on.send(owner, say('to both'));
  t.true((await on.hears(alice)).some((stanza) => stanza.attrs['id'] === 'to both'));
  t.true((await on.hears(aliceDesk)).some((stanza) => stanza.attrs['id'] === 'to both'));
  on.send(aliceDesk, leave('Alice'));
  const heard = await on.hears(owner);
  t.false(
    heard.some((stanza) => stanza.attrs['type'] === 'unavailable'),
    'the nickname is still there',
  );
});

test('a client that enters again after losing step gets all of it again (§7.2.2)', async (t) => {
  const on = await world();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  on.send(alice, join('Alice'));
  t.deepEqual(kinds(await on.hears(alice)), [
    `presence ${room}/Olga`,
    `presence ${room}/Alice`,
    `message groupchat ${room}`,
  ]);
});

test('presence without the marker of XEP-0045 from somebody who is not in says that they are not (§7.2.18)', async (t) => {
  const on = await world();
  await openRoom(on);
  on.send(alice, `<presence to='${room}/Alice'/>`);
  const [kicked] = await on.hears(alice);
  t.is(kicked?.attrs['type'], 'unavailable');
  t.deepEqual(statuses(kicked ?? t.fail()), [110, 307, 333]);
});

for (const [nick, condition] of [
  ['', 'jid-malformed'],
  [' ', 'jid-malformed'],
  ['a\u200e', 'jid-malformed'],
] as const) {
  test(`the nickname ${JSON.stringify(nick)} is refused with ${condition}`, async (t) => {
    const on = await world();
    await openRoom(on);
    on.send(alice, join(nick));
    t.is(errorOf((await on.hears(alice))[0] ?? t.fail())?.condition, condition);
  });
}

test('without a nickname one does not get in (§7.2.1)', async (t) => {
  const on = await world();
  await openRoom(on);
  on.send(alice, `<presence to='${room}'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
  t.deepEqual(errorOf((await on.hears(alice))[0] ?? t.fail())?.condition, 'jid-malformed');
});

test('a password is asked for at the door, and only the right one opens it (§7.2.5)', async (t) => {
  const on = await world();
  await openRoom(on, { 'muc#roomconfig_passwordprotectedroom': '1', 'muc#roomconfig_roomsecret': 'cauldron' });
  for (const inside of ['', '<password/>', '<password>cauldro</password>', '<password>cauldronn</password>']) {
    on.send(alice, join('Alice', inside));
    t.deepEqual(errorOf((await on.hears(alice))[0] ?? t.fail())?.condition, 'not-authorized');
  }
  on.send(alice, join('Alice', "<password>cauldron</password><history maxstanzas='0'/>"));
  t.is((await on.hears(alice)).length, 3);
});

test('a room for members only refuses others with registration-required (§7.2.6)', async (t) => {
  const on = await world();
  await openRoom(on, { 'muc#roomconfig_membersonly': '1' });
  on.send(alice, join('Alice'));
  t.is(errorOf((await on.hears(alice))[0] ?? t.fail())?.condition, 'registration-required');
});

test('a full room refuses one more, but finds a place for its owner (§7.2.9)', async (t) => {
  const on = await world();
  await openRoom(on, { 'muc#roomconfig_maxusers': '1' });
  on.send(alice, join('Alice'));
  t.is(errorOf((await on.hears(alice))[0] ?? t.fail())?.condition, 'service-unavailable');
  on.send(owner, leave('Olga'));
  on.send(alice, join('Alice'));
  await on.hears(alice);
  on.send(owner, join('Olga'));
  t.true((await on.hears(owner)).some((stanza) => statuses(stanza).includes(110)));
});

test('users of other servers are told once and clearly that the service is not theirs', async (t) => {
  const on = await world();
  await openRoom(on);
  on.send('mallory@elsewhere.example/x', join('Mallory'));
  const error = errorOf((await on.hears('mallory@elsewhere.example/x'))[0] ?? t.fail());
  t.deepEqual([error?.condition, error?.type], ['forbidden', 'auth']);
  t.regex(error?.text ?? '', /not open to users of your server/);
});

test('history is limited by number, by characters, by seconds and by a date, the least of them counting (§7.2.14)', async (t) => {
  const on = await world();
  await openRoom(on);
  for (const text of ['one', 'two', 'three']) on.send(owner, say(text));
  await on.pass(60_000);
  for (const text of ['four', 'five']) on.send(owner, say(text));
  await on.settle();
  const heardWith = async (attributes: string): Promise<string[]> => {
    on.send(alice, join('Alice', `<history ${attributes}/>`));
    const heard = await on.hears(alice);
    on.send(alice, leave('Alice'));
    await on.hears(alice);
    return heard.flatMap((stanza) => child(stanza, 'body')?.getText() ?? []);
  };
  t.deepEqual(await heardWith(''), ['one', 'two', 'three', 'four', 'five']);
  t.deepEqual(await heardWith("maxstanzas='2'"), ['four', 'five']);
  t.deepEqual(await heardWith("maxchars='0'"), []);
  t.deepEqual(await heardWith("maxchars='400'"), ['five']);
  t.deepEqual(await heardWith("seconds='30'"), ['four', 'five']);
  t.deepEqual(await heardWith(`since='${new Date(on.clock.now() - 30_000).toISOString()}'`), ['four', 'five']);
  t.deepEqual(await heardWith("seconds='30' maxstanzas='1'"), ['five']);
});

test('what is said once somebody has entered comes to them after the subject, and not as history too (§7.2.16)', async (t) => {
  const on = await world();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  on.send(alice, leave('Alice'));
  await on.hears(alice);
  on.send(owner, say('before'));
  on.send(alice, join('Alice', ''));
  on.send(owner, say('live'));
  const heard = (await on.hears(alice)).filter(({ name }) => name === 'message');
  const told = heard.map((stanza) => [
    child(stanza, 'body')?.getText() ?? 'the subject',
    child(stanza, 'delay', 'urn:xmpp:delay') === undefined ? 'now' : 'then',
  ]);
  t.deepEqual(told, [
    ['before', 'then'],
    ['the subject', 'now'],
    ['live', 'now'],
  ]);
});

const affiliations = `<iq to='${room}' type='set' id='list'><query xmlns='http://jabber.org/protocol/muc#admin'>`;

test('each reason not to be let in has its condition, and its error comes from the nickname (§7.2.7, §7.2.17)', async (t) => {
  const reasons = [
    ['auth not-authorized', { 'muc#roomconfig_roomsecret': 'cauldron' }, ''],
    ['auth forbidden', {}, "<item jid='alice@localhost' affiliation='outcast'/>"],
    ['auth registration-required', { 'muc#roomconfig_membersonly': '1' }, ''],
    ['cancel conflict', {}, "<item jid='bob@localhost' affiliation='member' nick='Alice'/>"],
    ['wait service-unavailable', { 'muc#roomconfig_maxusers': '1' }, ''],
  ] as const;
  for (const [reason, fields, items] of reasons) {
    const on = await world();
    await openRoom(on, fields);
    if (items !== '') on.send(owner, `${affiliations}${items}</query></iq>`);
    await on.hears(owner);
    on.send(alice, join('Alice'));
    const heard = await on.hears(alice);
    const error = errorOf(heard[0] ?? t.fail());
    t.is(`${error?.type} ${error?.condition}`, reason);
    t.deepEqual(kinds(heard), [`presence error ${room}/Alice`], 'and nothing else is told');
    t.deepEqual(await on.hears(owner), [], reason);
  }
});
