/** Messages: to everybody, to one, twice, forged; the subject; being asked whether one is there. */
import test from 'ava';
import { resourceOf, statusCodes } from '../client.ts';
import { readWhole } from './archive-reader.ts';
import { onEachServer } from './stage.ts';
import { bodyOf, caughtUp, errorOf, groupchat, isLeft, ns, sayAll, says, stanzaIdOf } from './stanzas.ts';

const law = onEachServer(test);

law(
  'everybody sees the same messages in the same order, which is the order of the archive (XEP-0045 §7.4)',
  async (t, scene) => {
    const alice = await scene.owner('alice', 'Alice');
    const bob = await scene.occupant('bob', 'Bob');
    const carol = await scene.occupant('carol', 'Carol');
    const bodies = Array.from({ length: 20 }, (_, index) => `number ${index}`);
    await Promise.all(
      [alice, bob, carol].map((client) =>
        sayAll(
          client,
          scene.room,
          bodies.map((body) => `${client.user} ${body}`),
        ),
      ),
    );
    const heard = [];
    for (const client of [alice, bob, carol]) {
      await caughtUp(client, scene.room);
      const messages = client.transcript.filter(
        (stanza) => stanza.attrs['type'] === 'groupchat' && bodyOf(stanza) !== '',
      );
      heard.push(
        messages.map((stanza) => `${resourceOf(stanza.attrs['from'])}: ${bodyOf(stanza)} ${stanzaIdOf(stanza)}`),
      );
    }
    t.is(heard[0]?.length, 60);
    t.deepEqual(heard[1], heard[0]);
    t.deepEqual(heard[2], heard[0]);
    const archived = (await readWhole(bob, scene.room, 50)).filter(({ body }) => body !== '');
    t.deepEqual(
      archived.map(({ id, body, forwarded }) => `${resourceOf(forwarded.attrs['from'])}: ${body} ${id}`),
      heard[0],
    );
  },
);

law(
  'a stanza-id in the name of the room is the room’s own, a forged one does not pass (XEP-0359 §5)',
  async (t, scene) => {
    const alice = await scene.owner('alice', 'Alice');
    const bob = await scene.occupant('bob', 'Bob');
    const forged = `<stanza-id xmlns='${ns.sid}' by='${scene.room}' id='forged'/><stanza-id xmlns='${ns.sid}' by='other.example' id='other'/>`;
    bob.send(groupchat(scene.room, 'trust me', { id: 'm1', more: forged }));
    const seen = await alice.receives('the message', says(scene.room, 'trust me'));
    const ours = seen.all('stanza-id', ns.sid).filter(({ attrs }) => attrs['by'] === scene.room);
    t.is(ours.length, 1);
    t.not(ours[0]?.attrs['id'], 'forged');
    t.is(seen.attrs['id'], 'm1');
  },
);

law(
  'a message sent twice with one origin-id is one message, whose echo comes twice to its sender',
  async (t, scene) => {
    const alice = await scene.owner('alice', 'Alice');
    const bob = await scene.occupant('bob', 'Bob');
    for (const _ of [1, 2]) bob.send(groupchat(scene.room, 'once', { originId: 'o-1', id: 'o-1' }));
    const first = await bob.receives('the echo', says(scene.room, 'once'));
    const second = await bob.receives('the second echo', says(scene.room, 'once'));
    t.is(stanzaIdOf(first), stanzaIdOf(second));
    await alice.receives('the message', says(scene.room, 'once'));
    await caughtUp(alice, scene.room);
    t.false(alice.unread.some(says(scene.room, 'once')));
    t.is((await readWhole(alice, scene.room, 50)).filter(({ body }) => body === 'once').length, 1);
  },
);

law(
  'a private message reaches one person, marked as such, and is not in the archive (XEP-0045 §7.5)',
  async (t, scene) => {
    const alice = await scene.owner('alice', 'Alice');
    const bob = await scene.occupant('bob', 'Bob');
    const carol = await scene.occupant('carol', 'Carol');
    alice.send(
      `<message type='chat' to='${scene.room}/Bob' id='pm'><body>psst</body><x xmlns='${ns.mucUser}'/></message>`,
    );
    const heard = await bob.receives('the private message', (stanza) => bodyOf(stanza) === 'psst');
    t.is(heard.attrs['from'], `${scene.room}/Alice`);
    t.is(heard.attrs['type'], 'chat');
    t.truthy(heard.child('x', ns.mucUser));
    await caughtUp(carol, scene.room);
    t.false(carol.unread.some((stanza) => bodyOf(stanza) === 'psst'));
    t.false((await readWhole(alice, scene.room, 50)).some(({ body }) => body === 'psst'));
    alice.send(`<message type='chat' to='${scene.room}/Nobody' id='lost'><body>hm</body></message>`);
    t.is(errorOf(await alice.receives('the refusal', ({ attrs }) => attrs['id'] === 'lost')), 'cancel/item-not-found');
  },
);

law(
  'a new subject is told to everybody and to whoever comes later, with who set it (XEP-0045 §8.1, §7.2.15)',
  async (t, scene) => {
    const alice = await scene.owner('alice', 'Alice');
    const bob = await scene.occupant('bob', 'Bob');
    alice.send(`<message type='groupchat' to='${scene.room}'><subject>Spring &amp; more</subject></message>`);
    const told = await bob.receives('the subject', (stanza) => stanza.child('subject')?.text === 'Spring & more');
    t.is(told.attrs['from'], `${scene.room}/Alice`);
    const carol = await scene.user('carol');
    const { subject } = await carol.join(scene.room, 'Carol', { history: { maxstanzas: 0 } });
    t.is(subject.expect('subject').text, 'Spring & more');
    t.is(subject.attrs['from'], `${scene.room}/Alice`);
    t.is(subject.child('body'), undefined);
  },
);

law('chat states pass and are not kept (XEP-0085 §5.5)', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.occupant('bob', 'Bob');
  const states = 'http://jabber.org/protocol/chatstates';
  bob.send(`<message type='groupchat' to='${scene.room}'><composing xmlns='${states}'/></message>`);
  await alice.receives('the chat state', (stanza) => stanza.child('composing', states) !== undefined);
  t.false((await readWhole(alice, scene.room, 50)).some(({ forwarded }) => forwarded.child('composing') !== undefined));
});

law('a ping to oneself tells whether one is in the room (XEP-0410 §3)', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.user('bob');
  const ping = "<ping xmlns='urn:xmpp:ping'/>";
  t.is((await alice.iq('get', `${scene.room}/Alice`, ping)).attrs['type'], 'result');
  t.is(errorOf(await bob.iq('get', `${scene.room}/Bob`, ping)), 'cancel/not-acceptable');
});

law(
  'an error that says a session cannot be reached takes it out, shown with 333 (XEP-0045 §7.14)',
  async (t, scene) => {
    const alice = await scene.owner('alice', 'Alice');
    const bob = await scene.occupant('bob', 'Bob');
    await alice.receives('Bob', ({ attrs }) => attrs['from'] === `${scene.room}/Bob`);
    const error = `<error type='cancel'><recipient-unavailable xmlns='${ns.stanzas}'/></error>`;
    bob.send(`<message type='error' to='${scene.room}/Alice' id='x'>${error}</message>`);
    const shown = await alice.receives('the leaving', isLeft(`${scene.room}/Bob`));
    t.true(statusCodes(shown).includes('333'));
    t.is(errorOf(await bob.iq('get', `${scene.room}/Bob`, "<ping xmlns='urn:xmpp:ping'/>")), 'cancel/not-acceptable');
  },
);
