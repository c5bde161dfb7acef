/** Rooms outlive processes and streams (DESIGN: Promises), with a store in memory and a clock that jumps. */
import test from 'ava';
import { child } from '../../src/wire/xml.ts';
import { type MemoryStore, memoryStore } from '../memory-store.ts';
import { body, errorOf, statuses, World } from '../world.ts';
import {
  alice,
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
  world,
} from './conversation.ts';

const sid = 'urn:xmpp:sid:0';

/** Killed and started again on the same disk; nobody has told the new process anything. */
async function killed(store: MemoryStore): Promise<World> {
  return (await new World({ store: store.reopen() }).start()).connect();
}

async function talk(store: MemoryStore): Promise<World> {
  const on = (await new World({ store }).start()).connect();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  await enter(on, bob, 'Bob');
  on.send(alice, say('before'));
  await on.pass(5_000);
  for (const who of [owner, alice, bob]) await on.hears(who);
  return on;
}

/** Olga opens a second room, and Alice is in it too; its address. */
async function talkInAnother(on: World): Promise<string> {
  const other = room.replace('den', 'other');
  on.send(owner, join('Olga').replace(room, other));
  await on.settle();
  on.send(owner, configure({}).replace(room, other));
  await on.settle();
  on.send(alice, join('Alice').replace(room, other));
  await on.pass(5_000);
  return other;
}

test('after a kill the same people are in the same room, and their next message is delivered', async (t) => {
  const store = memoryStore();
  await talk(store);
  const on = await killed(store);
  on.send(alice, say('after'));
  for (const who of [owner, alice, bob]) t.true((await on.hears(who)).some((stanza) => body(stanza) === 'after'));
  on.send(owner, configure({ 'muc#roomconfig_roomname': 'x' }));
  t.true(
    (await on.hears(bob)).some((stanza) => statuses(stanza).includes(104)),
    'the owner is still the owner',
  );
});

test('what was durable but not confirmed as delivered comes again, with the same stanza-id', async (t) => {
  const store = memoryStore();
  const first = await talk(store);
  first.send(alice, say('unconfirmed'));
  const [live] = await first.hears(bob);
  const on = await killed(store);
  const heard = await on.hears(bob);
  const again = heard.find((stanza) => body(stanza) === 'unconfirmed');
  t.is(child(again ?? t.fail(), 'stanza-id', sid)?.attrs['id'], child(live ?? t.fail(), 'stanza-id', sid)?.attrs['id']);
  t.false(
    heard.some((stanza) => body(stanza) === 'before'),
    'what was confirmed does not come again',
  );
});

test('a cut stream is treated like a restart: nothing that was lost on it stays lost', async (t) => {
  const on = await talk(memoryStore());
  on.send(alice, say('into the cut'));
  on.cut();
  await on.settle();
  for (const who of [owner, alice, bob]) on.inbox(who).splice(0);
  on.connect();
  for (const who of [owner, alice, bob])
    t.true((await on.hears(who)).some((stanza) => body(stanza) === 'into the cut'));
});

test('after a clean stop nothing is sent again, and nobody is told that the service went (no 332)', async (t) => {
  const store = memoryStore();
  const first = await talk(store);
  first.send(alice, say('last'));
  await first.settle();
  const heardBefore = await first.hears(bob);
  await first.stop();
  t.false(first.inbox(bob).some((stanza) => statuses(stanza).includes(332)));
  t.true(heardBefore.some((stanza) => body(stanza) === 'last'));
  const on = await killed(store);
  t.false((await on.hears(bob)).some((stanza) => body(stanza) === 'last'));
});

test('after a restart each session gets one probe, however many rooms it is in, and silence takes nobody out', async (t) => {
  const store = memoryStore();
  const first = await talk(store);
  const other = room.replace('den', 'other');
  first.send(alice, join('Alice').replace(room, other));
  await first.pass(5_000);
  const on = await killed(store);
  await on.pass(60_000);
  t.is((await on.hears(alice)).filter((stanza) => stanza.attrs['id'] === 'probe').length, 1);
  on.send(bob, say('still here?'));
  t.true((await on.hears(alice)).some((stanza) => body(stanza) === 'still here?'));
});

