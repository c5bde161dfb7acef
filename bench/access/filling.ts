/** Rooms with lists, as a store of some years has them: a snapshot each, with nobody in it. */
import type { OutsideGroup } from '../../src/category/group-members.ts';
import { openHouse } from '../../src/room/open-house.ts';
import { emptyRoom, type Facts, type Person } from '../../src/room/state.ts';
import { defaultSettings, type Settings } from '../../src/room/traits/index.ts';
import { encodeEvent } from '../../src/service/event-codec.ts';
import { roomStream } from '../../src/service/room-loader.ts';
import { encodeRoom } from '../../src/service/snapshot-codec.ts';
import { listParts } from '../../src/service/snapshot-parts.ts';
import type { Store } from '../../src/store/port.ts';
import { fillDomain, fillKey } from '../fill.ts';
import { listed } from '../listed.ts';
import { groupName, userJid } from './house.ts';

/** The predecessor's rooms that were not open, with more entries each, so that its ceiling of two million is reached. */
const modelRooms = 32_080;
const modelEntries = 2_000_000;
const perRoom = { members: 45, groups: 5, managers: 6, presenters: 6 };
const usersWithGroups = { hundred: 5_000, twoHundred: 2_500 };
export const modelUsers = 80_000;
const modelGroups = 10_000;
const peopleAtATime = 1_000;
const roomsAtATime = 500;

export interface Listed {
  readonly person: Person;
  readonly facts: Facts;
}

interface Filled {
  readonly room: number;
  readonly settings: Partial<Settings>;
  readonly entries: readonly Listed[];
}

export async function peopleOf(store: Store, jids: readonly string[]): Promise<Person[]> {
  const people: Person[] = [];
  for (let from = 0; from < jids.length; from += peopleAtATime) {
    const keys = await store.people.keys(jids.slice(from, from + peopleAtATime));
    for (const [jid, key] of keys) people.push({ jid, key });
  }
  return people;
}

let commits = 1_000_000_000;

/** Made, with all its lists in its snapshot, and what the index of who belongs where has of them. */
export async function fillRoom(store: Store, { room: number, settings, entries }: Filled): Promise<void> {
  const by = entries[0]?.person;
  if (by === undefined) throw new Error('a room needs somebody who has made it');
  const key = fillKey(number);
  const jid = `r${number}@${fillDomain}`;
  const stream = roomStream(key);
  const at = Date.now() - 1_000;
  const all = { ...defaultSettings, ...settings };
  const room = emptyRoom({ key, jid, directory: openHouse }, all);
  for (const entry of entries) room.entries.set(entry);
  Object.assign(room, { open: true, number: 1, at, createdAt: at });
  const created = encodeEvent({ kind: 'created', at, by, settings: all, open: true });
  const affiliated = [...new Set(entries.map(({ person }) => person.key))];
  const claimed = store.rooms.claim({ jid, key });
  const outcome = store.commit({ stream, first: 1, id: ++commits, events: [created], affiliated });
  const listing = { ...listed, name: `Room ${number}`, listed: all.public, membersOnly: all.membersOnly };
  const described = store.rooms.describe({ jid, listing });
  const saved = store.saveSnapshot({ stream, number: 1, parts: encodeRoom(room, listParts) });
  await Promise.all([claimed, outcome, described, saved]);
  const { kind } = await outcome;
  if (kind !== 'committed') throw new Error(`a room could not be written: ${kind}`);
}

/** Rooms of the model for so many entries in all; how many rooms, and entries, it made. */
export async function fillModel(store: Store, entries: number): Promise<{ rooms: number; entries: number }> {
  const users = await peopleOf(
    store,
    Array.from({ length: modelUsers }, (_, index) => userJid(index)),
  );
  const groups = await peopleOf(
    store,
    Array.from({ length: modelGroups }, (_, index) => `group:${groupName(index)}`),
  );
  const rooms = Math.max(1, Math.round((modelRooms * entries) / modelEntries));
  const person = (all: readonly Person[], index: number): Person => {
    const one = all[index % all.length];
    if (one === undefined) throw new Error('nobody to fill lists with');
    return one;
  };
  let written = 0;
  for (let from = 0; from < rooms; from += roomsAtATime) {
    const under: Promise<void>[] = [];
    for (let room = from; room < Math.min(from + roomsAtATime, rooms); room++) {
      const list = new Map<string, Listed>();
      const put = (one: Person, facts: Facts): void => void list.set(one.jid, { person: one, facts });
      for (let at = 0; at < perRoom.managers; at++) put(person(users, room * 59 + at), { manager: 'owner' });
      for (let at = 0; at < perRoom.members; at++) put(person(users, room * 61 + at + 6), { member: true });
      for (let at = 0; at < perRoom.presenters; at++) {
        put(person(users, room * 61 + at + 60), { member: true, presenter: true });
      }
      for (let at = 0; at < perRoom.groups; at++) put(person(groups, room * 7 + at * 1_999), { member: true });
      written += list.size;
      const settings = { membersOnly: true, public: room % 2 === 0 };
      under.push(fillRoom(store, { room, settings, entries: [...list.values()] }));
    }
    await Promise.all(under);
  }
  return { rooms, entries: written };
}

/** A million memberships: people in a hundred groups and in two hundred. */
export function modelMemberships(): Map<string, OutsideGroup> {
  const members = new Map<string, Set<string>>();
  const { hundred, twoHundred } = usersWithGroups;
  for (let user = 0; user < hundred + twoHundred; user++) {
    const count = user < hundred ? 100 : 200;
    for (let at = 0; at < count; at++) {
      const name = groupName((user * 37 + at * 41) % modelGroups);
      const group = members.get(name);
      if (group === undefined) members.set(name, new Set([userJid(user)]));
      else group.add(userJid(user));
    }
  }
  return new Map(Array.from(members, ([name, set]) => [name, { members: set, source: 'ldap' }] as const));
}
