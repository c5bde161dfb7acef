/** Changing lists: XEP-0045 §8 and §9, beyond the tables of §5 and the printed examples. */
import test from 'ava';
import { type Element, serialize } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { errorOf, statuses, World } from '../world.ts';
import {
  alice,
  aliceDesk,
  bob,
  configure,
  enter,
  join,
  openRoom,
  owner,
  room,
  say,
  talk,
  world,
} from './conversation.ts';
import { affiliationIn, affiliationOf, asOwner, list, refusal, roleIn, roleOf, set } from './privilege-scenes.ts';

const carol = 'carol@localhost';
const text = (stanzas: readonly Element[]): string => stanzas.map((stanza) => serialize(stanza)).join('\n');

test('an affiliation may be given to whoever has a nickname, and nothing is reserved by that', async (t) => {
  const on = await talk();
  t.is(await refusal(on, owner, set("<item nick='Alice' affiliation='member'/>")), undefined);
  const members = await asOwner(on, list("affiliation='member'"));
  t.true(members.includes('jid="alice@localhost"'), members);
  on.send(alice, `<presence to='${room}/Ally'/>`);
  await on.settle();
  on.send(bob, `<presence to='${room}/Alice'/>`);
  t.true((await on.hears(owner)).some(({ attrs }) => attrs['from'] === `${room}/Alice` && attrs['type'] === undefined));
  t.is(await refusal(on, owner, set("<item nick='Nobody' affiliation='member'/>")), 'item-not-found');
  t.is(await refusal(on, bob, set("<item nick='Nobody' affiliation='member'/>")), 'forbidden');
});

test('an item with both an affiliation and a role is refused, and so is one with neither (§17.4)', async (t) => {
  const on = await talk();
  t.is(await refusal(on, owner, set("<item nick='Alice' affiliation='member' role='visitor'/>")), 'bad-request');
  t.is(await refusal(on, owner, set("<item nick='Alice'/>")), 'bad-request');
});

test('of many items all hold or none, whatever their order', async (t) => {
  const on = await talk();
  const handOver = "<item jid='olga@localhost' affiliation='member'/><item jid='alice@localhost' affiliation='owner'/>";
  t.is(
    await refusal(on, owner, set(`${handOver}<item nick='Bob' role='moderator'/><item nick='Nobody' role='none'/>`)),
    'item-not-found',
  );
  t.is(await affiliationIn(on, alice), 'none');
  t.deepEqual((await on.hears(bob)).length, 0);
  t.is(await refusal(on, owner, set(handOver)), undefined, 'who hands over has the right to all of it');
  t.is(await refusal(on, owner, list("affiliation='owner'")), 'forbidden');
});

test('several changes of one occupant in one request come out as the last of them', async (t) => {
  const on = await talk({ 'muc#roomconfig_moderatedroom': '1' });
  const both = "<item nick='Bob' role='participant'/><item jid='bob@localhost' affiliation='member'/>";
  t.is(await refusal(on, owner, set(`${both}<item jid='bob@localhost' affiliation='none'/>`)), undefined);
  t.is(await roleIn(on, 'Bob'), 'visitor');
  const last = (await on.hears(bob)).at(-1);
  t.regex(serialize(last ?? t.fail()), /affiliation="none" role="visitor"/);
});

test('who is kicked and made a member in one request leaves as a member', async (t) => {
  const on = await talk();
  t.is(
    await refusal(
      on,
      owner,
      set(
        "<item nick='Bob' role='none'/><item jid='bob@localhost' affiliation='member'/><item nick='Alice' role='none'/>",
      ),
    ),
    undefined,
  );
  const heard = await on.hears(bob);
  t.is(heard.filter(({ attrs }) => attrs['type'] === 'unavailable').length, 1, text(heard));
  t.regex(text(heard), /affiliation="member" role="none"/);
  t.is(await roleIn(on, 'Bob'), 'none');
});

