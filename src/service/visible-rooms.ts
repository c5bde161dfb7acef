/**
 * Which rooms somebody is shown where nobody asks a room itself: in lists, counts and searches. Those that are listed, in
 * categories in whose scope they are, and those they belong to, listed or not; never one that is disabled. All of them for
 * administrators of the service. Looked up whenever it is needed and never kept, as all of it changes meanwhile.
 */
import type { CategoryFacts } from '../commands/house.ts';
import type { Answer } from '../room/answer.ts';
import type { Directory } from '../room/directory.ts';
import type { RoomRequest } from '../room/request.ts';
import type { Person } from '../room/state.ts';
import type { PersonKey, RoomKey } from '../store/event.ts';
import type { RoomEntry, Store } from '../store/port.ts';
import type { Shown } from '../store/shown.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import { domainOf } from '../wire/jid.ts';
import { isRoomStream, roomKeyOf } from './room-loader.ts';
import { sideBySide } from './side-by-side.ts';

/** Rooms of one person that are looked at, and groups. */
const belongingMax = 1_000;
const groupsMax = 200;
const page = 200;
/** Names somebody goes by (their own, that of their domain, of their groups) that are looked up together. */
const namesAtATime = 8;
/** Rooms that are asked one by one, as their lists say more than that a group stands on them; and so many at a time. */
const askedMax = 200;
const askedAtATime = 8;

export interface VisibleCategories {
  /** Those in whose scope somebody is, by name; all of them for an administrator of the service. */
  visibleTo(person: Person): readonly Pick<CategoryFacts, 'key' | 'name' | 'description'>[];
}

export interface VisibleRoomsEnvironment {
  readonly store: Pick<Store, 'rooms' | 'memberships' | 'people'>;
  readonly directory: Directory;
  readonly categories: VisibleCategories;
  isServiceAdmin(person: Person): boolean;
  /** Asks a room; settles with its answer. */
  ask(roomJid: string, request: RoomRequest): Promise<Answer | Refusal | undefined>;
}

export const noRooms: Shown = { categories: [], also: [] };

/** Whether this one is among them. */
export function shows(shown: Shown, { key, listing }: RoomEntry): boolean {
  if (shown === 'all') return true;
  if (listing === undefined || listing.disabled) return false;
  const { categories, also } = shown;
  if (also.includes(key)) return true;
  return listing.listed && (categories === 'all' || categories.includes(listing.category));
}

export class VisibleRooms {
  readonly #env: VisibleRoomsEnvironment;

  constructor(env: VisibleRoomsEnvironment) {
    this.#env = env;
  }

  /** To somebody who may use the service (a bare JID). Rejects as the store does. */
  async shownTo(bare: string): Promise<Shown> {
    const person: Person = { key: '', jid: bare };
    if (this.#env.isServiceAdmin(person)) return 'all';
    const categories = this.#env.categories.visibleTo(person).map(({ key }) => key);
    if (categories.length === 0) return noRooms;
    return { categories, also: await this.#belongingTo(bare, new Set(categories)) };
  }

  /** Categories that somebody may know of. */
  categoriesOf(bare: string): ReturnType<VisibleCategories['visibleTo']> {
    return this.#env.categories.visibleTo({ key: '', jid: bare });
  }

  /** Rooms that are not in the list anyway. */
  async #belongingTo(bare: string, categories: ReadonlySet<string>): Promise<readonly RoomKey[]> {
    const { store, directory } = this.#env;
    const groups = directory.groupsOf(bare).slice(0, groupsMax);
    const people = await store.people.known([bare, domainOf(bare), ...groups]);
    const own = people.get(bare);
    const shared = [...people.values()].filter((key) => key !== own);
    const found = await this.#belonging(own === undefined ? shared : [own, ...shared], own);
    if (found.size === 0) return [];
    const shown: Shown = { categories: [], also: [...found.keys()] };
    const entries = await store.rooms.list({ shown, limit: found.size });
    const hidden = entries.filter(({ listing }) => {
      return listing !== undefined && !listing.listed && categories.has(listing.category);
    });
    const mine = hidden.filter(({ key }) => found.get(key) === 'own');
    const others = hidden.filter(({ key }) => found.get(key) === 'shared').slice(0, askedMax);
    return [...mine, ...(await this.#seen(others, bare))].map(({ key }) => key);
  }

  /** Of each name they go by, in this order, until there are enough. */
  async #belonging(
    names: readonly PersonKey[],
    own: PersonKey | undefined,
  ): Promise<ReadonlyMap<RoomKey, 'own' | 'shared'>> {
    const found = new Map<RoomKey, 'own' | 'shared'>();
    for (let from = 0; from < names.length && found.size < belongingMax; from += namesAtATime) {
      const some = names.slice(from, from + namesAtATime);
      for (const [place, keys] of (await Promise.all(some.map((name) => this.#roomsOf(name)))).entries()) {
        for (const key of keys) {
          if (!found.has(key) && found.size < belongingMax) found.set(key, some[place] === own ? 'own' : 'shared');
        }
      }
    }
    return found;
  }

  async #roomsOf(person: PersonKey): Promise<readonly RoomKey[]> {
    const streams: string[] = [];
    for (let after: string | undefined; streams.length < belongingMax; after = streams.at(-1)) {
      const query = { person, limit: page, ...(after !== undefined && { after }) };
      const memberships = await this.#env.store.memberships.list(query);
      for (const { stream } of memberships) streams.push(stream);
      if (memberships.length < page) break;
    }
    return streams.filter(isRoomStream).map(roomKeyOf);
  }

  /** Who belongs to a room by their group may be kept out of it by name, or by another group: only the room can tell. */
  async #seen(rooms: readonly RoomEntry[], bare: string): Promise<readonly RoomEntry[]> {
    const answers = await sideBySide(rooms, askedAtATime, ({ jid }) => this.#isSeen(jid, bare));
    return rooms.filter((_, index) => answers[index]);
  }

  async #isSeen(jid: string, bare: string): Promise<boolean> {
    const from = { session: bare, person: { key: '', jid: bare } };
    const answer = await this.#env.ask(jid, { kind: 'ask-rights', from, actions: ['see the room'] });
    return answer !== undefined && !isRefusal(answer) && answer.kind === 'rights' && answer.allowed.length > 0;
  }
}
