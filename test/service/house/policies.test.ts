/** Who may use the service, as the gate applies it, and who may make rooms. */
import test from 'ava';
import { memoryStore } from '../../memory-store.ts';
import { body, domain, errorOf, type World, type WorldOptions } from '../../world.ts';
import { alice, bob, enter, join, openRoom, owner, room, say } from '../conversation.ts';
import { admin, conditionOf, farewells, granted, housing, makeCategory, somebody } from './housing.ts';

const items = `<iq type='get' to='${domain}' id='i'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>`;
const partner = 'pat@partner.example/x';
const desk = new Map([['desk', { members: new Set(['alice@localhost', 'pat@partner.example']), source: 'config' }]]);

async function isLetIn(on: World, who: string): Promise<boolean> {
  const nick = who.slice(0, who.indexOf('@'));
  on.send(who, join(nick));
  const [answer] = await on.hears(who);
  const error = answer && errorOf(answer);
  if (error !== undefined && error.condition !== 'registration-required') return false;
  on.send(who, `<presence to='${room}/${nick}' type='unavailable'/>`);
  await on.hears(who);
  return true;
}

interface Cell {
  readonly what: string;
  readonly house?: WorldOptions['house'];
  readonly rules?: Readonly<Record<string, boolean>>;
  readonly may: { readonly alice: boolean; readonly bob: boolean; readonly pat: boolean };
}

const cells: readonly Cell[] = [
  { what: 'nothing is said', may: { alice: true, bob: true, pat: false } },
  { what: 'federation is on for all', house: { federation: 'all' }, may: { alice: true, bob: true, pat: true } },
  { what: 'for a domain', house: { federation: ['partner.example'] }, may: { alice: true, bob: true, pat: true } },
  { what: 'for another', house: { federation: ['other.example'] }, may: { alice: true, bob: true, pat: false } },
  { what: 'everyone is refused', rules: { '*': false }, may: { alice: false, bob: false, pat: false } },
  {
    what: 'a person is allowed whose domain is not',
    rules: { localhost: false, 'bob@localhost': true },
    may: { alice: false, bob: true, pat: false },
  },
  {
    what: 'a group is allowed, and a stranger in it stays one',
    rules: { '*': false, 'group:desk': true },
    may: { alice: true, bob: false, pat: false },
  },
  {
    what: 'a group is refused, and one in it is not',
    house: { federation: 'all' },
    rules: { 'group:desk': false, 'alice@localhost': true },
    may: { alice: true, bob: true, pat: false },
  },
  {
    what: 'a domain is refused that federation lets in',
    house: { federation: 'all' },
    rules: { 'partner.example': false },
    may: { alice: true, bob: true, pat: false },
  },
];

for (const { what, house, rules, may } of cells) {
  test(`who is let in where ${what}`, async (t) => {
    const { on, actor } = await housing(memoryStore(), { house: { outsideGroups: desk, ...house } });
    const wish = { allowed: { add: ['*'] } };
    granted(await on.house.categories.change({ actor, key: 'default', wish }));
    await openRoom(on);
    for (const [principal, allowed] of Object.entries(rules ?? {})) {
      granted(await on.house.policies.set({ actor, right: 'use', principal, allowed }));
    }
    t.deepEqual({ alice: await isLetIn(on, alice), bob: await isLetIn(on, bob), pat: await isLetIn(on, partner) }, may);
    t.true(await isLetIn(on, `${admin}/x`), 'no rule locks an administrator out');
  });
}

test('whoever is refused gets one clear error, sees an empty service, and leaves the rooms they are in', async (t) => {
  const { on, actor } = await housing();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  await enter(on, bob, 'Bob');
  on.send(bob, items);
  t.true((await on.hears(bob)).some((answer) => answer.toString().includes(room)));
  for (const who of [owner, alice]) await on.hears(who);
  granted(await on.house.policies.set({ actor, right: 'use', principal: 'bob@localhost', allowed: false }));
  on.send(alice, say('between us'));
  const told = await on.hears(bob);
  t.deepEqual(farewells(told), [`${room}/Bob`]);
  t.false(told.some((stanza) => body(stanza) !== undefined));
  on.send(bob, items);
  const [empty] = await on.hears(bob);
  t.is(empty?.attrs['type'], 'result');
  t.false(empty?.toString().includes(room));
  on.send(bob, join('Bob'));
  const refused = await on.hears(bob);
  t.deepEqual(
    refused.map((stanza) => errorOf(stanza)?.condition),
    ['forbidden'],
  );
  granted(await on.house.policies.set({ actor, right: 'use', principal: 'bob@localhost' }));
  t.true(await isLetIn(on, bob));
  t.is(conditionOf(await on.house.policies.set({ actor, right: 'use', principal: 'bob@localhost' })), 'item-not-found');
});

test('rooms are made by whom policy and a category let make them, in the default category if they may there', async (t) => {
  const house = await housing(memoryStore(), { roomsCreatedBy: 'admins' });
  const { on, actor } = house;
  const categoryOf = (jid: string) => on.house.directory.newRoomCategory(somebody(jid));
  t.is(categoryOf('alice@localhost'), undefined);
  t.is(categoryOf(admin), 'default');
  granted(await on.house.policies.set({ actor, right: 'create', principal: 'localhost', allowed: true }));
  t.is(categoryOf('alice@localhost'), 'default');
  const wish = { creators: { set: [] } };
  granted(await on.house.categories.change({ actor, key: 'default', wish }));
  t.is(categoryOf('alice@localhost'), undefined);
  const scope = { allowed: { add: ['localhost'] }, creators: { add: ['alice@localhost'] } };
  await makeCategory(house, { name: 'Zoo', ...scope });
  const { key } = await makeCategory(house, { name: 'Aviary', ...scope });
  t.is(categoryOf('alice@localhost'), key);
  t.is(categoryOf('bob@localhost'), undefined);
  granted(await on.house.policies.set({ actor, right: 'create', principal: 'alice@localhost', allowed: false }));
  t.is(categoryOf('alice@localhost'), undefined);
});

test('rules and federation survive a kill', async (t) => {
  const { on, actor, store } = await housing();
  granted(await on.house.policies.set({ actor, right: 'use', principal: 'group:desk', allowed: false }));
  granted(await on.house.policies.setFederation({ actor, value: ['Partner.Example'] }));
  t.is(conditionOf(await on.house.policies.setFederation({ actor, value: ['not a domain'] })), 'not-acceptable');
  const later = await housing(store.reopen());
  t.deepEqual(later.on.house.policies.rules(), [{ right: 'use', principal: 'group:desk', allowed: false }]);
  t.deepEqual(later.on.house.policies.federation(), { value: ['partner.example'], from: 'command' });
  t.true(later.on.house.policies.isPermitted('use', 'pat@partner.example'));
  granted(await later.on.house.policies.setFederation({ actor }));
  t.deepEqual(later.on.house.policies.federation(), { value: 'off', from: 'config' });
  t.false(later.on.house.policies.isPermitted('use', 'pat@partner.example'));
});
