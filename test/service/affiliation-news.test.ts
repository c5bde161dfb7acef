/** Changes of a room's lists, told from version to version (XEP-0463), on a store in memory. */
import test from 'ava';
import { alice, aliceDesk, bob, configure, enter, owner, room, world } from './conversation.ts';
import { ask, change, group, isList, itemsOf, known, own, versionsOf } from './versioned-lists.ts';

test('a change leads from version to version: in presence for who is there, in a message for who is not (§5.2.2)', async (t) => {
  const on = await group();
  let version: string | undefined = await known(on);
  await enter(on, owner, 'Olga');
  await change(on, [
    ['peter@localhost', 'member'],
    ['alice@localhost', 'admin'],
    ['peter@localhost', 'none'],
  ]);
  const told = (await on.hears(alice)).filter((stanza) => versionsOf(stanza) !== undefined);
  t.deepEqual(
    told.map((stanza) => [stanza.name, ...itemsOf(stanza)]),
    [
      ['message', 'peter@localhost member'],
      ['presence', `${alice} admin`],
      ['message', 'peter@localhost none'],
    ],
  );
  for (const stanza of told) {
    t.is(versionsOf(stanza)?.since, version);
    version = versionsOf(stanza)?.until;
  }
  on.send(aliceDesk, ask('Alice', version));
  t.deepEqual((await on.hears(aliceDesk)).filter(isList), [], 'what was told is what is');
});

test('in a room that hides who is who, only owners and admins hear of people who are away', async (t) => {
  const on = await group({});
  await enter(on, alice, 'Alice');
  await on.hears(owner);
  await change(on, [['peter@localhost', 'member']]);
  t.deepEqual(itemsOf((await on.hears(owner)).find(isList)), ['peter@localhost member']);
  t.deepEqual(
    (await on.hears(alice)).filter(({ name }) => name === 'message'),
    [],
  );
});

test('members do not get the list of the banned; the version moves on for them as well', async (t) => {
  const on = await group();
  const first = await known(on);
  await change(on, [['eve@localhost', 'outcast']]);
  for (const who of [owner, alice]) t.is(versionsOf((await on.hears(who)).find(isList))?.since, first);
  on.send(aliceDesk, ask('Alice'));
  t.deepEqual(itemsOf((await on.hears(aliceDesk)).find(isList)), ['olga@localhost owner', 'alice@localhost member']);
  on.send(aliceDesk, ask('Alice', first));
  t.deepEqual(itemsOf((await on.hears(aliceDesk)).find(isList)), ['eve@localhost none']);
});

test('an invitation that makes a member is a change as well', async (t) => {
  const on = await group();
  const first = await known(on);
  await on.hears(owner);
  on.send(
    owner,
    `<message to='${room}'><x xmlns='http://jabber.org/protocol/muc#user'><invite to='rosa@localhost'/></x></message>`,
  );
  const told = (await on.hears(alice)).find(isList);
  t.deepEqual(itemsOf(told), ['rosa@localhost member']);
  t.is(versionsOf(told)?.since, first);
});

test('a banned member is shown leaving with the change (§5.2.2)', async (t) => {
  const on = await group();
  const first = await known(on);
  await change(on, [['alice@localhost', 'outcast']]);
  const farewell = (await on.hears(owner)).find(({ attrs }) => attrs['type'] === 'unavailable');
  t.is(versionsOf(farewell)?.since, first);
});

test('who makes a room and asks for its lists gets them', async (t) => {
  const on = await world();
  on.send(owner, ask('Olga'));
  const heard = await on.hears(owner);
  const version = versionsOf(own(heard))?.until;
  t.deepEqual(itemsOf(heard.find(isList)), ['olga@localhost owner']);
  on.send(owner, configure({}));
  await on.hears(owner);
  await change(on, [['rosa@localhost', 'member']]);
  t.is(versionsOf((await on.hears(owner)).find(isList))?.since, version);
});

test('of many changes at once each begins where the one before it ends, also where people have to leave', async (t) => {
  const on = await group();
  await known(on);
  on.send(owner, ask('Olga'));
  let version = versionsOf(own(await on.hears(owner)))?.until;
  await change(on, [
    ['rosa@localhost', 'member'],
    ['alice@localhost', 'none'],
    ['peter@localhost', 'outcast'],
    ['localhost', 'member'],
  ]);
  const told = (await on.hears(owner)).filter((stanza) => versionsOf(stanza) !== undefined);
  t.deepEqual(told.flatMap(itemsOf), [
    'rosa@localhost member',
    'alice@localhost none',
    'peter@localhost outcast',
    'localhost member',
  ]);
  for (const stanza of told) {
    t.is(versionsOf(stanza)?.since, version);
    version = versionsOf(stanza)?.until;
  }
  on.send(owner, ask('Olga', version));
  t.deepEqual((await on.hears(owner)).filter(isList), []);
});

test('in a large room, where others do not see it in presence, owners hear of a change in a message', async (t) => {
  const on = await group({ 'muc#roomconfig_whois': 'anyone', 'longroom#roomconfig_largeroom': '1' });
  on.send(owner, ask('Olga'));
  const version = versionsOf(own(await on.hears(owner)))?.until;
  // The one who makes it large is the last to be shown to everybody.
  await enter(on, alice, 'Alice');
  await enter(on, bob, 'Bob');
  await change(on, [['bob@localhost', 'member']]);
  const told = (await on.hears(owner)).filter((stanza) => versionsOf(stanza) !== undefined);
  t.deepEqual(told.flatMap(itemsOf), ['bob@localhost member']);
  t.is(versionsOf(told[0])?.since, version);
  const self = (await on.hears(bob)).filter((stanza) => versionsOf(stanza)?.since === version);
  t.deepEqual(
    self.map(({ name }) => name),
    ['presence'],
  );
});
