/** Messages: to everybody, to one, twice, forged (XEP-0045 §7.4, §7.5, XEP-0359). */
import test from 'ava';
import { child, children, serialize } from '../../src/wire/xml.ts';
import { body, errorOf } from '../world.ts';
import { alice, aliceDesk, bob, enter, join, openRoom, origin, owner, room, say, talk, world } from './conversation.ts';

const sid = 'urn:xmpp:sid:0';

test('a message comes back to everybody, its sender too, with its id and the stanza-id of the room', async (t) => {
  const on = await talk();
  on.send(alice, say('hello'));
  const copies = [await on.hears(owner), await on.hears(alice), await on.hears(bob)].map(([copy]) => copy ?? t.fail());
  const ids = new Set(copies.map((copy) => child(copy, 'stanza-id', sid)?.attrs['id']));
  t.is(ids.size, 1);
  for (const copy of copies) {
    t.is(copy.attrs['from'], `${room}/Alice`);
    t.is(copy.attrs['id'], 'hello');
    t.is(child(copy, 'stanza-id', sid)?.attrs['by'], room);
  }
});

test('a stanza-id in the name of the room is the room’s; a forged one does not pass (XEP-0359 §5)', async (t) => {
  const on = await talk();
  const forged = `<stanza-id xmlns='${sid}' by='${room}' id='forged'/><stanza-id xmlns='${sid}' by='elsewhere@x' id='kept'/>`;
  on.send(alice, say('hello', forged));
  const [copy] = await on.hears(bob);
  const ids = children(copy ?? t.fail(), 'stanza-id', sid);
  t.deepEqual(
    ids.filter(({ attrs }) => attrs['by'] === room).map(({ attrs }) => attrs['id'] === 'forged'),
    [false],
  );
  t.true(ids.some(({ attrs }) => attrs['id'] === 'kept'));
});

test('a message sent twice is one message: its sender gets the first copy again, the others nothing', async (t) => {
  const on = await talk();
  on.send(alice, say('once', origin('o1')));
  const [first] = await on.hears(alice);
  await on.hears(bob);
  on.send(alice, say('changed meanwhile', origin('o1')));
  const [echo, ...more] = await on.hears(alice);
  t.deepEqual(more, []);
  t.is(body(echo ?? t.fail()), 'once');
  t.is(child(echo ?? t.fail(), 'stanza-id', sid)?.attrs['id'], child(first ?? t.fail(), 'stanza-id', sid)?.attrs['id']);
  t.deepEqual(await on.hears(bob), []);
});

test('the other session of a person that sends again gets the echo as well; another person’s origin-id is another', async (t) => {
  const on = await talk();
  await enter(on, aliceDesk, 'Alice');
  on.send(alice, say('once', origin('o1')));
  for (const who of [alice, aliceDesk, bob]) await on.hears(who);
  on.send(aliceDesk, say('once', origin('o1')));
  t.is((await on.hears(aliceDesk)).length, 1);
  on.send(bob, say('mine', origin('o1')));
  t.is(body((await on.hears(alice))[0] ?? t.fail()), 'mine');
});

test('who is not in the room cannot speak in it', async (t) => {
  const on = await talk();
  on.send('carol@localhost/x', say('hi'));
  t.is(errorOf((await on.hears('carol@localhost/x'))[0] ?? t.fail())?.condition, 'not-acceptable');
  t.deepEqual(await on.hears(bob), []);
});

test('visitors of a moderated room are refused with forbidden (§7.4)', async (t) => {
  const on = await world();
  await openRoom(on, { 'muc#roomconfig_moderatedroom': '1' });
  await enter(on, alice, 'Alice');
  on.send(alice, say('hi'));
  t.is(errorOf((await on.hears(alice))[0] ?? t.fail())?.condition, 'forbidden');
});

test('a private message reaches all sessions of the nickname, from the sender’s nickname (§7.5)', async (t) => {
  const on = await talk();
  await enter(on, aliceDesk, 'Alice');
  await on.hears(alice);
  on.send(bob, `<message to='${room}/Alice' type='chat' id='pm'><body>psst</body></message>`);
  for (const who of [alice, aliceDesk]) {
    const [copy] = await on.hears(who);
    t.is(copy?.attrs['from'], `${room}/Bob`);
    t.truthy(child(copy ?? t.fail(), 'x', 'http://jabber.org/protocol/muc#user'));
  }
  t.deepEqual(await on.hears(owner).then((heard) => heard.filter((stanza) => body(stanza) === 'psst')), []);
});

test('a private message to nobody, or from outside, is refused', async (t) => {
  const on = await talk();
  on.send(bob, `<message to='${room}/Nobody' type='chat'><body>psst</body></message>`);
  t.is(errorOf((await on.hears(bob))[0] ?? t.fail())?.condition, 'item-not-found');
  on.send('carol@localhost/x', `<message to='${room}/Bob' type='chat'><body>psst</body></message>`);
  t.is(errorOf((await on.hears('carol@localhost/x'))[0] ?? t.fail())?.condition, 'not-acceptable');
});

test('the subject is for moderators unless the room says otherwise (§7.3, §8.1)', async (t) => {
  const on = await talk();
  const subject = `<message to='${room}' type='groupchat'><subject>Mine</subject></message>`;
  on.send(alice, subject);
  t.is(errorOf((await on.hears(alice))[0] ?? t.fail())?.condition, 'forbidden');
  on.send(owner, subject);
  t.is(child((await on.hears(alice))[0] ?? t.fail(), 'subject')?.getText(), 'Mine');
});

test('chat states are passed on and not kept', async (t) => {
  const on = await talk();
  on.send(
    alice,
    `<message to='${room}' type='groupchat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>`,
  );
  const [copy] = await on.hears(bob);
  t.is(child(copy ?? t.fail(), 'stanza-id', sid), undefined);
  on.send(bob, `<iq to='${room}' type='set' id='q'><query xmlns='urn:xmpp:mam:2'/></iq>`);
  t.is((await on.hears(bob)).length, 1, 'only the end of the page');
});

test('what a sender declared far above comes out complete', async (t) => {
  const on = await talk();
  on.send(
    alice,
    `<message xmlns:p='urn:example' to='${room}' type='groupchat'><p:thing><p:inner/></p:thing><body>x</body></message>`,
  );
  t.regex(serialize((await on.hears(bob))[0] ?? t.fail()), /<p:thing[^>]*xmlns:p="urn:example"/);
});

test('a message to a room that is not there, or not open yet, comes back with item-not-found (§17.2)', async (t) => {
  const on = await world();
  on.send(owner, say('nobody there'));
  t.is(errorOf((await on.hears(owner))[0] ?? t.fail())?.condition, 'item-not-found');
  on.send(owner, join('Olga'));
  await on.hears(owner);
  on.send(owner, say('not open'));
  t.is(errorOf((await on.hears(owner))[0] ?? t.fail())?.condition, 'item-not-found');
});

test('an error says that it is the room’s, and which message it is about (§7.4, §7.5)', async (t) => {
  const on = await talk();
  on.send('carol@localhost/x', say('let me in'));
  const [refused] = await on.hears('carol@localhost/x');
  t.is(child(refused ?? t.fail(), 'error')?.attrs['by'], room);
  t.is(body(refused ?? t.fail()), 'let me in');
  on.send(alice, `<message to='${room}/Nobody' type='chat' id='pm'><body>hello</body></message>`);
  t.is(child((await on.hears(alice))[0] ?? t.fail(), 'error')?.attrs['by'], room);
});
