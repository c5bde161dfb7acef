/** A room that shows the presence of some roles only (XEP-0045 §7.2.3, `muc#roomconfig_presencebroadcast`). */
import test from 'ava';
import { memoryStore } from '../memory-store.ts';
import { errorOf, statuses, World } from '../world.ts';
import { alice, bob, enter, join, kinds, leave, openRoom, owner, room, say } from './conversation.ts';

const adminNs = 'http://jabber.org/protocol/muc#admin';

function broadcast(roles: readonly string[]): string {
  const values = roles.map((role) => `<value>${role}</value>`).join('');
  const type = "<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field>";
  const field = `<field var='muc#roomconfig_presencebroadcast'>${values}</field>`;
  return `<iq to='${room}' type='set' id='b'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'>${type}${field}</x></query></iq>`;
}

function role(nick: string, role: string): string {
  return `<iq to='${room}' type='set' id='r'><query xmlns='${adminNs}'><item nick='${nick}' role='${role}'/></query></iq>`;
}

/** A moderated room that shows moderators and those with voice; Alice is in it, a visitor. Nothing is unheard. */
async function hall(store = memoryStore()): Promise<World> {
  const on = (await new World({ store, rates: undefined }).start()).connect();
  await openRoom(on, { 'muc#roomconfig_moderatedroom': '1' });
  on.send(owner, broadcast(['moderator', 'participant']));
  await on.hears(owner);
  await enter(on, alice, 'Alice');
  for (const who of [owner, alice]) await on.hears(who);
  return on;
}

/** What somebody hears of others and of itself in the room. */
async function presences(on: World, who: string): Promise<readonly string[]> {
  return kinds((await on.hears(who)).filter(({ name }) => name === 'presence'));
}

test('who is not shown hears of the others and of itself, and nobody hears of them', async (t) => {
  const on = await hall();
  on.send(bob, join('Bob'));
  t.deepEqual(await presences(on, bob), [`presence ${room}/Olga`, `presence ${room}/Bob`]);
  t.deepEqual(await presences(on, alice), []);
  t.deepEqual(await presences(on, owner), []);
  on.send(bob, `<presence to='${room}/Bob'><show>away</show></presence>`);
  on.send(bob, `<presence to='${room}/Bobby'/>`);
  on.send(bob, leave('Bobby'));
  t.deepEqual((await presences(on, bob)).at(-1), `presence unavailable ${room}/Bobby`);
  t.deepEqual(await presences(on, alice), []);
});

test('who is given voice is shown to everybody, and who loses it is shown as such and then no more', async (t) => {
  const on = await hall();
  await enter(on, bob, 'Bob');
  on.send(owner, role('Bob', 'participant'));
  t.deepEqual(await presences(on, alice), [`presence ${room}/Bob`]);
  on.send(owner, role('Bob', 'visitor'));
  t.deepEqual(await presences(on, alice), [`presence ${room}/Bob`]);
  on.send(bob, `<presence to='${room}/Bob'><show>away</show></presence>`);
  t.deepEqual(await presences(on, alice), []);
  on.send(bob, leave('Bob'));
  t.deepEqual(await presences(on, alice), [`presence unavailable ${room}/Bob`], 'whoever was shown is seen to go');
});

test('kicks are told of whoever it is, to everybody (§8.2)', async (t) => {
  const on = await hall();
  await enter(on, bob, 'Bob');
  on.send(owner, role('Bob', 'none'));
  t.deepEqual((await on.hears(alice)).map(statuses), [[307]]);
  t.deepEqual((await on.hears(bob)).map(statuses), [[307, 110]]);
});

test('bans are told of whoever it is, to everybody (§9.1)', async (t) => {
  const on = await hall();
  await enter(on, bob, 'Bob');
  on.send(
    owner,
    `<iq to='${room}' type='set' id='r'><query xmlns='${adminNs}'><item jid='bob@localhost' affiliation='outcast'/></query></iq>`,
  );
  t.deepEqual((await on.hears(alice)).map(statuses), [[301]]);
});

test('shown again by a new setting, everybody learns of them; known ones are not told twice', async (t) => {
  const on = await hall();
  await enter(on, bob, 'Bob');
  on.send(owner, broadcast(['moderator', 'participant', 'visitor']));
  t.deepEqual(await presences(on, alice), [`presence ${room}/Bob`]);
  t.deepEqual((await presences(on, owner)).toSorted(), [`presence ${room}/Alice`, `presence ${room}/Bob`]);
  on.send(bob, leave('Bob'));
  t.deepEqual(await presences(on, alice), [`presence unavailable ${room}/Bob`]);
});

test('after a kill the same people are shown, and the others are not', async (t) => {
  const store = memoryStore();
  const before = await hall(store);
  await enter(before, bob, 'Bob');
  const after = (await new World({ store: store.reopen() }).start()).connect();
  await after.settle();
  for (const who of [owner, alice, bob]) await after.hears(who);
  after.send('carol@localhost/x', join('Carol'));
  t.deepEqual(await presences(after, 'carol@localhost/x'), [`presence ${room}/Olga`, `presence ${room}/Carol`]);
  after.send(bob, leave('Bob'));
  t.deepEqual(await presences(after, alice), []);
});

test('who is shown by a new setting stays known as shown, whatever the snapshots say', async (t) => {
  const store = memoryStore();
  const on = await hall(store);
  // The first snapshot has all lists, the second what has changed since.
  const talkOn = async () => {
    for (let id = 0; id < 210; id++) on.send(owner, say(`${id}`));
    t.is((await on.hears(owner)).filter((stanza) => errorOf(stanza) !== undefined).length, 0);
  };
  await talkOn();
  on.send(owner, broadcast(['moderator', 'participant', 'visitor']));
  t.true((await presences(on, owner)).includes(`presence ${room}/Alice`));
  await talkOn();
  const after = (await new World({ store: store.reopen(), clock: on.clock }).start()).connect();
  await after.hears(owner);
  after.send(owner, broadcast(['moderator']));
  after.send(alice, leave('Alice'));
  t.deepEqual(await presences(after, owner), [`presence unavailable ${room}/Alice`]);
});

test('without any role nobody is shown but to itself', async (t) => {
  const on = await hall();
  on.send(owner, broadcast([]));
  await on.hears(owner);
  await on.hears(alice);
  on.send(bob, join('Bob'));
  t.deepEqual(await presences(on, bob), [`presence ${room}/Bob`]);
  on.send(owner, `<presence to='${room}/Olga'><show>away</show></presence>`);
  t.deepEqual(await presences(on, alice), []);
  t.deepEqual(await presences(on, owner), [`presence ${room}/Olga`]);
});
