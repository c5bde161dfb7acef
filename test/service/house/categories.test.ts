/** Making, changing and removing categories, and how their rooms follow. */
import test from 'ava';
import { child } from '../../../src/wire/xml.ts';
import { memoryStore } from '../../memory-store.ts';
import { body, statuses } from '../../world.ts';
import { alice, bob, enter, openRoom, owner, room, say } from '../conversation.ts';
import { admin, conditionOf, farewells, granted, housing, makeCategory, somebody } from './housing.ts';

const root = somebody(admin);

test('a category is found by key and by name, whatever its case, by those in scope only', async (t) => {
  const house = await housing();
  const { on } = house;
  const made = await makeCategory(house, {
    name: ' Trading ',
    description: 'Desks',
    allowed: { add: ['alice@localhost'] },
  });
  t.deepEqual([made.name, made.description, made.history, made.invitations], ['Trading', 'Desks', true, false]);
  for (const text of [made.key, 'Trading', 'TRADING']) {
    t.is(on.house.categories.find(text, somebody('alice@localhost'))?.key, made.key);
    t.is(on.house.categories.find(text, root)?.key, made.key);
    t.is(on.house.categories.find(text, somebody('bob@localhost')), undefined);
  }
});

test('what cannot be is refused, and changes nothing', async (t) => {
  const house = await housing();
  const { on, actor } = house;
  await openRoom(on, { 'muc#roomconfig_roomname': 'The Den' });
  const { key } = await makeCategory(house, { name: 'Trading', allowed: { add: ['group:desk'] } });
  const create = async (wish: Parameters<typeof makeCategory>[1]) =>
    conditionOf(await on.house.categories.create({ actor, wish }));
  t.is(await create({ name: 'trading' }), 'conflict');
  t.is(await create({ name: 'the den' }), 'conflict');
  t.is(await create({ name: 'the\u200b  den\u2060' }), 'conflict', 'they look alike');
  t.is(await create({ name: '' }), 'not-acceptable');
  t.is(await create({ name: '\u200b' }), 'not-acceptable', 'it shows nothing');
  t.is(await create({ name: 'x'.repeat(257) }), 'not-acceptable');
  t.is(await create({ name: 'Other', description: 'x'.repeat(257) }), 'not-acceptable');
  t.is(await create({ name: 'Other', allowed: { add: ['not an address'] } }), 'jid-malformed');
  t.is(await create({ name: 'Other', creators: { add: ['alice@localhost'] } }), 'conflict');
  const change = (wish: Partial<Parameters<typeof makeCategory>[1]>) =>
    on.house.categories.change({ actor, key, wish });
  t.is(conditionOf(await change({ name: 'General' })), 'conflict');
  t.is(conditionOf(await change({ creators: { add: ['*'] } })), 'conflict');
  granted(await change({ creators: { add: ['group:desk'] } }));
  t.is(conditionOf(await change({ denied: { add: ['group:desk'] } })), 'conflict', 'a creator would be out of scope');
  t.is(on.house.categories.visibleTo(root).length, 2);
});

test('whom a change keeps out leaves at once and visibly, hears no more, and is counted beforehand', async (t) => {
  const { on, actor } = await housing();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  await enter(on, bob, 'Bob');
  for (const who of [owner, alice, bob]) await on.hears(who);
  const wish = { denied: { add: ['bob@localhost'] } };
  const effects = granted(await on.house.categories.countEffects({ key: 'default', wish }));
  t.deepEqual([effects.rooms, effects.affected, effects.occupants, effects.atLeast], [1, 1, 1, false]);
  t.deepEqual(await on.hears(bob), [], 'asking has changed nothing');
  const done = granted(await on.house.categories.change({ actor, key: 'default', wish }));
  on.send(alice, say('between us'));
  const told = await on.hears(bob);
  t.deepEqual(farewells(told), [`${room}/Bob`]);
  t.true(statuses(told[0] ?? t.fail()).includes(321));
  t.false(told.some((stanza) => body(stanza) !== undefined));
  t.deepEqual(farewells(await on.hears(alice)), [`${room}/Bob`]);
  const job = await on.house.jobs.ended(done.job ?? t.fail());
  t.deepEqual([job?.state, job?.done, job?.total], ['done', 1, 1]);
});

