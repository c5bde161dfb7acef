/** A service that is open to everybody, for tests of who is kept out of it. */
import type { Person } from '../../src/room/state.ts';
import type { Element } from '../../src/wire/xml.ts';
import { type MemoryStore, memoryStore } from '../memory-store.ts';
import { errorOf, World } from '../world.ts';
import { alice, bob, enter, openRoom, owner } from './conversation.ts';

export const admin = 'root@localhost';
export const mallory = 'mallory@bad.example/x';

export async function begin(store: MemoryStore = memoryStore(), clock?: World['clock']): Promise<World> {
  const on = new World({ store, users: ['*'], admins: [admin], ...(clock && { clock }) });
  return (await on.start()).connect();
}

export async function talking(store: MemoryStore = memoryStore()): Promise<World> {
  const on = await begin(store);
  await openRoom(on);
  await enter(on, alice, 'Alice');
  await enter(on, bob, 'Bob');
  for (const who of [owner, alice, bob]) await on.hears(who);
  return on;
}

export async function actor(store: MemoryStore): Promise<Person> {
  return { key: (await store.people.keys([admin])).get(admin) ?? '', jid: admin };
}

export const conditions = (stanzas: readonly Element[]) =>
  stanzas.flatMap((stanza) => {
    const error = errorOf(stanza);
    return error === undefined ? [] : [`${stanza.name} ${error.condition} ${error.type}`];
  });
