/** Brings a room into memory: its snapshot, and the events since. What it costs does not depend on its history. */
import { randomBytes } from 'node:crypto';
import { apply } from '../room/apply.ts';
import type { Directory } from '../room/directory.ts';
import { emptyRoom, type Room, type RoomIdentity } from '../room/state.ts';
import { defaultSettings } from '../room/traits/index.ts';
import type { PersonKey, RoomKey, StoredEvent, StreamId } from '../store/event.ts';
import type { Snapshot, Store } from '../store/port.ts';
import { decodeEvent, peopleIn } from './event-codec.ts';
import type { PeopleIndex } from './people-index.ts';
import { roomDecoding } from './snapshot-codec.ts';
import { outdatesSnapshots } from './snapshot-parts.ts';

/** Events, and people, read from the store at a time. */
const batch = 500;
/** Of people: the store need not wait for the next one to be asked, and commits not for many. */
const readingsAtATime = 2;
/** A snapshot that is saved meanwhile makes loading begin again. */
const attempts = 5;
/** Asked for where there is nobody to ask for: it is nobody's key, and looking that up takes as long. */
const nobody: readonly PersonKey[] = ['nobody'];

export function roomStream(key: string): StreamId {
  return `room:${key}`;
}

export function isRoomStream(stream: StreamId): boolean {
  return stream.startsWith(roomStream(''));
}

export function roomKeyOf(stream: StreamId): RoomKey {
  return stream.slice(roomStream('').length);
}

/** For whoever only reads rooms: nothing is decided in them. */
export const nowhere: Directory = {
  groupsOf: () => [],
  category: () => {
    throw new Error('a room that is only read asks for nothing');
  },
  isCategoryName: () => false,
  addin: () => undefined,
};

export interface LoadedRoom {
  readonly room: Room;
  /** What the newest snapshot includes; everything since had to be read. */
  readonly snapshotNumber: number;
  /** The snapshot may hold a subject that was taken back since, and has to be made anew. */
  readonly outdated: boolean;
}

export interface RoomLoading {
  readonly store: Store;
  readonly directory: Directory;
  /** The key of a room that is not there yet; random where this is left out. */
  readonly newRoomKey?: (() => string) | undefined;
}

/** The room at this address, or an empty one with a new key where there is none. */
export async function loadRoom(
  { store, directory, newRoomKey = randomKey }: RoomLoading,
  jid: string,
): Promise<LoadedRoom> {
  const entry = await store.rooms.find(jid);
  const fresh = (): LoadedRoom => ({
    room: emptyRoom({ key: newRoomKey(), jid, directory }, defaultSettings),
    snapshotNumber: 0,
    outdated: false,
  });
  if (entry === undefined) {
    const none = fresh();
    await readLikeARoom(store, none.room.key);
    return none;
  }
  const loaded = await loadByKey(store, { jid, key: entry.key, directory });
  if (!loaded.room.destroyed) return loaded;
  // It was destroyed, and we were killed before the address was freed.
  await store.rooms.release({ jid, key: entry.key });
  return fresh();
}

/**
 * Asks the store what is asked of it for a room that is there, so that by the time it takes nobody can tell an address
 * without a room from one whose room is not for them to know of (DESIGN: Secret rooms).
 */
async function readLikeARoom(store: Store, key: RoomKey): Promise<void> {
  const stream = roomStream(key);
  await store.snapshot(stream);
  await Promise.all([readPeople(store, []), readTail(store, stream, 0), store.lastNumber(stream)]);
  await readPeople(store, []);
}

/** The same for a room that is in memory already, when somebody asks who is not to know of it. */
export async function loadInAppearance({ store, newRoomKey = randomKey }: RoomLoading, jid: string): Promise<void> {
  await store.rooms.find(jid);
  await readLikeARoom(store, newRoomKey());
}

function randomKey(): string {
  return randomBytes(12).toString('base64url');
}

/** What lies under a key, whether or not it holds an address. */
export async function loadByKey(store: Store, identity: RoomIdentity): Promise<LoadedRoom> {
  for (let left = attempts; left > 0; left--) {
    const loaded = await tryToLoad(store, identity);
    if (loaded !== undefined) return loaded;
  }
  throw new Error(`the record of ${identity.jid} has a hole, or changes faster than it can be read`);
}

/** Undefined if events were compacted away between the reading of the snapshot and that of the tail. */
async function tryToLoad(store: Store, identity: RoomIdentity): Promise<LoadedRoom | undefined> {
  const stream = roomStream(identity.key);
  const snapshot = await store.snapshot(stream);
  const snapshotNumber = snapshot?.number ?? 0;
  const [room, tail, lastNumber] = await Promise.all([
    roomOf(store, snapshot, identity),
    readTail(store, stream, snapshotNumber),
    store.lastNumber(stream),
  ]);
  const { whole, outdated } = await replayTail({ store, stream, tail }, room);
  return whole && room.number >= lastNumber ? { room, snapshotNumber, outdated } : undefined;
}

/** In steps, between which others have their turn: lists may be long. */
async function roomOf(store: Store, snapshot: Snapshot | undefined, identity: RoomIdentity): Promise<Room> {
  if (snapshot === undefined) {
    await readPeople(store, []);
    return emptyRoom(identity, defaultSettings);
  }
  const decoding = roomDecoding(snapshot, identity);
  for (let step = decoding.next(); ; ) {
    if (step.done) return step.value;
    step = decoding.next(await readPeople(store, step.value));
  }
}

/** In steps: a reading of a hundred thousand would hold up everybody's commits for half a second. */
async function readPeople(store: Store, named: readonly PersonKey[]): Promise<PeopleIndex> {
  const keys = named.length === 0 ? nobody : named;
  const people = new Map<PersonKey, string>();
  let from = 0;
  do {
    const readings = Array.from({ length: readingsAtATime }, (_, at) => from + at * batch)
      .filter((first) => first < keys.length)
      .map((first) => store.people.jids(keys.slice(first, first + batch)));
    for (const found of await Promise.all(readings)) for (const [key, jid] of found) people.set(key, jid);
    from += batch * readingsAtATime;
  } while (from < keys.length);
  return people;
}

function readTail(store: Store, stream: StreamId, after: number): Promise<StoredEvent[]> {
  return store.read({ stream, after, order: 'ascending', limit: batch });
}

interface Tail {
  readonly store: Store;
  readonly stream: StreamId;
  /** Its beginning, read already. */
  readonly tail: readonly StoredEvent[];
}

/** `whole`: there was an event for every number; those that were compacted lie behind a newer snapshot. */
async function replayTail(of: Tail, room: Room): Promise<{ whole: boolean; outdated: boolean }> {
  const { store, stream } = of;
  let outdated = false;
  for (let events = of.tail; ; events = await readTail(store, stream, room.number)) {
    const people = await readPeople(store, [...new Set(events.flatMap(peopleIn))]);
    for (const event of events) {
      if (event.number !== room.number + 1) return { whole: false, outdated };
      const told = decodeEvent(event, people);
      apply(room, told);
      outdated ||= outdatesSnapshots(told);
    }
    if (events.length < batch) return { whole: true, outdated };
  }
}
