/** Groups made by commands and groups from outside, and what follows when they change. */
import test from 'ava';
import { memoryStore } from '../../memory-store.ts';
import { body } from '../../world.ts';
import { alice, bob, enter, openRoom, owner, room, say } from '../conversation.ts';
import { conditionOf, farewells, granted, housing, somebody } from './housing.ts';

const outside = (...members: string[]) => new Map([['desk', { members: new Set(members), source: 'ldap' }]]);

test('a group is made, changed and removed, and is there after a kill', async (t) => {
  const { on, actor, store } = await housing();
  const { groups } = on.house;
  granted(await groups.create({ actor, name: ' Desk ', members: ['Alice@localhost', 'partner.example'] }));
  t.is(conditionOf(await groups.create({ actor, name: 'Desk' })), 'conflict');
  t.is(conditionOf(await groups.create({ actor, name: 'Other', members: ['group:Desk'] })), 'not-acceptable');
  t.is(conditionOf(await groups.create({ actor, name: 'Other', members: ['*'] })), 'not-acceptable');
  t.is(conditionOf(await groups.create({ actor, name: 'a,b' })), 'not-acceptable');
  granted(
    await groups.change({ actor, name: 'Desk', members: { add: ['bob@localhost'], remove: ['alice@localhost'] } }),
  );
  t.is(conditionOf(await groups.change({ actor, name: 'None', members: {} })), 'item-not-found');
  const later = await housing(store.reopen());
  t.deepEqual(later.on.house.groups.list(), [{ name: 'Desk', source: 'command', members: 2 }]);
  t.deepEqual(later.on.house.groups.groupsOf('bob@localhost'), ['group:Desk']);
  t.deepEqual(later.on.house.groups.groupsOf('alice@localhost'), []);
  t.deepEqual(later.on.house.groups.groupsOf('x@partner.example'), ['group:Desk']);
  granted(await later.on.house.groups.remove({ actor, name: 'Desk' }));
  t.deepEqual(later.on.house.groups.groupsOf('bob@localhost'), []);
  t.deepEqual((await housing(later.store.reopen())).on.house.groups.list(), []);
});

test('of two groups of one name the one from outside holds, and only there it can be changed', async (t) => {
  const { on, actor } = await housing();
  const { groups } = on.house;
  granted(await groups.create({ actor, name: 'desk', members: ['alice@localhost'] }));
  on.house.setOutsideGroups(outside('bob@localhost'));
  t.deepEqual(groups.list(), [{ name: 'desk', source: 'ldap', members: 1 }]);
  t.deepEqual([...(groups.membersOf('desk') ?? [])], ['bob@localhost']);
  t.deepEqual(groups.groupsOf('alice@localhost'), []);
  for (const refused of [
    await groups.create({ actor, name: 'desk' }),
    await groups.change({ actor, name: 'desk', members: { add: ['eve@localhost'] } }),
    await groups.remove({ actor, name: 'desk' }),
  ]) {
    t.is(conditionOf(refused), 'conflict');
  }
  on.house.setOutsideGroups(new Map());
  t.deepEqual(groups.groupsOf('alice@localhost'), ['group:desk']);
  t.deepEqual(groups.groupsOf('bob@localhost'), []);
});

test('who leaves a group outside leaves the rooms that only it let them into, at once', async (t) => {
  const { on, actor } = await housing(memoryStore(), {
    house: { outsideGroups: outside('alice@localhost', 'bob@localhost') },
  });
  const wish = { allowed: { set: ['olga@localhost', 'group:desk'] }, creators: { set: ['olga@localhost'] } };
  granted(await on.house.categories.change({ actor, key: 'default', wish }));
  await openRoom(on);
  await enter(on, alice, 'Alice');
  await enter(on, bob, 'Bob');
  for (const who of [owner, alice, bob]) await on.hears(who);
  on.house.setOutsideGroups(outside('alice@localhost'));
  on.send(alice, say('between us'));
  const told = await on.hears(bob);
  t.deepEqual(farewells(told), [`${room}/Bob`]);
  t.false(told.some((stanza) => body(stanza) !== undefined));
  t.true((await on.hears(alice)).some((stanza) => body(stanza) === 'between us'));
});

test('members of a group administer the service for as long as they are in it', async (t) => {
  const { on } = await housing(memoryStore(), {
    admins: ['group:desk'],
    house: { outsideGroups: outside('alice@localhost') },
  });
  t.true(on.house.isServiceAdmin(somebody('alice@localhost')));
  t.false(on.house.isServiceAdmin(somebody('bob@localhost')));
  on.house.setOutsideGroups(outside('bob@localhost'));
  t.false(on.house.isServiceAdmin(somebody('alice@localhost')));
  t.true(on.house.isServiceAdmin(somebody('bob@localhost')));
  on.house.setAdmins(['carol@localhost']);
  t.false(on.house.isServiceAdmin(somebody('bob@localhost')));
  t.true(on.house.isServiceAdmin(somebody('carol@localhost')));
});
