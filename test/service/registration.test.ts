/** Registering with a room (XEP-0045 §7.10, XEP-0077). */
import test from 'ava';
import { child, children, childText, type Element, serialize } from '../../src/wire/xml.ts';
import { errorOf, statuses } from '../world.ts';
import { hearsBack } from './chatting.ts';
import { alice, aliceDesk, bob, configure, enter, join, leave, openRoom, owner, room, world } from './conversation.ts';
import {
  affiliate,
  answer,
  applied,
  ask,
  asked,
  conditionOf,
  decide,
  fields,
  form,
  formNs,
  forms,
  minute,
  mucUser,
  ns,
  register,
  registerForm,
  remove,
  setting,
  submit,
} from './registering.ts';

test('§7.10: a stranger gets a form in which the nickname alone is required, with the one in use filled in', async (t) => {
  const on = await world();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  on.send(alice, ask);
  const query = child(await answer(on, alice), 'query', ns) ?? t.fail();
  const x = child(query as Element, 'x', formNs) as Element;
  t.is(child(query as Element, 'registered', ns), undefined);
  t.is(fields(x)['FORM_TYPE'], registerForm);
  t.is(fields(x)['muc#register_roomnick'], 'Alice');
  const required = children(x, 'field', formNs).filter((field) => child(field, 'required', formNs) !== undefined);
  t.deepEqual(
    required.map(({ attrs }) => attrs['var']),
    ['muc#register_roomnick'],
  );
});

test('§7.10: to ask again for the same changes nothing, for something else is a new request, but not at once', async (t) => {
  const on = await applied();
  const first = await asked(on, owner);
  t.is(await conditionOf(on, alice, register('Alice', { 'muc#register_email': 'alice@mail' })), 'done');
  t.deepEqual(forms(await on.hears(owner)), []);
  t.is(await conditionOf(on, alice, register('Ally')), 'wait resource-constraint');
  await on.pass(10 * minute);
  t.is(await conditionOf(on, alice, register('Ally')), 'done');
  const request = await asked(on, owner);
  t.is(request['muc#register_roomnick'], 'Ally');
  on.send(owner, decide({ ...first, 'muc#register_allow': '1' }));
  t.is(errorOf((await on.hears(owner))[0] as Element)?.condition, 'item-not-found', 'the earlier form is void');
});

test('XEP-0077 §3.2: a request can be withdrawn; asking anew has to wait', async (t) => {
  const on = await applied();
  const request = await asked(on, owner);
  t.is(await conditionOf(on, alice, remove), 'done');
  on.send(owner, decide({ ...request, 'muc#register_allow': '1' }));
  t.is(errorOf((await on.hears(owner))[0] as Element)?.condition, 'item-not-found');
  t.is(await conditionOf(on, alice, register('Alice')), 'wait resource-constraint');
  await on.pass(10 * minute);
  t.is(await conditionOf(on, alice, register('Alice')), 'done');
});

test('a request can be withdrawn when the room takes none any more, too, by whoever has made it', async (t) => {
  const on = await applied();
  on.send(owner, configure({ [setting]: 'off' }));
  await on.hears(owner);
  t.is(await conditionOf(on, bob, remove), 'cancel service-unavailable');
  const withdraw = `request withdraw ${room}`;
  t.notRegex(await hearsBack(on, bob, withdraw), /You are not registered/);
  t.regex(await hearsBack(on, alice, withdraw), /You are not registered/);
  t.regex(await hearsBack(on, owner, `request list ${room}`), /Nobody waits/);
});

test('§7.10: at once where the owner wants it so; with voice in a moderated room, and all see it', async (t) => {
  const on = await world();
  await openRoom(on, { [setting]: 'open', 'muc#roomconfig_moderatedroom': '1' });
  await enter(on, alice, 'Alice');
  await on.hears(owner);
  t.is(await conditionOf(on, alice, register('Alice')), 'done');
  const [told, ...more] = await on.hears(owner);
  const item = child(child(told as Element, 'x', mucUser) as Element, 'item', mucUser);
  t.deepEqual([item?.attrs['affiliation'], item?.attrs['role'], more.length], ['member', 'participant', 0]);
});

test('§7.10: members reserve nicknames at once, are told which they have, and may change it', async (t) => {
  const on = await world();
  await openRoom(on, { [setting]: 'members' });
  on.send(owner, affiliate('alice@localhost', 'member'));
  await enter(on, alice, 'Alice');
  await enter(on, bob, 'Bob');
  t.is(await conditionOf(on, alice, register('Alice')), 'done');
  t.is(await conditionOf(on, alice, register('Alice')), 'done', 'twice is once');
  t.is(await conditionOf(on, alice, register('Alicia')), 'done');
  on.send(alice, ask);
  const query = child(await answer(on, alice), 'query', ns) as Element;
  t.truthy(child(query, 'registered', ns));
  t.is(childText(query, 'username', ns), 'Alicia');
  await on.hears(bob);
  on.send(bob, `<presence to='${room}/ALICIA'/>`);
  t.is(errorOf((await on.hears(bob))[0] as Element)?.condition, 'conflict', 'also in another spelling');
  on.send(bob, `<presence to='${room}/Ａｌｉｃｉａ'/>`);
  t.is(errorOf((await on.hears(bob))[0] as Element)?.condition, 'conflict');
  on.send(aliceDesk, join('Somebody else'));
  t.true(
    (await on.hears(aliceDesk)).some((stanza) => statuses(stanza).includes(110)),
    'members may use another one',
  );
});

