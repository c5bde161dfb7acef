/** What is older than a room keeps goes from each store, by the hundred, and what is on hold stays there. */
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Store } from '../../src/store/port.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { arriveAtMongo, missing } from '../contract/mongo-place.ts';
import type { Place } from '../contract/place.ts';
import { archiveOf, hearsUntil } from '../migration/asked.ts';
import { removeFolder, temporaryFolder } from '../servers/child.ts';
import { errorOf, World } from '../world.ts';
import { alice, join as comes, configure, owner, room, say } from './conversation.ts';
import { dayMilliseconds } from './keeping.ts';

const many = 450;

async function payloadsIn(store: Store): Promise<string> {
  const stream = `room:${(await store.rooms.find(room))?.key}`;
  const events = await store.read({ stream, after: 0, order: 'ascending', limit: 10_000 });
  return events.map(({ payload }) => payload).join('\n');
}

async function says(on: World, who: string, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) on.send(who, say(text));
  await hearsUntil(on, who, ({ attrs }) => attrs['id'] === texts.at(-1));
}

async function enters(on: World, who: string, nick: string): Promise<void> {
  on.send(who, comes(nick));
  await hearsUntil(on, who, ({ name }) => name === 'message');
}

/** Steps rest between, on a clock that goes on only when it is told to. */
async function goesThrough(on: World): Promise<void> {
  const isRunning = () => on.house.jobs.list().some(({ state }) => state === 'running');
  await on.house.retention.begin();
  while (isRunning()) await on.pass(100);
}

const bodies = async (on: World) => (await archiveOf(on, owner, room, 250)).map(({ body }) => body);

const after = (id = ''): string => `<set xmlns='http://jabber.org/protocol/rsm'><after>${id}</after></set>`;

async function keeps(t: ExecutionContext, { store, reopen }: Pick<Place, 'store' | 'reopen'>): Promise<void> {
  t.timeout(120_000);
  const people = await store.people.keys(['root@localhost']);
  const actor = { jid: 'root@localhost', key: people.get('root@localhost') ?? '' };
  const options = { keptDays: 7, rates: undefined };
  const on = (await new World({ store, ...options }).start()).connect();
  await enters(on, owner, 'Olga');
  on.send(owner, configure({}));
  await hearsUntil(on, owner, ({ name }) => name === 'iq');
  await enters(on, alice, 'Alice');
  await says(on, alice, ...Array.from({ length: many }, (_, nth) => `old-${nth}`));
  await says(on, owner, 'held');
  const [gone] = await archiveOf(on, owner, room, 250);
  const wish = { name: 'Case 17', everything: false, rooms: [], categories: [], people: ['olga@localhost'] };
  await on.house.holds.create({ actor, wish });
  on.clock.leap(8 * dayMilliseconds);
  await says(on, alice, 'young');
  await goesThrough(on);
  t.deepEqual(await bodies(on), ['held', 'young']);
  on.send(owner, `<iq to='${room}' type='set' id='q'><query xmlns='urn:xmpp:mam:2'>${after(gone?.id)}</query></iq>`);
  const [answer] = (await hearsUntil(on, owner, ({ name }) => name === 'iq')).filter(({ name }) => name === 'iq');
  t.is(answer && errorOf(answer)?.condition, 'item-not-found');
  const stored = await payloadsIn(store);
  t.false(stored.includes('old-'));
  t.true(stored.includes('held'));
  await on.house.holds.release({ actor, name: 'Case 17' });
  await goesThrough(on);
  t.deepEqual(await bodies(on), ['young']);
  await on.stop();
  const again = await reopen();
  const next = (await new World({ store: again, ...options, clock: on.clock }).start()).connect();
  t.deepEqual(await bodies(next), ['young']);
  await next.stop();
}

test('what is over goes from a file, and what is on hold stays', async (t) => {
  const folder = await temporaryFolder('kept');
  t.teardown(() => removeFolder(folder));
  const open = () => openSqliteStore({ path: join(folder, 'store.sqlite') });
  await keeps(t, { store: await open(), reopen: open });
});

if (missing === undefined) {
  test('what is over goes from MongoDB, and what is on hold stays', async (t) => {
    const place = await arriveAtMongo();
    t.teardown(() => place.leave());
    await keeps(t, place);
  });
} else test.skip(`what is over goes from MongoDB, and what is on hold stays (${missing})`, (t) => t.pass());
