/** Coming, being there twice, changing the name, going (XEP-0045 §7.1 to §7.14). */
import test from 'ava';
import { bareOf, resourceOf, statusCodes } from '../client.ts';
import { onEachServer } from './stage.ts';
import {
  bodyOf,
  caughtUp,
  errorOf,
  groupchat,
  isLeft,
  isPresence,
  isSelf,
  itemOf,
  ns,
  sayAll,
  says,
} from './stanzas.ts';

const law = onEachServer(test);

law(
  'who enters sees the others, then itself with 110, then history, then the subject (XEP-0045 §7.1, §7.2.2)',
  async (t, scene) => {
    const alice = await scene.owner('alice', 'Alice');
    await sayAll(alice, scene.room, ['first', 'second']);
    const bob = await scene.user('bob');
    bob.requestJoin(scene.room, 'Bob');
    const came = await bob.receivesUpTo('the subject', (stanza) => stanza.child('subject') !== undefined);
    const ofRoom = came.filter(({ attrs }) => bareOf(attrs['from']) === scene.room);
    t.deepEqual(
      ofRoom.map((stanza) => [stanza.name, resourceOf(stanza.attrs['from']), bodyOf(stanza)]),
      [
        ['presence', 'Alice', ''],
        ['presence', 'Bob', ''],
        ['message', 'Alice', 'first'],
        ['message', 'Alice', 'second'],
        ['message', '', ''],
      ],
    );
    t.true(isSelf(ofRoom[1] ?? t.fail()));
    t.truthy(ofRoom[2]?.child('delay', ns.delay));
    const seen = await alice.receives('the presence of Bob', isPresence(`${scene.room}/Bob`));
    t.false(isSelf(seen));
    t.is(itemOf(seen)['role'], 'participant');
  },
);

law(
  'several sessions of one person share a nick, and it leaves with the last of them (XEP-0045 §7.2.8)',
  async (t, scene) => {
    const alice = await scene.owner('alice', 'Alice');
    const phone = await scene.occupant('bob', 'Bob', 'phone');
    const desk = await scene.occupant('bob', 'Bob', 'desk');
    await sayAll(alice, scene.room, ['to both']);
    await phone.receives('the message on the phone', says(scene.room, 'to both'));
    await desk.receives('the message on the desk', says(scene.room, 'to both'));
    phone.send(`<presence type='unavailable' to='${scene.room}/Bob'/>`);
    await phone.receives('its own leaving', isLeft(`${scene.room}/Bob`));
    await caughtUp(alice, scene.room);
    t.false(alice.unread.some(isLeft(`${scene.room}/Bob`)));
    await desk.drop();
    await alice.receives('the leaving of Bob', isLeft(`${scene.room}/Bob`));
  },
);

law(
  'a nick that another person has is refused with conflict, and nothing changes (XEP-0045 §7.2.8)',
  async (t, scene) => {
    const alice = await scene.owner('alice', 'Alice');
    const bob = await scene.user('bob');
    const id = bob.requestJoin(scene.room, 'Alice');
    const refused = await bob.receives('the refusal', isPresence(`${scene.room}/Alice`, 'error'));
    t.is(errorOf(refused), 'cancel/conflict');
    t.is(refused.attrs['id'], id);
    await caughtUp(alice, scene.room);
    t.deepEqual(
      alice.unread.filter(({ name, attrs }) => name === 'presence' && bareOf(attrs['from']) === scene.room),
      [],
    );
  },
);

law(
  'a change of nick is seen as leaving with 303 and the new nick, then as coming (XEP-0045 §7.6)',
  async (t, scene) => {
    const alice = await scene.owner('alice', 'Alice');
    const bob = await scene.occupant('bob', 'Bob');
    bob.send(`<presence to='${scene.room}/Robert'/>`);
    for (const witness of [alice, bob]) {
      const left = await witness.receives('the leaving', isLeft(`${scene.room}/Bob`));
      t.true(statusCodes(left).includes('303'));
      t.is(itemOf(left)['nick'], 'Robert');
      const come = await witness.receives('the coming', isPresence(`${scene.room}/Robert`));
      t.is(isSelf(come), witness === bob);
      t.is(isSelf(left), witness === bob);
      if (witness === alice) await alice.receives('the first coming', isPresence(`${scene.room}/Bob`));
    }
    await sayAll(bob, scene.room, ['as Robert']);
    await alice.receives('the message under the new nick', says(`${scene.room}/Robert`, 'as Robert'));
  },
);

law('a change to a nick that is taken is refused, and the occupant keeps its own (XEP-0045 §7.6)', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.occupant('bob', 'Bob');
  bob.send(`<presence to='${scene.room}/Alice'/>`);
  t.is(errorOf(await bob.receives('the refusal', isPresence(`${scene.room}/Alice`, 'error'))), 'cancel/conflict');
  await sayAll(bob, scene.room, ['still Bob']);
  await alice.receives('the message', says(`${scene.room}/Bob`, 'still Bob'));
  t.pass();
});

law('who leaves is told so with 110, the others see it go with its words (XEP-0045 §7.14)', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.occupant('bob', 'Bob');
  bob.send(`<presence type='unavailable' to='${scene.room}/Bob'><status>gone to lunch</status></presence>`);
  t.true(isSelf(await bob.receives('its own leaving', isLeft(`${scene.room}/Bob`))));
  const seen = await alice.receives('the leaving of Bob', isLeft(`${scene.room}/Bob`));
  t.is(seen.child('status')?.text, 'gone to lunch');
  t.is(itemOf(seen)['role'], 'none');
  bob.send(groupchat(scene.room, 'from outside', { id: 'outside' }));
  const refused = await bob.receives('the refusal', ({ attrs }) => attrs['id'] === 'outside');
  t.regex(errorOf(refused), /\/not-acceptable$/);
});

law('a connection that ends takes its person out of the room (XEP-0045 §7.14)', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.occupant('bob', 'Bob');
  await bob.drop();
  await alice.receives('the leaving of Bob', isLeft(`${scene.room}/Bob`));
  const carol = await scene.user('carol');
  const { others } = await carol.join(scene.room, 'Carol');
  t.deepEqual(
    others.map(({ attrs }) => resourceOf(attrs['from'])),
    ['Alice'],
  );
});

law('what an occupant shows of itself reaches the others (XEP-0045 §7.7)', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.occupant('bob', 'Bob');
  bob.send(`<presence to='${scene.room}/Bob'><show>away</show><status>tea</status></presence>`);
  const seen = await alice.receives('the changed presence', (stanza) => stanza.child('show')?.text === 'away');
  t.is(seen.attrs['from'], `${scene.room}/Bob`);
  t.is(seen.child('status')?.text, 'tea');
  const late = await scene.user('carol');
  const { others } = await late.join(scene.room, 'Carol');
  t.true(others.some((presence) => presence.child('show')?.text === 'away'));
});
