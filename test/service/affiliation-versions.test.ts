/** The lists of a room by their versions, when somebody enters (XEP-0463), on a store in memory. */
import test from 'ava';
import { child } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { errorOf, World } from '../world.ts';
import { alice, aliceDesk, bob, enter, join, leave, openRoom, owner, room, say } from './conversation.ts';
import { register } from './registering.ts';
import { ask, change, group, isList, itemsOf, known, own, privateGroup, versionsOf } from './versioned-lists.ts';

test('who asks for the lists gets them before all presence, and the version with its own (§5.2.1, examples 1, 3 and 6)', async (t) => {
  const on = await group();
  on.send(alice, ask('Alice'));
  const heard = await on.hears(alice);
  const [list] = heard;
  t.deepEqual([list?.name, list?.attrs['from'], list?.attrs['type']], ['message', room, undefined]);
  t.deepEqual(itemsOf(list), ['olga@localhost owner', 'alice@localhost member']);
  const { since, until } = versionsOf(list) ?? t.fail();
  t.is(since, undefined);
  t.is(versionsOf(own(heard))?.until, until);
  t.is(heard.filter(isList).length, 1);
  t.is((await on.hears(owner)).filter((stanza) => versionsOf(stanza) !== undefined).length, 0, 'others see none of it');
});

test('who knows the version that is gets no list, and who knows an earlier one what is new (§5.2.1, example 4)', async (t) => {
  const on = await group();
  const first = await known(on);
  on.send(alice, leave('Alice'));
  await on.hears(alice);
  on.send(alice, ask('Alice', first));
  const same = await on.hears(alice);
  t.deepEqual(same.filter(isList), []);
  t.is(versionsOf(own(same))?.until, first);
  on.send(alice, leave('Alice'));
  await on.hears(alice);
  await change(on, [
    ['rosa@localhost', 'member'],
    ['vladimir@localhost', 'member'],
  ]);
  await change(on, [
    ['vladimir@localhost', 'none'],
    ['rosa@localhost', 'owner'],
  ]);
  on.send(alice, ask('Alice', first));
  const heard = await on.hears(alice);
  const [list, ...more] = heard.filter(isList);
  t.is(more.length, 0);
  t.deepEqual(itemsOf(list).toSorted(), ['rosa@localhost owner', 'vladimir@localhost none']);
  t.is(versionsOf(list)?.since, first);
  t.is(versionsOf(list)?.until, versionsOf(own(heard))?.until);
});

test('a client that has lost step and enters again gets what is new', async (t) => {
  const on = await group();
  const first = await known(on);
  await change(on, [['rosa@localhost', 'member']]);
  await on.hears(alice);
  on.send(alice, ask('Alice', first));
  t.deepEqual(itemsOf((await on.hears(alice)).find(isList)), ['rosa@localhost member']);
});

for (const [what, version] of [
  ['a version of another room', 'zzzzzz-1'],
  ['a version that never was', '-'],
  ['a very long one', 'x'.repeat(5_000)],
  ['something else', '9pacabr2q1'],
] as const) {
  test(`${what} is answered with all of the lists, without since (§5.2.1)`, async (t) => {
    const on = await group();
    on.send(alice, ask('Alice', version));
    const list = (await on.hears(alice)).find(isList);
    t.is(versionsOf(list)?.since, undefined);
    t.is(itemsOf(list).length, 2);
  });
}

test('a room made anew at the same address knows none of the versions of the one before', async (t) => {
  const on = await group();
  const before = await known(on);
  on.send(
    owner,
    `<iq to='${room}' type='set' id='x'><query xmlns='http://jabber.org/protocol/muc#owner'><destroy/></query></iq>`,
  );
  await on.pass(10);
  await openRoom(on, privateGroup);
  await change(on, [
    ['rosa@localhost', 'member'],
    ['alice@localhost', 'member'],
  ]);
  await on.hears(alice);
  on.send(alice, ask('Alice', before));
  t.is(itemsOf((await on.hears(alice)).find(isList)).length, 3);
});

