/** Rooms by address, rooms by session and by person, and people by key, as the store in memory keeps them. */

import { type Membership, type RoomEntry, type Store, StoreError } from '../src/store/port.ts';
import { takenOtherwise } from '../src/store/restored.ts';
import type { FoundRooms, RoomSearch } from '../src/store/room-search.ts';
import type { RoomFilter, Shown } from '../src/store/shown.ts';
import type { KnownPerson, StoredMembership } from '../src/store/transfer.ts';
import { searchIn } from './memory-search.ts';
import { isShown } from './memory-shown.ts';

export class MemoryDirectory {
  readonly #sessions = new Map<string, Set<string>>();
  /** By person, and there by stream, what they have seen. */
  readonly #memberships = new Map<string, Map<string, number>>();
  /** In the order in which they began. */
  readonly #began: string[] = [];
  readonly #rooms = new Map<string, RoomEntry>();
  readonly #keys = new Map<string, string>();
  readonly #jids = new Map<string, string>();

  roomClaim(room: { readonly jid: string; readonly key: string }): string {
    const taken = this.#rooms.get(room.jid);
    if (!taken) this.#rooms.set(room.jid, { jid: room.jid, key: room.key });
    return taken?.key ?? room.key;
  }

  roomFind(jid: string): RoomEntry | undefined {
    return this.#rooms.get(jid);
  }

  roomFindByKey(key: string): RoomEntry | undefined {
    return [...this.#rooms.values()].find((room) => room.key === key);
  }

  roomRelease(room: { readonly jid: string; readonly key: string }): void {
    if (this.#rooms.get(room.jid)?.key === room.key) this.#rooms.delete(room.jid);
  }

  roomRekey({ jid, from, to }: Parameters<Store['rooms']['rekey']>[0]): string | undefined {
    const entry = this.#rooms.get(jid);
    if (entry?.key === from) this.#rooms.set(jid, { ...entry, key: to });
    return this.#rooms.get(jid)?.key;
  }

  roomDescribe(room: Parameters<Store['rooms']['describe']>[0]): void {
    const entry = this.#rooms.get(room.jid);
    if (entry) this.#rooms.set(room.jid, { ...entry, listing: { ...room.listing } });
  }

  roomList(query: Parameters<Store['rooms']['list']>[0]): RoomEntry[] {
    const { after } = query;
    const rooms = this.#roomsInOrder(query);
    return rooms.filter(({ jid }) => after === undefined || byCodePoints(jid, after) > 0).slice(0, query.limit);
  }

  roomListBefore(query: Parameters<Store['rooms']['listBefore']>[0]): RoomEntry[] {
    const { before } = query;
    const rooms = this.#roomsInOrder(query);
    const found = rooms.filter(({ jid }) => before === undefined || byCodePoints(jid, before) < 0);
    return found.slice(Math.max(found.length - query.limit, 0));
  }

  roomCount(query: { readonly shown: Shown } & RoomFilter): number {
    return this.#roomsInOrder(query).length;
  }

  roomSearch(query: RoomSearch): FoundRooms {
    return searchIn(this.#roomsInOrder(query), query);
  }

  #roomsInOrder(query: { readonly shown: Shown } & RoomFilter): RoomEntry[] {
    const rooms = [...this.#rooms.values()].filter((room) => isShown(room, query));
    return rooms.sort((a, b) => byCodePoints(a.jid, b.jid));
  }

  sessionList(query: { readonly after?: string; readonly limit: number }) {
    const { after } = query;
    const sessions = [...this.#sessions.keys()].sort(byCodePoints);
    const found = sessions.filter((session) => after === undefined || byCodePoints(session, after) > 0);
    return found.slice(0, query.limit).map((session) => ({ session, streams: this.sessionStreams(session) }));
  }

  sessionStreams(session: string): string[] {
    return [...(this.#sessions.get(session) ?? [])].sort();
  }

  personKeys(jids: readonly string[]): ReadonlyMap<string, string> {
    return new Map(jids.map((jid) => [jid, this.#keys.get(jid) ?? this.#makePerson(jid)]));
  }

  personKnown(jids: readonly string[]): ReadonlyMap<string, string> {
    return new Map(
      jids.flatMap((jid) => {
        const key = this.#keys.get(jid);
        return key === undefined ? [] : [[jid, key] as const];
      }),
    );
  }

  personJids(keys: readonly string[]): ReadonlyMap<string, string> {
    return new Map(
      keys.flatMap((key) => {
        const jid = this.#jids.get(key);
        return jid === undefined ? [] : [[key, jid] as const];
      }),
    );
  }

  people(): KnownPerson[] {
    return [...this.#jids].map(([key, jid]) => ({ key, jid }));
  }

  restorePeople(people: readonly KnownPerson[]): void {
    const keys = new Map(this.#keys);
    const jids = new Map(this.#jids);
    for (const { key, jid } of people) {
      if ((keys.get(jid) ?? key) !== key || (jids.get(key) ?? jid) !== jid)
        throw new StoreError(takenOtherwise({ key, jid }));
      keys.set(jid, key);
      jids.set(key, jid);
    }
    for (const { key, jid } of people) {
      this.#keys.set(jid, key);
      this.#jids.set(key, jid);
    }
  }

  #makePerson(jid: string): string {
    let nth = this.#keys.size + 1;
    while (this.#jids.has(`person-${nth}`)) nth += 1;
    const key = `person-${nth}`;
    this.#keys.set(jid, key);
    this.#jids.set(key, jid);
    return key;
  }

  began(stream: string): void {
    this.#began.push(stream);
  }

  forget(stream: string): void {
    this.#began.splice(this.#began.indexOf(stream), 1);
  }

  membershipList(query: Parameters<Store['memberships']['list']>[0]): Membership[] {
    const seen = this.#memberships.get(query.person) ?? new Map<string, number>();
    const place = query.after === undefined ? 0 : this.#began.indexOf(query.after) + 1;
    const streams = this.#began.slice(place).filter((stream) => seen.has(stream));
    return streams.slice(0, Math.max(query.limit, 0)).map((stream) => ({ stream, seen: seen.get(stream) ?? 0 }));
  }

  allMemberships(): StoredMembership[] {
    return [...this.#memberships].flatMap(([person, streams]) =>
      [...streams].map(([stream, seen]) => ({ person, stream, seen })),
    );
  }

  affiliate(person: string, stream: string, seen: number): void {
    const streams = this.#memberships.get(person) ?? new Map<string, number>();
    this.#memberships.set(person, streams);
    if (!streams.has(stream)) streams.set(stream, seen);
  }

  unaffiliate(person: string, stream: string): void {
    this.#memberships.get(person)?.delete(stream);
  }

  visit(person: string, stream: string, seen: number): void {
    const streams = this.#memberships.get(person);
    if (streams?.has(stream)) streams.set(stream, seen);
  }

  enter(session: string, stream: string): void {
    const streams = this.#sessions.get(session) ?? new Set();
    this.#sessions.set(session, streams.add(stream));
  }

  leave(session: string, stream: string): void {
    const streams = this.#sessions.get(session);
    streams?.delete(stream);
    if (streams?.size === 0) this.#sessions.delete(session);
  }
}

/** JavaScript compares by UTF-16 units, which puts some characters elsewhere. */
export function byCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
