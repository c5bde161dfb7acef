/** A store's file with rooms and people in them, written through the store itself. */
import { defaultSettings } from '../../src/room/traits/index.ts';
import { encodeEvent } from '../../src/service/event-codec.ts';
import { roomStream } from '../../src/service/room-loader.ts';
import type { Store } from '../../src/store/port.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { listed } from '../listed.ts';

export interface Filling {
  readonly rooms: number;
  /** Sessions in all rooms together, each of another person. */
  readonly sessions: number;
  /** The domain of the rooms. */
  readonly domain: string;
  /** The domain of the people. */
  readonly users: string;
}

const BATCH = 1_000;

export async function fillFile(path: string, filling: Filling): Promise<void> {
  const store = await openSqliteStore({ path });
  try {
    const people = Array.from({ length: filling.sessions }, (_, index) => `u${index}@${filling.users}`);
    const keys = await keysOf(store, people);
    for (let from = 0; from < filling.rooms; from += BATCH) {
      const made = Math.min(BATCH, filling.rooms - from);
      await Promise.all(
        Array.from({ length: made }, (_, at) => fillRoom(store, { ...filling, keys, number: from + at })),
      );
    }
  } finally {
    await store.close();
  }
}

/** Keys of all these people, made where there are none yet. */
export async function keysOf(store: Store, people: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const keys = new Map<string, string>();
  for (let from = 0; from < people.length; from += BATCH) {
    for (const [jid, key] of await store.people.keys(people.slice(from, from + BATCH))) keys.set(jid, key);
  }
  return keys;
}

async function fillRoom(
  store: Store,
  room: Filling & { readonly number: number; readonly keys: ReadonlyMap<string, string> },
): Promise<void> {
  const { number, keys } = room;
  const at = Date.now();
  const key = `key${number}`;
  const jid = `r${number}@${room.domain}`;
  const person = (index: number) => {
    const bare = `u${index}@${room.users}`;
    return { jid: bare, key: keys.get(bare) ?? '' };
  };
  const perRoom = Math.ceil(room.sessions / room.rooms);
  const numbers = Array.from({ length: perRoom }, (_, place) => number * perRoom + place);
  const inside = numbers.filter((index) => index < room.sessions).map(person);
  const entered = inside.map((by) => ({
    kind: 'entered' as const,
    at,
    by,
    nick: by.jid,
    resource: 'r',
    role: 'participant' as const,
  }));
  const owner = inside[0] ?? person(0);
  const created = { kind: 'created' as const, at, by: owner, settings: defaultSettings, open: true };
  await store.rooms.claim({ jid, key });
  await store.commit({
    stream: roomStream(key),
    first: 1,
    id: number + 1,
    events: [created, ...entered].map(encodeEvent),
    entered: inside.map((one) => `${one.jid}/r`),
  });
  await store.rooms.describe({ jid, listing: { ...listed, occupants: inside.length } });
}
