/** Leaving, new nicknames, presence, and sessions that are gone (XEP-0045 §7.6, §7.7, §7.14, §11.1). */
import test from 'ava';
import { child, serialize } from '../../src/wire/xml.ts';
import { body, errorOf, statuses } from '../world.ts';
import { alice, aliceDesk, bob, join, kinds, leave, openRoom, owner, room, say, talk, world } from './conversation.ts';

test('who leaves hears so with 110 and the id of its farewell, and everybody else without (§7.14)', async (t) => {
  const on = await talk();
  on.send(alice, `<presence to='${room}/Alice' type='unavailable' id='bye'><status>bye</status></presence>`);
  const [own] = await on.hears(alice);
  t.deepEqual([own?.attrs['type'], own?.attrs['id'], statuses(own ?? t.fail())], ['unavailable', 'bye', [110]]);
  const [other] = await on.hears(bob);
  t.is(other?.attrs['id'], undefined);
  t.deepEqual([other?.attrs['from'], statuses(other ?? t.fail())], [`${room}/Alice`, []]);
  t.is(child(other ?? t.fail(), 'status')?.getText(), 'bye');
  t.regex(serialize(other ?? t.fail()), /affiliation="none" role="none"/);
});

test('a new nickname is told with 303 under the old one, then the new one arrives (§7.6)', async (t) => {
  const on = await talk();
  on.send(alice, `<presence to='${room}/Alicia'/>`);
  const heard = await on.hears(bob);
  t.deepEqual(kinds(heard), [`presence unavailable ${room}/Alice`, `presence ${room}/Alicia`]);
  t.deepEqual(statuses(heard[0] ?? t.fail()), [303]);
  t.regex(serialize(heard[0] ?? t.fail()), /nick="Alicia"/);
  t.deepEqual((await on.hears(alice)).map(statuses), [[303, 110], [110]]);
  on.send(alice, say('still me'));
  t.is((await on.hears(bob))[0]?.attrs['from'], `${room}/Alicia`);
});

test('a nickname somebody else has is refused, and nothing changes (§7.6)', async (t) => {
  const on = await talk();
  on.send(alice, `<presence to='${room}/Bob' id='n'/>`);
  const [refused] = await on.hears(alice);
  t.deepEqual([errorOf(refused ?? t.fail())?.condition, refused?.attrs['id']], ['conflict', 'n']);
  t.deepEqual(await on.hears(bob), []);
});

test('a change of presence is shown to everybody, and to whoever comes later (§7.7)', async (t) => {
  const on = await talk();
  on.send(alice, `<presence to='${room}/Alice'><show>dnd</show></presence>`);
  t.is(child((await on.hears(bob))[0] ?? t.fail(), 'show')?.getText(), 'dnd');
  on.send(aliceDesk, join('Alice'));
  on.send('carol@localhost/x', join('Carol'));
  await on.settle();
  const shown = (await on.hears('carol@localhost/x')).find((stanza) => stanza.attrs['from'] === `${room}/Alice`);
  t.truthy(shown);
});

test('a session for which an error comes back is out, shown with 333 and without 307 (§11.1)', async (t) => {
  const on = await talk();
  on.send(
    alice,
    `<message to='${room}/Bob' type='error'><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`,
  );
  const [gone] = await on.hears(bob);
  t.deepEqual([gone?.attrs['type'], statuses(gone ?? t.fail())], ['unavailable', [333]]);
  t.deepEqual((await on.hears(alice)).map(statuses), [[333, 110]], 'if it is there after all, it knows that it is out');
  on.send(bob, say('alone'));
  t.deepEqual((await on.hears(alice)).map(body), []);
});

test('errors that are only an opinion about one stanza take nobody out', async (t) => {
  const on = await talk();
  for (const condition of ['not-acceptable', 'forbidden', 'remote-server-timeout', 'bad-request']) {
    on.send(
      alice,
      `<message to='${room}' type='error'><error type='cancel'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`,
    );
  }
  t.deepEqual(await on.hears(bob), []);
});

test('a room nobody wants to keep ends with its last occupant (§10.9)', async (t) => {
  const on = await world();
  await openRoom(on, { 'muc#roomconfig_persistentroom': '0' });
  on.send(owner, leave('Olga'));
  await on.hears(owner);
  on.send(alice, join('Alice'));
  t.deepEqual(statuses((await on.hears(alice))[0] ?? t.fail()), [201, 110]);
});

test('a room that was never configured ends when its creator leaves (§10.1.3)', async (t) => {
  const on = await world();
  on.send(owner, join('Olga'));
  await on.settle();
  on.send(owner, leave('Olga'));
  await on.hears(owner);
  on.send(alice, join('Alice'));
  t.true(statuses((await on.hears(alice))[0] ?? t.fail()).includes(201));
});

test('self-ping: an occupant is one, a stranger is told not-acceptable, a nickname may be missing (XEP-0410)', async (t) => {
  const on = await talk();
  const ping = (nick: string) => `<iq to='${room}/${nick}' type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>`;
  on.send(alice, ping('Alice'));
  t.is((await on.hears(alice))[0]?.attrs['type'], 'result');
  on.send('carol@localhost/x', ping('Alice'));
  t.is(errorOf((await on.hears('carol@localhost/x'))[0] ?? t.fail())?.condition, 'not-acceptable');
  on.send(alice, ping('Nobody'));
  t.is(errorOf((await on.hears(alice))[0] ?? t.fail())?.condition, 'item-not-found');
});