test('who may not ask for the lists is told so in a message, and enters (§5.2.3, example 8)', async (t) => {
  const on = await group({});
  on.send(bob, ask('Bob'));
  const heard = await on.hears(bob);
  const [refused = t.fail()] = heard;
  t.deepEqual(
    [refused.name, refused.attrs['id'], refused.attrs['from'], child(refused, 'error')?.attrs['by']],
    ['message', 'join', room, room],
  );
  t.is(errorOf(refused)?.condition, 'forbidden');
  t.is(errorOf(refused)?.type, 'auth');
  t.truthy(own(heard));
  t.is(versionsOf(own(heard)), undefined);
});

test('whoever was not a member at the version they name gets the lists as they are, not what happened (§6)', async (t) => {
  const on = await group();
  const first = await known(on);
  await change(on, [
    ['rosa@localhost', 'member'],
    ['rosa@localhost', 'none'],
    ['bob@localhost', 'member'],
  ]);
  on.send(bob, ask('Bob', first));
  const list = (await on.hears(bob)).find(isList);
  t.is(versionsOf(list)?.since, undefined);
  t.false(itemsOf(list).some((item) => item.startsWith('rosa')));
});

test('the same for whoever became a member by their domain', async (t) => {
  const on = await group();
  const first = await known(on);
  await change(on, [
    ['rosa@localhost', 'member'],
    ['rosa@localhost', 'none'],
    ['localhost', 'member'],
  ]);
  on.send(bob, ask('Bob', first));
  const list = (await on.hears(bob)).find(isList);
  t.is(versionsOf(list)?.since, undefined);
  t.false(itemsOf(list).some((item) => item.startsWith('rosa')));
});

test('long lists come in several messages, each of which begins where the last one ends (§5.2.1)', async (t) => {
  const on = await group();
  const names = Array.from({ length: 900 }, (_, i) => `member-with-a-rather-long-name-${i}@localhost`);
  await change(
    on,
    names.map((name) => [name, 'member'] as const),
  );
  on.send(alice, ask('Alice'));
  const heard = await on.hears(alice);
  const lists = heard.filter(isList);
  t.true(lists.length > 1);
  t.is(lists.flatMap(itemsOf).length, 902);
  let last: string | undefined;
  for (const list of lists) {
    t.is(versionsOf(list)?.since, last);
    last = versionsOf(list)?.until;
  }
  t.is(versionsOf(own(heard))?.until, last);
  on.send(aliceDesk, ask('Alice', versionsOf(lists[0])?.until));
  t.is((await on.hears(aliceDesk)).filter(isList).flatMap(itemsOf).length, 902, 'half a list is none');
});

for (const [how, messages] of [
  ['from its events', 0],
  ['from a snapshot', 450],
] as const) {
  test(`versions outlive the process, when the room is read ${how}`, async (t) => {
    const store = memoryStore();
    const on = (await new World({ store, admins: [] }).start()).connect();
    await openRoom(on, privateGroup);
    await change(on, [['alice@localhost', 'member']]);
    const first = await known(on);
    on.send(alice, leave('Alice'));
    await change(on, [['rosa@localhost', 'member']]);
    for (let i = 0; i < messages; i++) on.send(owner, say(`${i}`));
    await on.settle();
    const next = (await new World({ store: store.reopen(), admins: [] }).start()).connect();
    next.send(alice, ask('Alice', first));
    const list = (await next.hears(alice)).find(isList);
    t.deepEqual(itemsOf(list), ['rosa@localhost member']);
    t.is(versionsOf(list)?.since, first);
  });
}

test('whoever asks for nothing gets nothing of it, and the room says that it can (§4)', async (t) => {
  const on = await group();
  on.send(alice, join('Alice'));
  t.false((await on.hears(alice)).some((stanza) => versionsOf(stanza) !== undefined));
  on.send(alice, `<iq to='${room}' type='get' id='d'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`);
  t.regex(String((await on.hears(alice)).find(({ name }) => name === 'iq')), /urn:xmpp:muc:affiliations:1/);
});

test('that somebody whose presence is not shown registers is told to those who follow the lists (§5.2.2)', async (t) => {
  const on = await group({
    'muc#roomconfig_whois': 'anyone',
    'muc#roomconfig_presencebroadcast': 'moderator',
    'longroom#roomconfig_registration': 'open',
  });
  const before = await known(on);
  await enter(on, bob, 'Bob');
  await on.hears(alice);
  on.send(bob, register('Bob'));
  const list = (await on.hears(alice)).find(isList);
  t.is(versionsOf(list)?.since, before);
  t.deepEqual(itemsOf(list), ['bob@localhost member']);
});
