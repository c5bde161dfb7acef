/** Slow mode on real servers (XEP-0500). */
import test from 'ava';
import { onEachServer } from './stage.ts';
import { configure, errorOf, fieldsOf, groupchat, ns, says } from './stanzas.ts';

const law = onEachServer(test);

law('a room in slow mode says so, takes a message and refuses the next one (XEP-0500 §5, §6)', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.occupant('bob', 'Bob');
  await configure(alice, scene.room, { 'muc#roomconfig_slow_mode_duration': '3600' });
  const info = (await bob.iq('get', scene.room, `<query xmlns='${ns.discoInfo}'/>`)).expect('query', ns.discoInfo);
  const [card] = info.all('x');
  if (card === undefined) return t.fail('no card');
  t.deepEqual(fieldsOf(card).get('muc#roominfo_slow_mode_duration'), ['3600']);
  bob.send(groupchat(scene.room, 'first', { id: 'm1' }));
  await alice.receives('the first message', says(scene.room, 'first'));
  bob.send(groupchat(scene.room, 'second', { id: 'm2' }));
  const refused = await bob.receives('the refusal', ({ name, attrs }) => name === 'message' && attrs['id'] === 'm2');
  t.is(errorOf(refused), 'wait/policy-violation');
  alice.send(groupchat(scene.room, 'an owner never waits', { id: 'm3' }));
  alice.send(groupchat(scene.room, 'never', { id: 'm4' }));
  await bob.receives('the owner’s second message', says(scene.room, 'never'));
  t.false(alice.transcript.some((stanza) => stanza.attrs['id'] === 'm2'));
});
