/** What is announced is heard in every room that somebody is in, and stands in the audit once, also through kills. */
import test from 'ava';
import { type MemoryStore, memoryStore } from '../memory-store.ts';
import { body, domain, World } from '../world.ts';
import { hearsBack } from './chatting.ts';
import { alice, owner } from './conversation.ts';

const root = 'root@localhost/desk';
const text = 'We pause at noon.';
/** More than are told in one step. */
const rooms = 25;

async function service(store: MemoryStore): Promise<World> {
  return (await new World({ store, admins: ['root@localhost'], rates: undefined }).start()).connect();
}

async function enterAll(on: World): Promise<void> {
  for (let nth = 0; nth < rooms; nth += 1) {
    const to = `room${nth}@${domain}/Olga`;
    on.send(owner, `<presence to='${to}'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
  }
  await on.hears(owner);
}

/** Rooms in which it is heard from now on. */
async function heardIn(on: World): Promise<Set<string>> {
  const said = (await on.hears(owner)).filter((stanza) => body(stanza) === text);
  return new Set(said.map(({ attrs }) => String(attrs['from'])));
}

async function announce(on: World): Promise<void> {
  const question = await hearsBack(on, root, `announce "${text}"`);
  const word = /^Send "(\w+)"/m.exec(question)?.[1] ?? '';
  on.send(root, `<message to='${domain}' type='chat'><body>${word}</body></message>`);
  await on.hears(root);
}

async function noted(store: MemoryStore): Promise<unknown[]> {
  const { events } = await store.audit({ limit: 1_000 });
  return events.filter(({ kind }) => kind === 'announced').map(({ payload }) => JSON.parse(payload).rooms);
}

test('all rooms somebody is in hear it, those of other categories do not, and the audit has it', async (t) => {
  const store = memoryStore();
  const on = await service(store);
  await enterAll(on);
  await announce(on);
  t.is((await heardIn(on)).size, rooms);
  t.deepEqual(await noted(store), [rooms]);
  const audit = (await hearsBack(on, root, 'audit service')).split('\n');
  t.true(audit[1]?.endsWith(` · root@localhost · the service · announced in rooms · text: ${text}; rooms: ${rooms}`));
  t.regex(await hearsBack(on, root, 'job list'), /Announcing "We pause at noon\."/);
  t.regex(await hearsBack(on, alice, `announce "${text}"`), /may not run/);
  await hearsBack(on, root, 'category create Empty');
  t.regex(await hearsBack(on, root, `announce "${text}" category=Empty`), /^It is said in 0 rooms\./);
});

const kills = [1, 2, 3, 4].map((save) => ({ save, at: 'saveSnapshot:durable' }));

for (const { save, at } of [...kills, { save: 4, at: 'saveSnapshot' }]) {
  test(`killed at ${at} ${save}, it goes on, and is in the audit once`, async (t) => {
    let saves: number | undefined;
    const store = memoryStore({
      fault: (name) => {
        if (saves === undefined || name !== at) return undefined;
        saves += 1;
        return saves === save ? 'die' : undefined;
      },
    });
    const on = await service(store);
    await enterAll(on);
    saves = 0;
    await announce(on).catch(() => {});
    const before = await heardIn(on);
    t.true(store.dead);
    const next = store.reopen({});
    const again = await service(next);
    for (let tries = 0; tries < 5; tries += 1) await again.pass(1_000);
    const after = await heardIn(again);
    t.is(new Set([...before, ...after]).size, rooms);
    t.deepEqual(await noted(next), [rooms]);
  });
}
