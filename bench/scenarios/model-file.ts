/** A store's file in which everybody of a user model is in all rooms already, as a service that has run for long has it. */

import { apply } from '../../src/room/apply.ts';
import { openHouse } from '../../src/room/open-house.ts';
import { emptyRoom, type Person } from '../../src/room/state.ts';
import { defaultSettings } from '../../src/room/traits/index.ts';
import { encodeEvent } from '../../src/service/event-codec.ts';
import { roomStream } from '../../src/service/room-loader.ts';
import { encodeRoom } from '../../src/service/snapshot-codec.ts';
import { listParts } from '../../src/service/snapshot-parts.ts';
import type { Store } from '../../src/store/port.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { listed } from '../listed.ts';
import { keysOf } from './filled-file.ts';
import { hasTwoSessions, type PlannedRoom, plannedRooms, type UserModel } from './user-model.ts';

const ROOMS_AT_A_TIME = 200;
/** What a service has by default; rooms of more sessions hold presence back. */
const LARGE_ABOVE = 75;

interface Place {
  readonly store: Store;
  readonly domain: string;
  readonly people: readonly Person[];
}

/** Rooms are numbered as they are planned, users as `driver/room.ts` does it. */
export async function fillModelFile(
  path: string,
  model: UserModel,
  domains: { readonly rooms: string; readonly users: string },
): Promise<void> {
  const store = await openSqliteStore({ path });
  try {
    const jids = Array.from({ length: model.users }, (_, person) => `u${person}@${domains.users}`);
    const keys = await keysOf(store, jids);
    const people = jids.map((jid) => ({ jid, key: keys.get(jid) ?? '' }));
    const place = { store, domain: domains.rooms, people };
    let number = 0;
    let under: Promise<void>[] = [];
    for (const planned of plannedRooms(model)) {
      under.push(fillRoom(place, planned, number));
      number += 1;
      if (under.length < ROOMS_AT_A_TIME) continue;
      await Promise.all(under);
      under = [];
    }
    await Promise.all(under);
  } finally {
    await store.close();
  }
}

/**
 * A snapshot with all who are in, and before it nothing but the room's making: what is left of any room when its
 * entries are compacted away.
 */
async function fillRoom({ store, domain, people }: Place, planned: PlannedRoom, number: number): Promise<void> {
  const jid = `r${number}@${domain}`;
  const key = `key${number}`;
  const at = Date.now();
  const inside = planned.people.flatMap((person) => people[person] ?? []);
  const [owner] = inside;
  if (owner === undefined) throw new Error('a room that nobody is in');
  const created = { kind: 'created', at, by: owner, settings: defaultSettings, open: true } as const;
  const room = emptyRoom({ key, jid, directory: openHouse }, defaultSettings);
  apply(room, created);
  const sessions = planned.people.flatMap((person, index) =>
    (hasTwoSessions(person) ? ['r', 's'] : ['r']).map((resource) => ({ person, resource, by: inside[index] ?? owner })),
  );
  if (sessions.length > LARGE_ABOVE) apply(room, { kind: 'resized', at, by: owner, large: true });
  for (const { person, resource, by } of sessions) {
    const role = by === owner ? 'moderator' : 'participant';
    apply(room, { kind: 'entered', at, by, nick: `n${person}`, resource, role });
  }
  const stream = roomStream(key);
  await store.rooms.claim({ jid, key });
  const entered = sessions.map(({ by, resource }) => `${by.jid}/${resource}`);
  const outcome = await store.commit({ stream, first: 1, id: number + 1, events: [encodeEvent(created)], entered });
  if (outcome.kind !== 'committed') throw new Error(outcome.text);
  await store.saveSnapshot({ stream, number: 1, parts: encodeRoom(room, listParts) });
  const listing = { ...listed, name: `Room ${number}`, occupants: inside.length };
  await store.rooms.describe({ jid, listing });
}