test('§7.10: every no has the condition the text asks for', async (t) => {
  const on = await world();
  t.is(await conditionOf(on, alice, ask), 'cancel item-not-found');
  t.is(await conditionOf(on, alice, register('Alice')), 'cancel item-not-found');
  await openRoom(on, { [setting]: 'members' });
  t.is(await conditionOf(on, alice, ask), 'cancel not-allowed');
  t.is(await conditionOf(on, alice, register('Alice')), 'cancel not-allowed');
  on.send(owner, configure({ [setting]: 'off' }));
  t.is(await conditionOf(on, alice, ask), 'cancel service-unavailable');
  t.is(await conditionOf(on, alice, register('Alice')), 'cancel service-unavailable');
  t.is(await conditionOf(on, owner, register('Olga')), 'cancel service-unavailable');
  on.send(owner, configure({ [setting]: 'open' }));
  on.send(owner, affiliate('banned@localhost', 'outcast'));
  await on.settle();
  t.is(await conditionOf(on, 'banned@localhost/x', ask), 'cancel not-allowed');
  t.is(await conditionOf(on, 'banned@localhost/x', register('Banned')), 'cancel not-allowed');
  await enter(on, bob, 'Bob');
  t.is(await conditionOf(on, alice, register('bob')), 'cancel conflict', 'in use by somebody else');
  t.is(await conditionOf(on, bob, register('Bob')), 'done');
  on.send(bob, leave('Bob'));
  t.is(await conditionOf(on, alice, register('bob')), 'cancel conflict', 'reserved for somebody else');
  t.is(await conditionOf(on, alice, submit('')), 'modify bad-request');
  t.is(await conditionOf(on, alice, submit(form({}))), 'modify bad-request');
  t.is(await conditionOf(on, alice, submit(form({ 'muc#register_roomnick': '' }))), 'modify bad-request');
  t.is(await conditionOf(on, alice, submit(form({ 'muc#register_roomnick': 'A' }, 'other'))), 'modify bad-request');
  t.is(await conditionOf(on, alice, register('A', { 'muc#register_url': 'x'.repeat(300) })), 'modify not-acceptable');
  t.is(await conditionOf(on, alice, submit('<username>Alice</username>')), 'modify bad-request');
  t.is(await conditionOf(on, alice, submit('<remove/><username/>')), 'modify bad-request');
  t.is(await conditionOf(on, alice, remove), 'auth registration-required');
});

test('§7.10: of two strangers who want one nickname the first may have it', async (t) => {
  const on = await applied();
  t.is(await conditionOf(on, 'carol@localhost/x', register('ALICE')), 'cancel conflict');
});

test('XEP-0077 §3.2: who unregisters is no member any more; who manages the room goes on to, without the nickname', async (t) => {
  const on = await world();
  await openRoom(on, { [setting]: 'open', 'muc#roomconfig_membersonly': '1' });
  t.is(await conditionOf(on, alice, register('Alice')), 'done');
  await enter(on, alice, 'Alice');
  await on.hears(owner);
  t.is(await conditionOf(on, owner, register('Olga')), 'done');
  t.is(await conditionOf(on, owner, remove), 'done');
  on.send(owner, ask);
  t.is(child(child(await answer(on, owner), 'query', ns) as Element, 'registered', ns), undefined);
  on.send(alice, remove);
  const gone = (await on.hears(owner)).find(({ name }) => name === 'presence');
  t.is(gone?.attrs['type'], 'unavailable');
  t.deepEqual(statuses(gone as Element), [321]);
  on.send(alice, join('Alice'));
  t.is(errorOf((await on.hears(alice)).at(-1) as Element)?.condition, 'registration-required');
  on.send(owner, configure({ 'muc#roomconfig_roomname': 'still hers' }));
  t.is((await answer(on, owner)).attrs['type'], 'result');
});

test('§7.10: who uses a nickname keeps it until they leave when it is reserved for somebody else', async (t) => {
  const on = await world();
  await openRoom(on);
  await enter(on, bob, 'Bob');
  on.send(owner, affiliate('alice@localhost', 'member', 'Bob'));
  on.send(bob, `<presence to='${room}/Bob'><show>away</show></presence>`);
  t.false((await on.hears(bob)).some((stanza) => errorOf(stanza) !== undefined));
  on.send(bob, leave('Bob'));
  await on.hears(bob);
  on.send(bob, join('Bob'));
  t.is(errorOf((await on.hears(bob)).at(-1) as Element)?.condition, 'conflict');
});

test('§7.10: no more than fifty wait in one room', async (t) => {
  const on = await world();
  await openRoom(on);
  for (let count = 0; count < 50; count++) on.send(`p${count}@localhost/x`, register(`P${count}`));
  t.is(await conditionOf(on, alice, register('Alice')), 'wait resource-constraint');
  t.is(forms(await on.hears(owner)).length, 50);
  on.send(owner, leave('Olga'));
  await on.hears(owner);
  on.send(owner, join('Olga'));
  t.is(forms(await on.hears(owner)).length, 10, 'on entering one is not flooded');
});

test('§7.10: whoever becomes a member, or is banned, by the lists waits no longer', async (t) => {
  for (const affiliation of ['member', 'outcast']) {
    const on = await applied();
    const request = await asked(on, owner);
    on.send(owner, affiliate('alice@localhost', affiliation));
    await on.hears(owner);
    on.send(owner, decide({ ...request, 'muc#register_allow': '1' }));
    t.is(errorOf((await on.hears(owner)).at(-1) as Element)?.condition, 'item-not-found');
  }
});

test('§6.4: disco#info tells whether one can register', async (t) => {
  const on = await world();
  await openRoom(on);
  const info = `<iq to='${room}' type='get' id='i'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`;
  on.send(alice, info);
  t.true(serialize(await answer(on, alice)).includes(`var="${ns}"`));
  on.send(owner, configure({ [setting]: 'off' }));
  on.send(alice, info);
  t.false(serialize(await answer(on, alice)).includes(`var="${ns}"`));
});