test('from the commit of a change on nobody it keeps out hears a word, long before the work that follows begins', async (t) => {
  const { on, actor, store } = await housing();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  await enter(on, bob, 'Bob');
  for (const who of [owner, alice, bob]) await on.hears(who);
  const save = store.saveSnapshot.bind(store);
  store.saveSnapshot = (given) => (given.stream.startsWith('job:') ? new Promise(() => {}) : save(given));
  const wish = { denied: { add: ['bob@localhost'] } };
  on.house.categories.change({ actor, key: 'default', wish }).catch(() => {});
  await on.settle();
  t.deepEqual(
    on.house.jobs.list().filter(({ done }) => done > 0),
    [],
  );
  on.send(alice, say('between us'));
  const told = await on.hears(bob);
  t.deepEqual(farewells(told), [`${room}/Bob`]);
  t.false(told.some((stanza) => body(stanza) !== undefined));
});

test('after a kill between the change and its effects, nobody who is out of scope hears or reads anything', async (t) => {
  const { on, actor, store } = await housing();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  await enter(on, bob, 'Bob');
  await on.pass(5_000);
  const commit = store.commit.bind(store);
  store.commit = async (given) => {
    const outcome = await commit(given);
    return given.stream === 'category:default' ? await new Promise(() => {}) : outcome;
  };
  const wish = { denied: { add: ['bob@localhost'] } };
  on.house.categories.change({ actor, key: 'default', wish }).catch(() => {});
  await on.settle();
  const later = await housing(store.reopen());
  await later.on.hears(bob);
  later.on.send(alice, say('between us'));
  t.true((await later.on.hears(alice)).some((stanza) => body(stanza) === 'between us'));
  t.false((await later.on.hears(bob)).some((stanza) => body(stanza) !== undefined));
  t.deepEqual(await later.store.sessions.streams(bob), []);
  const [job] = later.on.house.jobs.list();
  t.is((await later.on.house.jobs.ended(job?.key ?? t.fail()))?.state, 'done');
  const last = await housing(later.store.reopen());
  t.deepEqual(
    last.on.house.jobs.list().filter(({ state }) => state === 'running'),
    [],
  );
});

test('a category with rooms stays, and its rooms are not for their owners to destroy', async (t) => {
  const house = await housing(memoryStore(), { admins: [admin] });
  const { on, actor } = house;
  const { key } = await makeCategory(house, {
    name: 'Trading',
    allowed: { add: ['olga@localhost'] },
    creators: { add: ['olga@localhost'] },
  });
  const wish = { creators: { set: [] } };
  granted(await on.house.categories.change({ actor, key: 'default', wish }));
  await openRoom(on);
  t.is(conditionOf(await on.house.categories.remove({ actor, key })), 'conflict');
  on.send(
    owner,
    `<iq to='${room}' type='set' id='d'><query xmlns='http://jabber.org/protocol/muc#owner'><destroy/></query></iq>`,
  );
  await on.settle();
  const refused = (await on.hears(owner)).find(({ name }) => name === 'iq');
  t.truthy(child(refused ?? t.fail(), 'error'), 'rooms of a new category are not for their owners to destroy');
});

test('what was changed is there after a kill, and what could not be written was not changed', async (t) => {
  const house = await housing();
  const { on, actor, store } = house;
  const { key } = await makeCategory(house, { name: 'Trading', allowed: { add: ['localhost', 'group:desk'] } });
  const commit = store.commit.bind(store);
  store.commit = () => Promise.resolve({ kind: 'refused', text: 'the disk is full' });
  const failed = await on.house.categories.change({ actor, key, wish: { name: 'Other' } });
  t.is(conditionOf(failed), 'resource-constraint');
  t.is(on.house.categories.find(key, root)?.name, 'Trading');
  store.commit = commit;
  for (let index = 0; index < 210; index += 1) {
    const wish = {
      denied: { add: [`d${index}.example`], remove: [`d${index - 7}.example`] },
      history: index % 2 === 0,
    };
    granted(await on.house.categories.change({ actor, key, wish }));
  }
  const later = await housing(store.reopen());
  const found = later.on.house.categories.find('trading', root);
  t.deepEqual([...(found?.allowed ?? [])], ['localhost', 'group:desk']);
  t.deepEqual(
    [found?.denied.size, found?.denied && [...found.denied].at(-1), found?.history],
    [7, 'd209.example', false],
  );
  t.is(conditionOf(await later.on.house.categories.remove({ actor, key })), undefined);
  t.is((await housing(later.store.reopen())).on.house.categories.find(key, root), undefined);
});
