/** Invitations through the room (XEP-0045 §7.8.2). */
import test from 'ava';
import { serialize } from '../../src/wire/xml.ts';
import { errorOf, statuses } from '../world.ts';
import { alice, configure, enter, join, openRoom, owner, room, world } from './conversation.ts';

const invite = (who: string): string =>
  `<message to='${room}'><x xmlns='http://jabber.org/protocol/muc#user'><invite to='${who}'><reason>come</reason></invite></x></message>`;

test('an invitation comes from the room, names the inviter by nickname, and brings the password', async (t) => {
  const on = await world();
  await openRoom(on, { 'muc#roomconfig_passwordprotectedroom': '1', 'muc#roomconfig_roomsecret': 'cauldron' });
  on.send(owner, invite('carol@localhost'));
  const [told] = await on.hears('carol@localhost');
  t.is(told?.attrs['from'], room);
  const text = serialize(told ?? t.fail());
  t.true(
    text.includes(`<invite from="${room}/Olga"><reason>come</reason></invite><password>cauldron</password>`),
    text,
  );
  t.false(text.includes('olga@localhost'));
});

test('an owner’s invitation to a room for members only makes a member; others may not invite there', async (t) => {
  const on = await world();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  on.send(owner, invite('alice@localhost'));
  on.send(owner, configure({ 'muc#roomconfig_membersonly': '1' }));
  await on.settle();
  on.send(owner, invite('carol@localhost'));
  await on.settle();
  on.send('carol@localhost/x', join('Carol'));
  t.true((await on.hears('carol@localhost/x')).some((stanza) => statuses(stanza).includes(110)));
  on.send('carol@localhost/x', invite('dora@localhost'));
  t.is(errorOf((await on.hears('carol@localhost/x')).at(-1) ?? t.fail())?.condition, 'forbidden');
});

test('a decline is told to the inviter', async (t) => {
  const on = await world();
  await openRoom(on);
  on.send(
    'carol@localhost/x',
    `<message to='${room}'><x xmlns='http://jabber.org/protocol/muc#user'><decline to='${room}/Olga'><reason>no time</reason></decline></x></message>`,
  );
  t.true(
    serialize((await on.hears(owner))[0] ?? t.fail()).includes(
      '<decline from="carol@localhost"><reason>no time</reason>',
    ),
  );
});

test('who is not in the room cannot invite to it', async (t) => {
  const on = await world();
  await openRoom(on);
  on.send('carol@localhost/x', invite('dora@localhost'));
  t.is(errorOf((await on.hears('carol@localhost/x'))[0] ?? t.fail())?.condition, 'not-acceptable');
});

test('where everybody sees real addresses, an invitation says who invites by theirs', async (t) => {
  const on = await world();
  await openRoom(on, { 'muc#roomconfig_whois': 'anyone' });
  on.send(owner, invite('carol@localhost'));
  t.true(serialize((await on.hears('carol@localhost'))[0] ?? t.fail()).includes('<invite from="olga@localhost">'));
});

test('a decline finds the inviter by real address as well, and nobody who is not in the room', async (t) => {
  const on = await world();
  await openRoom(on);
  const decline = (to: string) =>
    `<message to='${room}' id='d'><x xmlns='http://jabber.org/protocol/muc#user'><decline to='${to}'/></x></message>`;
  for (const to of ['olga@localhost', owner]) {
    on.send('carol@localhost/x', decline(to));
    const [told] = await on.hears(owner);
    t.deepEqual([told?.attrs['from'], told?.attrs['id']], [room, 'd']);
  }
  on.send('carol@localhost/x', decline('dora@localhost'));
  on.send('carol@localhost/x', decline('elsewhere@rooms.localhost/Olga'));
  for (const who of [owner, 'dora@localhost', 'carol@localhost/x']) t.deepEqual(await on.hears(who), []);
});

test('an invitation to one client goes to that client', async (t) => {
  const on = await world();
  await openRoom(on);
  on.send(owner, invite('carol@localhost/phone'));
  t.is((await on.hears('carol@localhost/phone')).length, 1);
  t.deepEqual(await on.hears('carol@localhost'), []);
});

test('who invites somebody that is not there is told item-not-found, once', async (t) => {
  const on = await world();
  await openRoom(on);
  on.send(owner, invite('nobody@localhost').replace('<message ', "<message id='i' "));
  const [invitation] = await on.hears('nobody@localhost');
  const bounce = `<message to='${room}' id='${invitation?.attrs['id']}' type='error'><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`;
  on.send('nobody@localhost', bounce);
  const [told, ...more] = await on.hears(owner);
  t.deepEqual([told?.attrs['id'], told?.attrs['from'], more.length], ['i', room, 0]);
  t.is(errorOf(told ?? t.fail())?.condition, 'item-not-found');
  on.send('nobody@localhost', bounce);
  t.deepEqual(await on.hears(owner), []);
});

test('nobody is invited to a room that is not open, or not there (§17.2)', async (t) => {
  const on = await world();
  on.send(owner, join('Olga'));
  await on.hears(owner);
  on.send(owner, invite('carol@localhost'));
  t.is(errorOf((await on.hears(owner))[0] ?? t.fail())?.condition, 'item-not-found');
  on.send(owner, invite('carol@localhost').replace(room, 'nowhere@rooms.localhost'));
  t.is(errorOf((await on.hears(owner))[0] ?? t.fail())?.condition, 'item-not-found');
  t.deepEqual(await on.hears('carol@localhost'), []);
});