test('what is as it was is not told again', async (t) => {
  const on = await talk();
  await asOwner(on, affiliationOf(bob, 'member'));
  await on.hears(alice);
  await asOwner(on, affiliationOf(bob, 'member'));
  await asOwner(on, roleOf('Bob', 'participant'));
  t.deepEqual(await on.hears(alice), []);
});

test('nobody bans itself, the last owner stays, and a kick of oneself is leaving (§8.2, §9.1)', async (t) => {
  const on = await talk();
  await asOwner(on, affiliationOf(alice, 'admin'));
  t.is(await refusal(on, owner, affiliationOf(owner, 'outcast')), 'conflict');
  t.is(await refusal(on, alice, affiliationOf(alice, 'outcast')), 'conflict');
  t.is(await refusal(on, bob, affiliationOf(bob, 'outcast')), 'forbidden');
  t.is(await refusal(on, owner, affiliationOf(owner, 'admin')), 'conflict');
  t.is(await refusal(on, alice, roleOf('Alice', 'none')), undefined);
  t.is(await roleIn(on, 'Alice'), 'none');
});

test('a ban of a full address is a ban of the person, and takes the reserved nickname (§9.1)', async (t) => {
  const on = await talk();
  await asOwner(on, set("<item jid='bob@localhost' nick='Bobby' affiliation='member'/>"));
  await asOwner(on, set("<item jid='bob@localhost/elsewhere' affiliation='outcast'/>"));
  t.true((await on.hears(bob)).some((stanza) => statuses(stanza).includes(301)));
  t.is(await affiliationIn(on, bob), 'outcast');
  await enter(on, alice, 'Alice');
  on.send(alice, `<presence to='${room}/Bobby'/>`);
  t.true((await on.hears(owner)).some(({ attrs }) => attrs['from'] === `${room}/Bobby`));
  await asOwner(on, affiliationOf(bob, 'none'));
  await enter(on, bob, 'Bob');
  t.is(await roleIn(on, 'Bob'), 'participant');
});

test('a ban of a domain removes all who come from it but those who are on a list themselves (§9.2)', async (t) => {
  const on = (await new World({ store: memoryStore(), users: ['localhost', 'else.where'] }).start()).connect();
  await openRoom(on);
  for (const name of ['ann', 'ben', 'cid']) await enter(on, `${name}@else.where/x`, name);
  await asOwner(on, set("<item jid='cid@else.where' affiliation='member'/>"));
  await on.hears('ann@else.where/x');
  await asOwner(on, set("<item jid='else.where' affiliation='outcast'><reason>spam</reason></item>"));
  t.deepEqual(statuses((await on.hears('ann@else.where/x'))[0] ?? t.fail()), [301, 110]);
  t.deepEqual(
    [await roleIn(on, 'ann'), await roleIn(on, 'ben'), await roleIn(on, 'cid')],
    ['none', 'none', 'participant'],
  );
  on.send('new@else.where/x', join('new'));
  t.is(errorOf((await on.hears('new@else.where/x'))[0] ?? t.fail())?.condition, 'forbidden');
  t.regex(await asOwner(on, list("affiliation='outcast'")), /jid="else.where"><reason>spam/);
});

test('a nickname is reserved with a membership, freed by an empty one, and never taken from another (§9.5)', async (t) => {
  const on = await talk();
  await asOwner(on, set("<item jid='carol@localhost' nick='Caro' affiliation='member'/>"));
  t.is(await refusal(on, owner, set("<item jid='bob@localhost' nick='Caro' affiliation='member'/>")), 'conflict');
  on.send(bob, `<presence to='${room}/Caro'/>`);
  t.is(errorOf((await on.hears(bob)).at(-1) ?? t.fail())?.condition, 'conflict');
  await asOwner(on, set("<item jid='carol@localhost' nick='' affiliation='member'/>"));
  on.send(bob, `<presence to='${room}/Caro'/>`);
  t.is(errorOf((await on.hears(bob)).at(-1) ?? t.fail()), undefined);
});

