/** Rooms that come into a service that has people, categories and rooms of its own. */
import test, { type ExecutionContext } from 'ava';
import type { Store } from '../../src/store/port.ts';
import { isRefusal } from '../../src/wire/error.ts';
import { type MemoryStore, memoryStore } from '../memory-store.ts';
import { category, roomIn } from '../service/two-desks.ts';
import { body, domain, type World } from '../world.ts';
import { busyService, cellar, den, join, olga, running, say, stoppedService } from './made-up-service.ts';
import { exported, imported } from './moving.ts';

const actor = { key: 'root', jid: 'root@localhost' };

/** Other people came here first, so that keys here stand for others than in the file. */
async function usedService(make: (on: World) => Promise<void> = async () => {}): Promise<MemoryStore> {
  const store = memoryStore();
  await store.people.keys(Array.from({ length: 30 }, (_, nth) => `early${nth}@localhost`));
  const on = await running(store);
  await roomIn(on, 'garden', 'General');
  await make(on);
  await on.stop();
  return store.reopen();
}

/** Who said what in a room's archive, and under which id. */
async function saidIn(store: Store, jid: string): Promise<readonly string[]> {
  const room = await store.rooms.find(jid);
  const stream = `room:${room?.key}`;
  const events = await store.read({ stream, archived: true, order: 'ascending', limit: 10_000 });
  const jids = await store.people.jids(events.flatMap(({ person }) => person ?? []));
  return events.map(({ number, at, archiveId, ordinal, person = '', payload }) => {
    const { xml } = JSON.parse(payload) as { xml?: string };
    return JSON.stringify([number, at, archiveId, ordinal, jids.get(person), xml]);
  });
}

async function talksIn(t: ExecutionContext, on: World, room: string): Promise<void> {
  on.send(olga, say(room, 'after the move'));
  t.true((await on.hears(olga)).map(body).includes('after the move'));
}

test('people keep what they said and what they are, under the keys they have here', async (t) => {
  const [from, here] = [await stoppedService(), await usedService()];
  const { report, told } = await imported(here, await exported(from));
  t.deepEqual(told, []);
  t.like(report, { rooms: 2, categories: 1, keptService: true });
  for (const room of [den, cellar]) t.deepEqual(await saidIn(here, room), await saidIn(from, room));
  const [tina] = (await here.people.known(['tina@localhost'])).values();
  t.not(tina, (await from.people.known(['tina@localhost'])).get('tina@localhost'));
  t.is((await here.memberships.list({ person: String(tina), limit: 9 })).length, 1);
  t.is((await here.sessions.streams('tina@localhost/phone')).length, 2);

  const on = await running(here);
  await talksIn(t, on, den);
  on.send(
    olga,
    `<iq to='${den}' type='get' id='l'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='member'/></query></iq>`,
  );
  const list = (await on.hears(olga)).find((stanza) => stanza.name === 'iq');
  t.is(list?.getChild('query')?.getChild('item')?.attrs['jid'], 'tina@localhost');
  t.truthy(on.house.categories.find('Trading', actor));
  await on.stop();
});

test('nobody is sent old messages when the service starts after an import', async (t) => {
  const here = await usedService();
  await imported(here, await exported(await stoppedService()));
  const on = await running(here);
  const heard = [...(await on.hears(olga)), ...(await on.hears('tina@localhost/phone'))];
  t.deepEqual(
    heard.map(body).filter((text) => text?.startsWith('message')),
    [],
  );
  await on.stop();
});

test('a room whose address is taken is left out, and the others come', async (t) => {
  const here = await usedService((on) => roomIn(on, 'den', 'General'));
  const own = await saidIn(here, den);
  const from = await stoppedService();
  const { report, told } = await imported(here, await exported(from));
  t.deepEqual(told, [`${den} was left out: another room has this address here`]);
  t.like(report, { rooms: 1, refused: 1 });
  t.deepEqual(await saidIn(here, den), own);
  t.deepEqual(await saidIn(here, cellar), await saidIn(from, cellar));
  const person = (await here.people.known(['tina@localhost'])).get('tina@localhost') ?? '';
  t.is((await here.memberships.list({ person, limit: 9 })).length, 0);
});

test('a category that is here under the same name takes the rooms of the other', async (t) => {
  let key = '';
  const here = await usedService(async (on) => {
    key = await category(on, ' trading ', ['zoe@localhost', 'olga@localhost']);
  });
  await imported(here, await exported(await stoppedService()));
  t.is((await here.rooms.find(cellar))?.listing?.category, key);
  const on = await running(here);
  const info = await on.ask(cellar, { kind: 'ask-info', from: { session: '', person: actor } } as never);
  t.false(isRefusal(info));
  t.is(on.house.categories.find('Trading', actor)?.key, key);
  await on.stop();
});

test('a room that is here already is left alone, and said if it has gone on since', async (t) => {
  const from = await stoppedService();
  const text = await exported(from);
  const here = await usedService();
  await imported(here, text);
  t.deepEqual((await imported(here, text)).told, []);
  const on = await running(here);
  await talksIn(t, on, den);
  await on.stop();
  const later = here.reopen();
  const own = await saidIn(later, den);
  const { report, told } = await imported(later, text);
  t.deepEqual(told, [`${den} was left as it is: it is here already, and differs from the file`]);
  t.like(report, { rooms: 0, there: 1, refused: 1 });
  t.deepEqual(await saidIn(later, den), own);
});

test('some rooms are exported with their category and the people who have to do with them, and nobody else', async (t) => {
  const made = memoryStore();
  const on = await busyService(made);
  await roomIn(on, 'private', 'General');
  on.send('stranger@localhost/x', join(`private@${domain}`, 'Stranger'));
  on.send('stranger@localhost/x', say(`private@${domain}`, 'between us'));
  await on.settle();
  await on.stop();
  const store = made.reopen();
  for (const what of [
    { categories: ['trading'], rooms: [] },
    { categories: [], rooms: [cellar] },
  ]) {
    const text = await exported(store, { what });
    t.false(text.includes('stranger') || text.includes('between us') || text.includes(`"${den}"`));
    for (const here of [memoryStore(), await usedService()]) {
      const { report } = await imported(here, text);
      t.like(report, { rooms: 1, categories: 1 });
      t.deepEqual(await saidIn(here, cellar), await saidIn(store, cellar));
      const there = await running(here);
      t.truthy(there.house.categories.find('Trading', actor));
      await talksIn(t, there, cellar);
      await there.stop();
    }
  }
});

test('what is not there cannot be exported', async (t) => {
  const store = await stoppedService();
  const wrong = (what: { categories: string[]; rooms: string[] }) => t.throwsAsync(exported(store, { what }));
  t.is(
    (await wrong({ categories: ['Tradin'], rooms: [] }))?.message,
    'there is no category "Tradin"; did you mean "Trading"?',
  );
  t.is((await wrong({ categories: [], rooms: [`attic@${domain}`] }))?.message, `there is no room attic@${domain}`);
});
