/** What comes from the network is hostile: it costs its sender at most the answer, and the room goes on. */
import test from 'ava';
import type { TestClient } from '../client.ts';
import { onEachServer, type Scene } from './stage.ts';
import { errorOf, groupchat, isPresence, ns, sayAll, says } from './stanzas.ts';

const law = onEachServer(test);

/** The room is as alive as before: what one says the other hears. */
async function goesOn(alice: TestClient, carol: TestClient, scene: Scene, mark: string): Promise<void> {
  await sayAll(alice, scene.room, [mark]);
  await carol.receives('the message after it', says(scene.room, mark));
}

async function cast(scene: Scene): Promise<{ alice: TestClient; bob: TestClient; carol: TestClient }> {
  const alice = await scene.owner('alice', 'Alice');
  return { alice, bob: await scene.occupant('bob', 'Bob'), carol: await scene.occupant('carol', 'Carol') };
}

law('a body of 1 MiB is refused by the room or cut off by the server', async (t, scene) => {
  const { alice, bob, carol } = await cast(scene);
  bob.send(groupchat(scene.room, 'x'.repeat(1_048_576), { id: 'large' }));
  const cut = bob.ended.then(() => 'cut off');
  const answered = bob.receives('an answer', ({ attrs }) => attrs['id'] === 'large').then(errorOf);
  const outcome = await Promise.race([cut, answered.catch(() => 'cut off')]);
  t.true(outcome === 'cut off' || outcome.startsWith('modify/'), outcome);
  await goesOn(alice, carol, scene, 'after the large one');
  t.false(carol.transcript.some((stanza) => stanza.attrs['id'] === 'large'));
});

law('10,000 attributes and 1,000 levels of nesting are carried or refused', async (t, scene) => {
  const { alice, bob, carol } = await cast(scene);
  const attributes = Array.from({ length: 10_000 }, (_, index) => `a${index}='1'`).join(' ');
  bob.send(groupchat(scene.room, 'wide', { id: 'wide', more: `<w xmlns='urn:wide' ${attributes}/>` }));
  const wide = await bob.receives('the echo or a refusal', ({ attrs }) => attrs['id'] === 'wide');
  t.true(wide.attrs['type'] === 'groupchat' || errorOf(wide).startsWith('modify/'), errorOf(wide));
  const nested = `${'<d>'.repeat(1_000)}${'</d>'.repeat(1_000)}`;
  bob.send(groupchat(scene.room, 'deep', { id: 'deep', more: `<d xmlns='urn:deep'>${nested}</d>` }));
  const deep = await bob.receives('the echo or a refusal', ({ attrs }) => attrs['id'] === 'deep');
  t.true(deep.attrs['type'] === 'groupchat' || errorOf(deep).startsWith('modify/'), errorOf(deep));
  await goesOn(alice, carol, scene, 'after the strange ones');
});

law('a prefix that is bound far above arrives with its namespace (RFC 6120 §4.8)', async (t, scene) => {
  const { bob, carol } = await cast(scene);
  const inner = "<x:leaf mark='1'/>";
  bob.send(
    `<message xmlns:x='urn:far' type='groupchat' to='${scene.room}'><body>bound</body><stem xmlns='urn:stem'>${inner}</stem></message>`,
  );
  const heard = await carol.receives('the message', says(scene.room, 'bound'));
  t.truthy(heard.expect('stem', 'urn:stem').child('leaf', 'urn:far'));
});

law('requests that mean nothing get the error of their XEP, each exactly one', async (t, scene) => {
  const { alice, bob, carol } = await cast(scene);
  const cases: readonly (readonly ['get' | 'set', string, string, RegExp])[] = [
    ['get', scene.room, "<query xmlns='urn:unknown:namespace'/>", /service-unavailable|feature-not-implemented/],
    ['set', scene.room, `<query xmlns='${ns.mucOwner}'/>`, /forbidden|bad-request/],
    ['set', scene.room, `<query xmlns='${ns.mam}'><x xmlns='${ns.form}' type='submit'/></query>`, /bad-request/],
    ['set', scene.room, `<query xmlns='${ns.mam}'><set xmlns='${ns.rsm}'><max>-1</max></set></query>`, /bad-request/],
    ['set', scene.room, "<query xmlns='http://jabber.org/protocol/muc#admin'/>", /bad-request|forbidden/],
    ['get', `${scene.room}/Nobody`, `<query xmlns='${ns.discoInfo}'/>`, /.+\/.+/],
  ];
  for (const [type, to, payload, expected] of cases)
    t.regex(errorOf(await bob.iq(type, to, payload)), expected, payload);
  await goesOn(alice, carol, scene, 'after the requests');
});

law('entering without a nick is refused with jid-malformed (XEP-0045 §7.2.1)', async (t, scene) => {
  const { alice, bob, carol } = await cast(scene);
  bob.send(`<presence to='${scene.room}' id='bare'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
  const refused = await bob.receives('the refusal', ({ attrs }) => attrs['id'] === 'bare' && attrs['type'] === 'error');
  t.is(errorOf(refused), 'modify/jid-malformed');
  await goesOn(alice, carol, scene, 'after the malformed');
});

law('history asked for with values that are none lets the person in all the same', async (t, scene) => {
  const { alice, carol } = await cast(scene);
  const dave = await scene.user('dave');
  dave.requestJoin(scene.room, 'Dave', { history: { maxstanzas: 'lots', seconds: -5, since: 'the other day' } });
  const came = await dave.receives(
    'entry or refusal',
    ({ name, attrs }) => name === 'presence' && attrs['from'] === `${scene.room}/Dave`,
  );
  t.true(isPresence(`${scene.room}/Dave`)(came) || errorOf(came) === 'modify/bad-request', came.toString());
  await goesOn(alice, carol, scene, 'after the dates');
});

law('characters from everywhere arrive whole', async (t, scene) => {
  const { bob, carol } = await cast(scene);
  const body = `${'žluťoučký kůň 馬 🐎 '.repeat(500)}end`;
  bob.send(groupchat(scene.room, body));
  const heard = await carol.receives('the message', (stanza) => stanza.child('body')?.text.endsWith('end') === true);
  t.is(heard.expect('body').text, body);
});