test('a member who moderates cannot take the voice of another member (§8.4)', async (t) => {
  const on = await talk({ 'muc#roomconfig_moderatedroom': '1' });
  for (const who of [alice, bob]) await asOwner(on, affiliationOf(who, 'member'));
  await asOwner(on, roleOf('Alice', 'moderator'));
  t.is(await refusal(on, alice, roleOf('Bob', 'visitor')), 'not-allowed');
  t.is(await refusal(on, alice, roleOf('Bob', 'none')), undefined);
});

test('a moderator stays one when made a member', async (t) => {
  const on = await talk();
  await asOwner(on, roleOf('Alice', 'moderator'));
  await asOwner(on, affiliationOf(alice, 'member'));
  t.is(await roleIn(on, 'Alice'), 'moderator');
});

test('a moderator may moderate from another session that is not in the room (§8)', async (t) => {
  const on = await talk();
  await asOwner(on, roleOf('Alice', 'moderator'));
  t.is(await refusal(on, aliceDesk, roleOf('Bob', 'none')), undefined);
  const told = (await on.hears(bob)).find(({ attrs }) => attrs['type'] === 'unavailable');
  t.regex(serialize(told ?? t.fail()), /<actor nick="Alice"\/>/);
  t.is(await refusal(on, `${carol}/x`, roleOf('Alice', 'none')), 'forbidden');
});

test('voice given or taken in a moderated room lasts from one stay to the next, and through a kill (§5.1)', async (t) => {
  const store = memoryStore();
  const on = (await new World({ store }).start()).connect();
  await openRoom(on, { 'muc#roomconfig_moderatedroom': '1' });
  await enter(on, alice, 'Alice');
  await enter(on, bob, 'Bob');
  await asOwner(on, affiliationOf(bob, 'member'));
  await asOwner(on, set("<item nick='Alice' role='participant'/><item nick='Bob' role='visitor'/>"));
  for (const [who, nick] of [
    [alice, 'Alice'],
    [bob, 'Bob'],
  ] as const) {
    on.send(who, `<presence to='${room}/${nick}' type='unavailable'/>`);
    await on.settle();
    await enter(on, who, nick);
  }
  t.deepEqual([await roleIn(on, 'Alice'), await roleIn(on, 'Bob')], ['participant', 'visitor']);
  const again = (await new World({ store: store.reopen() }).start()).connect();
  for (const [who, nick] of [
    [alice, 'Alice'],
    [bob, 'Bob'],
  ] as const) {
    again.send(who, `<presence to='${room}/${nick}' type='unavailable'/>`);
    await again.settle();
    await enter(again, who, nick);
  }
  t.deepEqual([await roleIn(again, 'Alice'), await roleIn(again, 'Bob')], ['participant', 'visitor']);
});

test('in a room for members only a new member is invited, also by the invitation of any member where the owner lets it (§9.5)', async (t) => {
  const on = await talk();
  await asOwner(on, affiliationOf(alice, 'member'));
  await asOwner(on, configure({ 'muc#roomconfig_membersonly': '1' }));
  await on.hears(carol);
  await asOwner(on, affiliationOf(carol, 'member'));
  t.regex(text(await on.hears(carol)), /<invite from="den@rooms.localhost\/Olga"\/>/);
  const invite = `<message to='${room}'><x xmlns='http://jabber.org/protocol/muc#user'><invite to='dora@localhost'/></x></message>`;
  await on.hears(alice);
  on.send(alice, invite);
  t.is(errorOf((await on.hears(alice)).at(-1) ?? t.fail())?.condition, 'forbidden');
  await asOwner(on, configure({ 'muc#roomconfig_allowinvites': '1' }));
  on.send(alice, invite);
  t.regex(text(await on.hears('dora@localhost')), /<invite /);
  t.is(await affiliationIn(on, 'dora@localhost/x'), 'member');
});

