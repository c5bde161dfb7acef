/** Add-ins and settings, and the audit in which all changes are found. */
import test from 'ava';
import { configure, openRoom, owner, room } from '../conversation.ts';
import { admin, conditionOf, granted, housing, makeCategory } from './housing.ts';

test('an add-in is a web page under a name, and is kept', async (t) => {
  const { on, actor, store } = await housing();
  const { addins } = on.house;
  granted(await addins.set({ actor, name: 'Prices', url: 'https://prices.example/app' }));
  granted(await addins.set({ actor, name: 'prices', url: 'http://prices.example/' }));
  for (const url of [
    'javascript:alert(1)',
    'ftp://x.example/',
    'not one',
    `https://x.example/${'x'.repeat(250)}`,
    'https://u:p@x.example/',
  ]) {
    t.is(conditionOf(await addins.set({ actor, name: 'Other', url })), 'not-acceptable', url);
  }
  t.is(conditionOf(await addins.set({ actor, name: 'x'.repeat(51), url: 'https://x.example/' })), 'not-acceptable');
  const later = await housing(store.reopen());
  t.deepEqual(later.on.house.addins.list(), [{ name: 'prices', url: 'http://prices.example/' }]);
  t.is(later.on.house.directory.addin('PRICES')?.url, 'http://prices.example/');
  granted(await later.on.house.addins.remove({ actor, name: 'Prices' }));
  t.is(conditionOf(await later.on.house.addins.remove({ actor, name: 'Prices' })), 'item-not-found');
});

test('settings by command are kept over the configuration until they are taken back', async (t) => {
  const { on, actor, store } = await housing();
  granted(await on.house.settings.set({ actor, values: { largeRoomsAbove: 10, defaultHistory: 30 } }));
  t.is(conditionOf(await on.house.settings.set({ actor, values: { defaultHistory: 501 } })), 'not-acceptable');
  t.is(conditionOf(await on.house.settings.set({ actor, values: { defaultHistory: 0 } })), 'not-acceptable');
  t.is(conditionOf(await on.house.settings.set({ actor, values: { roomManagementUrl: 'x' } })), 'not-acceptable');
  const later = await housing(store.reopen());
  t.is(later.on.house.largeRoomsAbove, 10);
  granted(await later.on.house.settings.set({ actor, values: { largeRoomsAbove: null } }));
  t.is(later.on.house.largeRoomsAbove, 75);
  t.deepEqual(later.on.house.settings.values(), { defaultHistory: 30 });
});

test('every change is found with who, what, where, before and after, the newest first', async (t) => {
  const house = await housing();
  const { on, actor } = house;
  await openRoom(on);
  await on.pass(1_000);
  const { key } = await makeCategory(house, { name: 'Trading', allowed: { add: ['localhost'] } });
  await on.pass(1_000);
  const wish = { name: 'Trade', allowed: { remove: ['localhost'], add: ['group:desk'] } };
  granted(await on.house.categories.change({ actor, key, wish }));
  await on.pass(1_000);
  granted(await on.house.groups.create({ actor, name: 'desk', members: ['alice@localhost'] }));
  await on.pass(1_000);
  granted(await on.house.policies.set({ actor, right: 'create', principal: 'localhost', allowed: false }));
  const all = granted(await on.house.audit.read({ limit: 3 }));
  t.deepEqual(
    all.entries.map(({ by, where, what, before, after }) => [by, where, what, before, after]),
    [
      [admin, 'service', 'policy-changed', {}, { right: 'create', principal: 'localhost', rule: 'refused' }],
      [admin, 'service', 'group-created', {}, { group: 'desk', members: 'alice@localhost' }],
      [
        admin,
        'category:Trade',
        'category-changed',
        { name: 'Trading', allowed: 'localhost' },
        { name: 'Trade', allowed: 'group:desk' },
      ],
    ],
  );
  const further = granted(await on.house.audit.read({ limit: 500, from: all.next ?? t.fail() }));
  t.deepEqual(
    further.entries.slice(0, 1).map(({ what, where }) => [what, where]),
    [['category-created', 'category:Trade']],
  );
  const ofRoom = granted(await on.house.audit.read({ limit: 10, where: room }));
  t.deepEqual(ofRoom.entries.map(({ what, by }) => [what, by]).at(-1), ['created', 'olga@localhost']);
  const byNobody = granted(await on.house.audit.read({ limit: 10, by: 'nobody@localhost' }));
  t.deepEqual(byNobody.entries, []);
  t.is(conditionOf(await on.house.audit.read({ limit: 10, where: 'no such place' })), 'item-not-found');
  t.is(conditionOf(await on.house.audit.read({ limit: 10, from: 'nonsense' })), 'not-acceptable');
});

test('of a secret it says that it was changed, and no more', async (t) => {
  const { on } = await housing();
  await openRoom(on);
  const fields = { 'muc#roomconfig_passwordprotectedroom': '1', 'muc#roomconfig_roomsecret': 'open sesame' };
  on.send(owner, configure(fields));
  await on.hears(owner);
  const { entries } = granted(await on.house.audit.read({ limit: 10, where: room }));
  const [configured] = entries;
  t.is(configured?.what, 'configured');
  t.is(configured?.after['password'], 'changed');
  t.notRegex(JSON.stringify(entries), /sesame/);
});
