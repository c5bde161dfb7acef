/** Occupant ids, retraction and moderation through real servers: XEP-0421, XEP-0424, XEP-0425. */
import test from 'ava';
import type { TestClient } from '../client.ts';
import { readWhole } from './archive-reader.ts';
import type { Element } from './element.ts';
import { onEachServer } from './stage.ts';
import { errorOf, groupchat, says, stanzaIdOf } from './stanzas.ts';

const law = onEachServer(test);

const occupantId = 'urn:xmpp:occupant-id:0';
const retractNs = 'urn:xmpp:message-retract:1';
const moderateNs = 'urn:xmpp:message-moderate:1';

function idOf(stanza: Element): string | undefined {
  const ids = stanza.all('occupant-id', occupantId);
  return ids.length === 1 ? ids[0]?.attrs['id'] : undefined;
}

function retract(room: string, id: string): string {
  return `<message type='groupchat' to='${room}' id='r-${id}'><retract xmlns='${retractNs}' id='${id}'/></message>`;
}

function retractionOf(id: string): (stanza: Element) => boolean {
  return (stanza) => stanza.child('retract', retractNs)?.attrs['id'] === id;
}

async function speak(client: TestClient, room: string, text: string): Promise<Element> {
  client.send(groupchat(room, text, { id: text }));
  return client.receives('the reflection', says(room, text));
}

law('an occupant has one id in all that others hear of it, and forges none (XEP-0421 §4)', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.occupant('bob', 'Bob');
  const shown = await alice.receives('Bob', ({ attrs }) => attrs['from'] === `${scene.room}/Bob`);
  const id = idOf(shown);
  t.truthy(id);
  bob.send(groupchat(scene.room, 'me', { more: `<occupant-id xmlns='${occupantId}' id='forged'/>` }));
  t.is(idOf(await alice.receives('the message', says(scene.room, 'me'))), id);
  bob.send(`<message type='chat' to='${scene.room}/Alice'><body>psst</body></message>`);
  t.is(idOf(await alice.receives('the private message', (stanza) => stanza.child('body')?.text === 'psst')), id);
  const archived = await readWhole(alice, scene.room, 50);
  t.deepEqual(
    archived.filter(({ body }) => body === 'me').map(({ forwarded }) => idOf(forwarded)),
    [id],
  );
});

law('what somebody takes back is gone from the archive, and nobody else can (XEP-0424 §4, §5)', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.occupant('bob', 'Bob');
  const id = stanzaIdOf(await speak(bob, scene.room, 'oops'));
  alice.send(retract(scene.room, id));
  t.is(errorOf(await alice.receives('the refusal', ({ attrs }) => attrs['type'] === 'error')), 'auth/forbidden');
  bob.send(retract(scene.room, id));
  await alice.receives('the retraction', retractionOf(id));
  const archived = await readWhole(alice, scene.room, 50);
  const tomb = archived.find((one) => one.id === id)?.forwarded;
  t.is(tomb?.child('body'), undefined);
  t.is(tomb?.child('retracted', retractNs)?.attrs['id'], `r-${id}`);
  t.true(archived.some(({ forwarded }) => retractionOf(id)(forwarded)));
  const carol = await scene.user('carol');
  await carol.join(scene.room, 'Carol');
  const heard = carol.transcript.filter(({ attrs }) => attrs['type'] === 'groupchat');
  t.true(heard.some((stanza) => stanza.child('retracted', retractNs) !== undefined));
  t.false(heard.some(says(scene.room, 'oops')));
});

law('a moderator takes back what somebody said, told by the room to everybody (XEP-0425 §3)', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.occupant('bob', 'Bob');
  const id = stanzaIdOf(await speak(bob, scene.room, 'spam'));
  const wish = `<moderate xmlns='${moderateNs}' id='${id}'><retract xmlns='${retractNs}'/><reason>no spam</reason></moderate>`;
  t.is(errorOf(await bob.iq('set', scene.room, wish)), 'modify/forbidden');
  t.is((await alice.iq('set', scene.room, wish)).attrs['type'], 'result');
  const told = await bob.receives('the announcement', retractionOf(id));
  t.is(told.attrs['from'], scene.room);
  const moderated = told.expect('retract', retractNs).expect('moderated', moderateNs);
  t.is(moderated.attrs['by'], `${scene.room}/Alice`);
  const tomb = (await readWhole(bob, scene.room, 50)).find((one) => one.id === id)?.forwarded;
  t.is(tomb?.child('body'), undefined);
  t.is(tomb?.child('retracted', retractNs)?.child('reason', retractNs)?.text, 'no spam');
  t.is(errorOf(await alice.iq('set', scene.room, wish.replace(id, 'unknown'))), 'cancel/item-not-found');
});