test('who is away is told with 101 what it is now, and those who see addresses are told too (§10.3, §17.1)', async (t) => {
  const on = await talk();
  await asOwner(on, affiliationOf(alice, 'admin'));
  for (const who of [alice, bob]) await on.hears(who);
  on.send(owner, affiliationOf(carol, 'member'));
  const item = '<item affiliation="member" role="none" jid="carol@localhost"><actor nick="Olga"/></item>';
  const [told] = await on.hears(carol);
  t.is(told?.attrs['from'], room);
  t.deepEqual(statuses(told ?? t.fail()), [101]);
  t.true(text(await on.hears(alice)).includes(item));
  t.deepEqual(await on.hears(bob), [], 'addresses are hidden from participants');
  // A stranger who is banned never had to do with the room.
  await asOwner(on, affiliationOf('dora@localhost', 'outcast'));
  t.deepEqual(await on.hears('dora@localhost'), []);
});

test('that somebody who is away is banned, or is no more, is told to those alone who may see the ban list (§9.2)', async (t) => {
  const on = await talk();
  await asOwner(on, roleOf('Alice', 'moderator'));
  await asOwner(on, affiliationOf(bob, 'admin'));
  for (const who of [alice, bob]) await on.hears(who);
  for (const affiliation of ['outcast', 'none'] as const) {
    await asOwner(on, affiliationOf('dora@localhost', affiliation));
    t.regex(text(await on.hears(bob)), /dora@localhost/, 'an admin');
    t.deepEqual(await on.hears(alice), [], 'a moderator for this stay');
  }
  await asOwner(on, configure({ 'muc#roomconfig_whois': 'anyone' }));
  await on.hears(alice);
  await asOwner(on, affiliationOf('dora@localhost', 'outcast'));
  t.notRegex(text(await on.hears(alice)), /outcast/);
});

test('a room writes to fifty people at most for one request', async (t) => {
  const on = await talk();
  const items = Array.from({ length: 60 }, (_, n) => `<item jid='p${n}@localhost' affiliation='member'/>`).join('');
  await asOwner(on, set(items));
  let told = 0;
  for (let n = 0; n < 60; n += 1) told += (await on.hears(`p${n}@localhost`)).length;
  t.is(told, 50);
  t.is((await asOwner(on, list("affiliation='member'"))).split('<item').length - 1, 60);
});

test('a subject with a body or a thread is a message, and empties nothing (§8.1)', async (t) => {
  const on = await talk();
  on.send(bob, `<message to='${room}' type='groupchat' id='s'><subject>Title</subject><body>Story</body></message>`);
  on.send(bob, `<message to='${room}' type='groupchat' id='s2'><subject>Title</subject><thread>t</thread></message>`);
  t.is((await on.hears(alice)).filter(({ name }) => name === 'message').length, 2);
  on.send(owner, say('x'));
  await enter(on, aliceDesk, 'Alice');
  on.send(`${carol}/x`, join('Carol'));
  t.regex(text(await on.hears(`${carol}/x`)), /<subject\/>/);
});

test('a kicked occupant is out with all its sessions, and hears of it before the others (§8.2)', async (t) => {
  const on = await talk();
  await enter(on, aliceDesk, 'Alice');
  for (const who of [alice, aliceDesk, bob]) await on.hears(who);
  const order: string[] = [];
  on.onSent = ({ attrs }) => {
    if (attrs['type'] === 'unavailable') order.push(attrs['to'] ?? '');
  };
  await asOwner(on, roleOf('Alice', 'none'));
  t.deepEqual([...order.slice(0, 2)].sort(), [aliceDesk, alice]);
  t.deepEqual([...order.slice(2)].sort(), [bob, owner]);
  t.is(await roleIn(on, 'Alice'), 'none');
  const fresh = await world();
  t.is(await refusal(fresh, owner, roleOf('Alice', 'none')), 'item-not-found', 'where there is no room');
});
