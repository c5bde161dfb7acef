/** Rooms begin and end (XEP-0045 §10.1, §10.9). */
import test from 'ava';
import { child, serialize, text } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { Crowd, party } from '../room/crowd.ts';
import { domain, errorOf, statuses, World } from '../world.ts';
import { alice, configure, enter, join, leave, openRoom, owner, room, world } from './conversation.ts';

const ownerNs = 'http://jabber.org/protocol/muc#owner';
const mucUser = 'http://jabber.org/protocol/muc#user';
const submit = `<iq to='${room}' type='set' id='i'><query xmlns='${ownerNs}'><x xmlns='jabber:x:data' type='submit'/></query></iq>`;

async function isFree(on: World): Promise<boolean> {
  on.send(alice, join('Alice'));
  return (await on.hears(alice)).some((stanza) => statuses(stanza).includes(201));
}

test('a creator who leaves before the room is open hears that it is destroyed, and it is (§10.1.3)', async (t) => {
  const on = await world();
  on.send(owner, join('Olga'));
  await on.hears(owner);
  on.send(owner, leave('Olga'));
  const [farewell] = await on.hears(owner);
  const x = child(farewell ?? t.fail(), 'x', mucUser) ?? t.fail();
  t.not(child(x, 'destroy', mucUser), undefined);
  t.deepEqual(statuses(farewell ?? t.fail()), [110]);
  t.true(await isFree(on));
});

test('a creator whose session is gone before the room is open takes the room along (§10.1.3)', async (t) => {
  const on = await world();
  on.send(owner, join('Olga'));
  await on.hears(owner);
  on.send(
    owner,
    `<presence to='${room}/Olga' type='error'><error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>`,
  );
  await on.settle();
  t.true(await isFree(on));
});

test('a creator with two sessions keeps the new room until the last one leaves', async (t) => {
  const on = await world();
  const second = 'olga@localhost/second';
  on.send(owner, join('Olga'));
  on.send(second, join('Olga'));
  await on.settle();
  on.send(owner, leave('Olga'));
  t.false((await on.hears(owner)).some((stanza) => serialize(stanza).includes('destroy')));
  on.send(second, submit);
  await on.settle();
  t.false(await isFree(on));
});

test('a room that is not open tells others that it is not there, whatever they ask (§7.2.10, §10.1)', async (t) => {
  const on = await world();
  on.send(owner, join('Olga'));
  await on.hears(owner);
  for (const payload of ["<query xmlns='http://jabber.org/protocol/disco#info'/>", "<query xmlns='urn:xmpp:mam:2'/>"]) {
    on.send(alice, `<iq to='${room}' type='get' id='x'>${payload}</iq>`);
    t.is(errorOf((await on.hears(alice))[0] ?? t.fail())?.condition, 'item-not-found', payload);
  }
});

test('where only administrators make rooms, others get not-allowed, and may enter what there is (§7.2.11)', async (t) => {
  const options = { store: memoryStore(), admins: ['olga@localhost'], roomsCreatedBy: 'admins' } as const;
  const on = (await new World(options).start()).connect();
  on.send(alice, join('Alice'));
  t.like(errorOf((await on.hears(alice))[0] ?? t.fail()), { condition: 'not-allowed', type: 'cancel' });
  await openRoom(on);
  await enter(on, alice, 'Alice');
  on.send(owner, leave('Olga'));
  t.true((await on.hears(alice)).some(({ attrs }) => attrs['type'] === 'unavailable'));
});

test('a temporary room ends with its last occupant, and one made persistent meanwhile does not (§10.9)', async (t) => {
  for (const [kept, free] of [
    ['0', true],
    ['1', false],
  ] as const) {
    const on = await world();
    await openRoom(on, { 'muc#roomconfig_persistentroom': '0' });
    on.send(owner, configure({ 'muc#roomconfig_persistentroom': kept }));
    await on.settle();
    on.send(owner, leave('Olga'));
    await on.settle();
    t.is(await isFree(on), free);
  }
});

test('made temporary in the form that removes all who are in it, the room ends with them', async (t) => {
  const on = await world();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  on.send(owner, leave('Olga'));
  await on.settle();
  on.send(owner, configure({ 'muc#roomconfig_persistentroom': '0', 'muc#roomconfig_membersonly': '1' }));
  await on.hears(alice);
  t.true(await isFree(on));
});

test('who is told of the end is told the password of the other room as well (§10.9)', async (t) => {
  const on = await world();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  on.send(
    owner,
    `<iq to='${room}' type='set' id='d'><query xmlns='${ownerNs}'><destroy jid='new@${domain}'><password>sesame</password></destroy></query></iq>`,
  );
  const [told] = (await on.hears(alice)).slice(-1);
  t.regex(
    serialize(told ?? t.fail()),
    new RegExp(`<destroy jid="new@${domain}"><password>sesame</password></destroy>`),
  );
});

test('a reason that is too long for so many people is refused, and the room stays', (t) => {
  const crowd = new Crowd(0).open(Array.from({ length: 99 }, (_, i) => `p${i}`));
  const end = (reason: string) => crowd.do({ kind: 'destroy', from: party('olga'), reason });
  t.like(end('x'.repeat(10_001)).answer, { condition: 'policy-violation', type: 'modify' });
  t.false(crowd.room.destroyed);
  t.deepEqual(end('x'.repeat(10_000)).answer, { kind: 'done' });
});

test('a client may ask for the name of a room that is not there: another one each time, which can be an address', async (t) => {
  const on = await world();
  const ask = `<iq to='${domain}' type='get' id='u'><unique xmlns='http://jabber.org/protocol/muc#unique'/></iq>`;
  const names = new Set<string>();
  for (const _ of [1, 2]) {
    on.send(alice, ask);
    const [iq] = await on.hears(alice);
    names.add(text(child(iq ?? t.fail(), 'unique', 'http://jabber.org/protocol/muc#unique') ?? t.fail()));
  }
  t.is(names.size, 2);
  for (const name of names) t.regex(name, /^[a-z0-9._-]{3,}$/);
  on.send('eve@elsewhere/x', ask);
  t.is(errorOf((await on.hears('eve@elsewhere/x'))[0] ?? t.fail())?.condition, 'forbidden');
});
