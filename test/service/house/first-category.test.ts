/** The category that is there before anybody has made one. */
import test from 'ava';
import { memoryStore } from '../../memory-store.ts';
import { errorOf } from '../../world.ts';
import { alice, enter, join, openRoom, owner, room } from '../conversation.ts';
import { admin, conditionOf, granted, housing, somebody } from './housing.ts';

const root = somebody(admin);
const first = (on: Awaited<ReturnType<typeof housing>>['on']) => {
  const found = on.house.categories.find('default', root);
  if (found === undefined) throw new Error('there is no first category');
  const { name, isDefault, allowed, denied, creators } = found;
  return { name, isDefault, allowed: [...allowed], denied: [...denied], creators: [...creators] };
};

async function listed({ on, actor }: Awaited<ReturnType<typeof housing>>): Promise<string[]> {
  const from = { session: `${admin}/desk`, person: actor };
  const answer = await on.ask(room, { kind: 'ask-lists', from });
  return answer?.kind === 'lists' ? answer.entries.map(({ person }) => person.jid) : [];
}

test('at the first start there is one category, named by the configuration, for everybody who is at home', async (t) => {
  const { on } = await housing(memoryStore(), { house: { defaultCategory: 'Town hall' } });
  t.deepEqual(first(on), {
    name: 'Town hall',
    isDefault: true,
    allowed: ['localhost'],
    denied: [],
    creators: ['localhost'],
  });
  t.deepEqual(
    on.house.categories.visibleTo(somebody('alice@localhost')).map(({ name }) => name),
    ['Town hall'],
  );
  t.deepEqual(on.house.categories.visibleTo(somebody('mallory@elsewhere.example')), []);
  await openRoom(on);
  await enter(on, alice, 'Alice');
  t.is((await on.house.directory.category('default')).key, 'default');
});

test('at the second start it is the same one, and nothing is written', async (t) => {
  const { store } = await housing();
  const written = await store.lastNumber('category:default');
  const again = await housing(store.reopen());
  t.is(await again.store.lastNumber('category:default'), written);
  t.is(await again.store.lastNumber('service'), 1);
  t.is(again.on.house.categories.visibleTo(root).length, 1);
});

test('it follows the configuration until somebody changes it by a command, and never again', async (t) => {
  const { store } = await housing();
  const moved = await housing(store.reopen(), {
    users: ['localhost', 'new.example'],
    house: { defaultCategory: 'Hall' },
  });
  t.is(first(moved.on).name, 'Hall');
  t.deepEqual(first(moved.on).allowed, ['localhost', 'new.example']);
  const { on, actor } = moved;
  const wish = { name: 'Everybody', denied: { add: ['new.example'] }, creators: { remove: ['new.example'] } };
  granted(await on.house.categories.change({ actor, key: 'default', wish }));
  const later = await housing(moved.store.reopen(), { users: ['localhost'], house: { defaultCategory: 'Other' } });
  t.is(first(later.on).name, 'Everybody');
  t.deepEqual(first(later.on).allowed, ['localhost', 'new.example']);
});

test('a slip in the configuration takes people out of rooms, and nobody off their lists', async (t) => {
  const { on, store } = await housing();
  await openRoom(on);
  const slip = await housing(store.reopen(), { users: ['exmaple.org'] });
  await slip.on.pass(5_000);
  t.deepEqual(await listed(slip), ['olga@localhost']);
  slip.on.send(owner, join('Olga'));
  t.is(errorOf((await slip.on.hears(owner)).at(-1) ?? t.fail())?.type, 'auth');
  const mended = await housing(slip.store.reopen());
  await mended.on.pass(5_000);
  t.deepEqual(await listed(mended), ['olga@localhost']);
  mended.on.send(owner, join('Olga'));
  t.is(errorOf((await mended.on.hears(owner))[0] ?? t.fail()), undefined);
});

test('with everybody at home everyone is in scope; it cannot be removed', async (t) => {
  const { on, actor } = await housing(memoryStore(), { users: ['*'] });
  t.deepEqual(first(on).allowed, ['*']);
  on.send('someone@anywhere.example/x', join('Someone'));
  t.is(errorOf((await on.hears('someone@anywhere.example/x'))[0] ?? t.fail()), undefined);
  t.is(conditionOf(await on.house.categories.remove({ actor, key: 'default' })), 'not-allowed');
});

test('killed between its record and that of the service, it is there all the same, once', async (t) => {
  const store = memoryStore();
  const commit = store.commit.bind(store);
  store.commit = async (given) =>
    given.stream === 'service' ? { kind: 'refused', text: 'killed' } : await commit(given);
  await t.throwsAsync(housing(store));
  const { on, store: reopened } = await housing(store.reopen());
  t.is(on.house.categories.visibleTo(root).length, 1);
  t.is(await reopened.lastNumber('category:default'), 1);
});
