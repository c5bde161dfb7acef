/** Queries to the client of somebody else in a room (XEP-0045 §6.6, §17.4), past real servers. */
import test from 'ava';
import type { TestClient } from '../client.ts';
import type { Element } from './element.ts';
import { onEachServer } from './stage.ts';
import { errorOf } from './stanzas.ts';

const law = onEachServer(test);

const version = "<query xmlns='jabber:iq:version'/>";

function isRequest({ name, attrs }: Element): boolean {
  return name === 'iq' && (attrs['type'] === 'get' || attrs['type'] === 'set');
}

/** Alice asks, and Bob's client answers what it is asked. */
async function answered(alice: TestClient, bob: TestClient, room: string, answer: (id: string, to: string) => string) {
  const answering = bob.receives('the query', isRequest).then((query) => {
    bob.send(answer(query.attrs['id'] ?? '', query.attrs['from'] ?? ''));
    return query;
  });
  const got = await alice.iq('get', `${room}/Bob`, version);
  return { query: await answering, got };
}

law('a query goes to the client behind a nickname and its answer comes back (XEP-0045 §17.4)', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.occupant('bob', 'Bob');
  const { query, got } = await answered(
    alice,
    bob,
    scene.room,
    (id, to) => `<iq to='${to}' id='${id}' type='result'><query xmlns='jabber:iq:version'><name>B</name></query></iq>`,
  );
  t.is(query.attrs['from'], `${scene.room}/Alice`);
  t.is(got.attrs['from'], `${scene.room}/Bob`);
  t.is(got.expect('query', 'jabber:iq:version').expect('name').text, 'B');
});

law('an error of the client behind a nickname comes back as it is (XEP-0045 §17.4)', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.occupant('bob', 'Bob');
  const { got } = await answered(
    alice,
    bob,
    scene.room,
    (id, to) =>
      `<iq to='${to}' id='${id}' type='error'><error type='cancel'><feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`,
  );
  t.is(errorOf(got), 'cancel/feature-not-implemented');
  t.is(got.attrs['from'], `${scene.room}/Bob`);
});

law('the card of somebody in a room is asked of their server (XEP-0045 §17.4)', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.occupant('bob', 'Bob');
  const card = "<vCard xmlns='vcard-temp'><FN>Bob of the room</FN></vCard>";
  t.is((await bob.iq('set', bob.bare, card)).attrs['type'], 'result');
  const got = await alice.iq('get', `${scene.room}/Bob`, "<vCard xmlns='vcard-temp'/>");
  t.is(got.attrs['from'], `${scene.room}/Bob`);
  t.is(got.expect('vCard', 'vcard-temp').expect('FN').text, 'Bob of the room');
  t.false(`${got}`.includes(bob.bare));
});

law('who is invited and cannot be reached is told of to the inviter (XEP-0045 §7.8.2)', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  alice.send(
    `<message to='${scene.room}' id='invite'><x xmlns='http://jabber.org/protocol/muc#user'><invite to='nobody-at-all@${scene.server.host}'/></x></message>`,
  );
  const error = await alice.receives('the error', ({ attrs }) => attrs['id'] === 'invite');
  t.is(error.attrs['from'], scene.room);
  t.is(errorOf(error), 'cancel/item-not-found');
});
