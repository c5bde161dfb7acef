/** Legal holds: made and released by administrators, asked by rooms whenever something is to go. */
import { nameKey, readName } from '../../category/name.ts';
import type { HoldFacts, Holds, HoldWish } from '../../commands/holds.ts';
import { type Hold, HoldBook } from '../../room/holds.ts';
import { noSuchCategory } from '../../room/house-refusals.ts';
import type { Person } from '../../room/state.ts';
import { type Store, StoreError } from '../../store/port.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import { prepareJid } from '../../wire/jid.ts';
import { storeAway } from '../refusals.ts';
import type { ServiceRecord } from '../service-codec.ts';
import type { ServiceEvent } from '../service-events.ts';
import { holdOfNothing, holdReasonTooLong, holdTaken, noSuchHold, noSuchRoomCalled, tooManyOf } from './refusals.ts';
import { type HouseClock, stamp } from './stamp.ts';

const holdsMax = 1_000;
/** Rooms, categories and people of one hold. */
const namedMax = 500;
const reasonCharactersMax = 1_000;

export interface HouseHoldsEnvironment extends HouseClock {
  readonly record: ServiceRecord;
  readonly store: Pick<Store, 'rooms' | 'people'>;
  /** Of the service: where a room is named by what stands before it. */
  readonly domain: string;
  nameOf(category: string): string | undefined;
  keyOf(category: string): string | undefined;
}

export class HouseHolds implements Holds {
  readonly #env: HouseHoldsEnvironment;
  #book: HoldBook | undefined;

  constructor(env: HouseHoldsEnvironment) {
    this.#env = env;
  }

  /** As rooms ask for them. */
  get book(): HoldBook {
    this.#book ??= new HoldBook(this.#env.record.state.holds.values());
    return this.#book;
  }

  applied({ kind }: ServiceEvent): void {
    if (kind === 'hold-created' || kind === 'hold-released') this.#book = undefined;
  }

  list(): readonly HoldFacts[] {
    const all = [...this.#env.record.state.holds.values()];
    return all
      .sort((one, other) => (nameKey(one.name) < nameKey(other.name) ? -1 : 1))
      .map((hold) => this.#facts(hold));
  }

  find(name: string): HoldFacts | undefined {
    const hold = this.#env.record.state.holds.get(nameKey(name));
    return hold && this.#facts(hold);
  }

  async create({ actor, wish }: Parameters<Holds['create']>[0]): Promise<HoldFacts | Refusal> {
    const hold = await this.#read(wish);
    if (isRefusal(hold)) return hold;
    const { record } = this.#env;
    const failed = await record.change((state) => {
      if (state.holds.has(nameKey(hold.name))) return holdTaken(hold.name);
      if (state.holds.size >= holdsMax) return tooManyOf('legal holds', holdsMax);
      const stamped = stamp(this.#env, state, actor);
      return { kind: 'hold-created', ...stamped, hold: { ...hold, at: stamped.at } };
    });
    return failed ?? this.find(hold.name) ?? storeAway();
  }

  async release({ actor, name }: Parameters<Holds['release']>[0]): Promise<Refusal | undefined> {
    return await this.#env.record.change((state) => {
      const hold = state.holds.get(nameKey(name));
      return hold === undefined ? noSuchHold() : { kind: 'hold-released', ...stamp(this.#env, state, actor), hold };
    });
  }

  async #read(wish: HoldWish): Promise<Omit<Hold, 'at'> | Refusal> {
    const name = readName(wish.name);
    if (isRefusal(name)) return name;
    const { everything, from, until } = wish;
    const reason = wish.reason?.trim() ?? '';
    if ([...reason].length > reasonCharactersMax) return holdReasonTooLong(reasonCharactersMax);
    const named = wish.rooms.length + wish.categories.length + wish.people.length;
    if (named > namedMax) return tooManyOf('names in one hold', namedMax);
    if ((named === 0 && !everything) || (from ?? 0) > (until ?? Number.POSITIVE_INFINITY)) return holdOfNothing();
    try {
      const rooms = await this.#rooms(wish.rooms);
      if (isRefusal(rooms)) return rooms;
      const categories = wish.categories.map((category) => this.#env.keyOf(category) ?? noSuchCategory());
      const unknown = categories.find(isRefusal);
      if (unknown !== undefined) return unknown;
      return {
        name,
        ...(reason !== '' && { reason }),
        ...(everything && { everything }),
        rooms,
        categories: categories as readonly string[],
        people: await this.#people(wish.people),
        ...(from !== undefined && { from }),
        ...(until !== undefined && { until }),
      };
    } catch (error) {
      if (error instanceof StoreError) return storeAway();
      throw error;
    }
  }

  async #rooms(typed: readonly string[]): Promise<Hold['rooms'] | Refusal> {
    const { store, domain } = this.#env;
    const rooms: { readonly key: string; readonly jid: string }[] = [];
    for (const one of typed) {
      const prepared = prepareJid(one.includes('@') ? one : `${one}@${domain}`);
      if (isRefusal(prepared)) return prepared;
      const jid = prepared.bare;
      const entry = await store.rooms.find(jid);
      if (entry === undefined) return noSuchRoomCalled(jid);
      rooms.push({ key: entry.key, jid });
    }
    return rooms;
  }

  /** Made where there are none: somebody may be on hold before they have said anything. */
  async #people(jids: readonly string[]): Promise<readonly Person[]> {
    const keys = await this.#env.store.people.keys(jids);
    return jids.flatMap((jid) => {
      const key = keys.get(jid);
      return key === undefined ? [] : [{ key, jid }];
    });
  }

  #facts(hold: Hold): HoldFacts {
    return { ...hold, categories: hold.categories.map((key) => this.#env.nameOf(key) ?? key) };
  }
}
