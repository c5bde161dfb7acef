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