test('a session that ended meanwhile is taken out of every room it was in, shown with 333', async (t) => {
  const store = memoryStore();
  const first = await talk(store);
  const other = await talkInAnother(first);
  const on = await killed(store);
  on.onSent = (stanza) => {
    if (stanza.attrs['to'] !== alice || stanza.attrs['id'] !== 'probe') return;
    on.send(
      alice,
      `<message to='${stanza.attrs['from']}' type='error' id='probe'><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`,
    );
  };
  await on.pass(60_000);
  const farewells = (await on.hears(owner)).filter((stanza) => stanza.attrs['type'] === 'unavailable');
  t.deepEqual(farewells.map(({ attrs }) => attrs['from']).sort(), [`${room}/Alice`, `${other}/Alice`].sort());
  t.true(farewells.every((stanza) => statuses(stanza).includes(333)));
});

test('who was in a room when it was destroyed hears of it after a kill, and so does who missed a new nickname', async (t) => {
  const store = memoryStore();
  const first = await talk(store);
  const other = await talkInAnother(first);
  first.send(
    owner,
    `<iq to='${other}' type='set' id='d'><query xmlns='http://jabber.org/protocol/muc#owner'><destroy jid='new@rooms.localhost'/></query></iq>`,
  );
  first.send(alice, `<presence to='${room}/Alicia'/>`);
  await first.settle();
  const on = await killed(store);
  const heard = await on.hears(alice);
  const end = heard.find((stanza) => stanza.attrs['from'] === `${other}/Alice`);
  t.is(end?.attrs['type'], 'unavailable');
  t.truthy(child(child(end ?? t.fail(), 'x', 'http://jabber.org/protocol/muc#user') ?? t.fail(), 'destroy'));
  const renamed = (await on.hears(bob)).filter(({ attrs }) => String(attrs['from']).startsWith(`${room}/Alic`));
  t.deepEqual(
    renamed.map(({ attrs }) => [attrs['from'], attrs['type']]),
    [
      [`${room}/Alice`, 'unavailable'],
      [`${room}/Alicia`, undefined],
    ],
  );
});

test('a message sent again after a kill is still the same message', async (t) => {
  const store = memoryStore();
  const first = await talk(store);
  first.send(alice, say('once', origin('o1')));
  const [live] = await first.hears(alice);
  const on = await killed(store);
  await on.hears(alice);
  on.send(alice, say('once', origin('o1')));
  const copies = (await on.hears(alice)).filter((stanza) => body(stanza) === 'once');
  t.deepEqual(
    copies.map((copy) => child(copy, 'stanza-id', sid)?.attrs['id']),
    [child(live ?? t.fail(), 'stanza-id', sid)?.attrs['id']],
  );
});

test('a commit that fails is answered with wait, nothing is lost or shown, and the room goes on', async (t) => {
  let refusing = false;
  const store = memoryStore({ fault: (operation) => (refusing && operation === 'commit' ? 'refuse' : undefined) });
  const on = await talk(store);
  refusing = true;
  on.send(alice, say('refused', origin('o9')));
  on.send(bob, say('refused too'));
  const [error] = await on.hears(alice);
  t.deepEqual(
    [errorOf(error ?? t.fail())?.type, errorOf(error ?? t.fail())?.condition],
    ['wait', 'resource-constraint'],
  );
  t.is(errorOf((await on.hears(bob))[0] ?? t.fail())?.type, 'wait');
  refusing = false;
  on.send(alice, say('refused', origin('o9')));
  t.true((await on.hears(bob)).some((stanza) => body(stanza) === 'refused'));
});

test('what is loaded after a kill equals what was there, through every change', async (t) => {
  const store = memoryStore();
  const first = await talk(store);
  first.send(owner, configure({ 'muc#roomconfig_roomname': 'Named', 'muc#roomconfig_moderatedroom': '1' }));
  first.send(bob, `<presence to='${room}/Robert'/>`);
  first.send(owner, `<message to='${room}' type='groupchat'><subject>Plans</subject></message>`);
  for (let number = 0; number < 450; number++) {
    first.send('carol@localhost/x', join('Carol'));
    first.send('carol@localhost/x', leave('Carol'));
    await first.settle();
  }
  await first.pass(5_000);
  const on = await killed(store);
  on.send('dora@localhost/x', join('Dora'));
  const heard = await on.hears('dora@localhost/x');
  t.deepEqual(
    heard.map(({ attrs }) => attrs['from']),
    ['Olga', 'Alice', 'Robert', 'Dora', 'Olga'].map((nick) => `${room}/${nick}`),
  );
  t.is(child(heard.at(-1) ?? t.fail(), 'subject')?.getText(), 'Plans');
  on.send('dora@localhost/x', say('may I?'));
  t.is(errorOf((await on.hears('dora@localhost/x')).at(-1) ?? t.fail())?.condition, 'forbidden');
});

test('world has no leftovers', async (t) => {
  const on = await world();
  await on.stop();
  t.pass();
});
