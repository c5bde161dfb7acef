/** What commands ask about rooms without asking the rooms: from the lists of the store (`commands/room-directory.ts`). */
import type { RoomDirectory, RoomNews, RoomRow, RoomsPage, RoomsWish } from '../../commands/room-directory.ts';
import type { Readable } from '../../room/answer.ts';
import { addressNotAvailable } from '../../room/house-refusals.ts';
import { isTalk } from '../../room/message-rate.ts';
import type { Person } from '../../room/state.ts';
import type { Store } from '../../store/port.ts';
import type { Wanted } from '../../store/room-search.ts';
import type { RoomFilter, Shown } from '../../store/shown.ts';
import { type Refusal, refusal } from '../../wire/error.ts';
import { prepareLocal } from '../../wire/jid.ts';
import { readPosted } from '../event-codec.ts';
import type { MoveArgs } from '../jobs/move.ts';
import type { RunningJobs } from '../jobs/running-jobs.ts';
import { roomStream } from '../room-loader.ts';
import { type RoomSearches, tooManySearches } from '../room-searches.ts';
import { localMadeOf } from './new-address.ts';
import { rowOf } from './room-rows.ts';
import { roomsOf, whereIs } from './rooms-of-people.ts';

export interface HouseRoomsEnvironment {
  readonly domain: string;
  readonly store: Store;
  readonly searches: RoomSearches;
  readonly jobs: Pick<RunningJobs, 'start'>;
  random(): string;
  groupsOf(bare: string): readonly string[];
  /** The rooms somebody (a bare JID) may know of. */
  shownTo(bare: string): Promise<Shown>;
  /** Whether a category is called as a room with this address would be. */
  isReserved(jid: string): boolean;
}

/** Messages of a room that are looked at for what is new. */
const newsMax = 100;

export class HouseRooms implements RoomDirectory {
  readonly #env: HouseRoomsEnvironment;

  constructor(env: HouseRoomsEnvironment) {
    this.#env = env;
  }

  async find({
    for: person,
    after,
    limit,
    ...wish
  }: RoomsWish & { readonly for: Person; readonly after?: string; readonly limit: number }): Promise<
    RoomsPage | Refusal
  > {
    const shown = await this.#env.shownTo(person.jid);
    const wanted = wantedOf(wish);
    const found = await this.#env.searches.find({
      shown,
      wanted,
      ...filterOf(wish),
      order: 'address',
      limit: limit + 1,
      ...(after !== undefined && { after: { jid: after, occupants: 0 } }),
    });
    if (found === undefined) return tooManySearches();
    const rooms = found.rooms.slice(0, limit);
    const last = rooms.at(-1);
    const more = found.rooms.length > limit && last !== undefined;
    return { rooms: rooms.map(rowOf), count: found.count, ...(more && { next: last.jid }) };
  }

  roomsOf(wish: Parameters<RoomDirectory['roomsOf']>[0]): ReturnType<RoomDirectory['roomsOf']> {
    return roomsOf(wish, this.#env);
  }

  async newsSince({ key, clearedThrough }: Pick<Readable, 'key' | 'clearedThrough'>, seen: number): Promise<RoomNews> {
    const events = await this.#env.store.read({
      stream: roomStream(key),
      after: Math.max(seen, clearedThrough),
      order: 'descending',
      limit: newsMax,
      archived: true,
    });
    const talk = events.map(readPosted).filter((message) => message !== undefined && isTalk(message));
    return { messages: talk.length, atLeast: events.length === newsMax };
  }

  whereIs(bare: string): Promise<readonly RoomRow[]> {
    return whereIs(bare, this.#env.store);
  }

  async newAddress({
    local: typed,
    name,
    secret,
  }: {
    readonly local?: string;
    readonly name: string;
    readonly secret: boolean;
  }): Promise<string | Refusal> {
    const { domain, random } = this.#env;
    const at = (local: string): string => `${local}@${domain}`;
    if (typed !== undefined) {
      const local = prepareLocal(typed.endsWith(`@${domain}`) ? typed.slice(0, -domain.length - 1) : typed);
      if (local === undefined) return noSuchAddress();
      return (await this.#isFree(at(local))) ? at(local) : taken();
    }
    const unguessable = (): string => at(random().toLowerCase());
    if (secret) return unguessable();
    for (const local of localMadeOf(name, random)) {
      const prepared = prepareLocal(local);
      if (prepared !== undefined && (await this.#isFree(at(prepared)))) return at(prepared);
    }
    return unguessable();
  }

  /** Whether a room or a category stands in the way is nobody's business. */
  async #isFree(jid: string): Promise<boolean> {
    const { store, isReserved } = this.#env;
    return !isReserved(jid) && (await store.rooms.find(jid)) === undefined;
  }

  async move({ actor, ...args }: MoveArgs & { readonly actor: Person }): Promise<{ readonly job: string } | Refusal> {
    const title = `Moving ${args.room} to another category`;
    const job = await this.#env.jobs.start({ kind: 'move', args, title, by: actor });
    return typeof job === 'string' ? { job } : job;
  }
}

function wantedOf({ words = '', inDescription }: RoomsWish): readonly Wanted[] {
  const typed = words.split(/\s+/).filter((word) => word !== '');
  return typed.length === 0 ? [] : [{ words: typed, in: inDescription ? ['name', 'description'] : ['name'] }];
}

function filterOf({ category, privacy, auditorium, disabled, addin }: RoomsWish): RoomFilter {
  return {
    ...(category !== undefined && { category }),
    ...(privacy !== undefined && {
      listed: privacy === 'open' || privacy === 'closed',
      membersOnly: privacy === 'closed' || privacy === 'secret',
    }),
    ...(auditorium !== undefined && { auditorium }),
    ...(disabled !== undefined && { disabled }),
    ...(addin !== undefined && { addin }),
  };
}

const noSuchAddress = (): Refusal =>
  refusal(
    'not-acceptable',
    'modify',
    'That cannot stand before the @ of an address: use letters, digits, ".", "-" or "_".',
  );

/** Whatever is there; that it is taken is all that shows. */
const taken = (): Refusal => {
  const { text } = addressNotAvailable();
  return refusal('conflict', 'modify', text);
};
