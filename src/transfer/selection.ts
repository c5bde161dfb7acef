/** Which streams an export is of. */

import { nearest } from '../nearest.ts';
import { categoryKeyOf } from '../service/category-codec.ts';
import { isRoomStream, roomKeyOf, roomStream } from '../service/room-loader.ts';
import type { StreamId } from '../store/event.ts';
import type { RoomEntry, Store } from '../store/port.ts';
import { firstCategory } from '../store/shown.ts';
import { categoriesOf, categoryNamed } from './categories.ts';
import type { Scope } from './format.ts';
import { importStream } from './import-marks.ts';

/** What the service writes to see whether it can, and what tells of an import that was broken off, is of this store only. */
const neverTaken: ReadonlySet<StreamId> = new Set(['probe', importStream]);
/** Rooms of which it is remembered whether they are meant. */
const rememberedMax = 100_000;

interface Only {
  readonly rooms: ReadonlySet<StreamId>;
  readonly categories: ReadonlySet<string>;
  /** The same categories, and those of the rooms. */
  readonly withRooms: ReadonlySet<string>;
}

export class Selection {
  readonly #store: Store;
  /** Rooms and categories by key; everything where they are left out. */
  readonly #only: Only | undefined;
  #known = new Map<StreamId, boolean>();
  /** How many rooms are meant, as far as it is known before they are gone through. */
  readonly rooms: number;

  private constructor(store: Store, parts: { readonly only: Only | undefined; readonly rooms: number }) {
    this.#store = store;
    this.#only = parts.only;
    this.rooms = parts.rooms;
  }

  /** What is meant by the names, or what is wrong with them. `service`: whose domain rooms have that are named without one. */
  static async of(store: Store, scope: Scope, service: string): Promise<Selection | string> {
    if (scope === 'everything')
      return new Selection(store, { only: undefined, rooms: await store.rooms.count({ shown: 'all' }) });
    const all = await categoriesOf(store);
    const categories = new Set<string>();
    for (const name of scope.categories) {
      const found = categoryNamed(name, all);
      if (found === undefined)
        return noSuchCategory(
          name,
          all.map((one) => one.name),
        );
      categories.add(found.key);
    }
    const rooms = new Set<StreamId>();
    const withRooms = new Set(categories);
    let count = 0;
    for (const category of categories) count += await store.rooms.count({ shown: 'all', category });
    for (const named of scope.rooms) {
      const jid = named.includes('@') ? named : `${named}@${service}`;
      const entry = await store.rooms.find(jid);
      if (entry === undefined) return `there is no room ${jid}`;
      if (!categories.has(categoryIn(entry)) && !rooms.has(roomStream(entry.key))) count += 1;
      rooms.add(roomStream(entry.key));
      withRooms.add(categoryIn(entry));
    }
    return new Selection(store, { only: { rooms, categories, withRooms }, rooms: count });
  }

  async has(stream: StreamId): Promise<boolean> {
    if (neverTaken.has(stream)) return false;
    if (this.#only === undefined) return true;
    const { rooms, categories, withRooms } = this.#only;
    const category = categoryKeyOf(stream);
    if (category !== undefined) return withRooms.has(category);
    if (!isRoomStream(stream)) return false;
    if (rooms.has(stream)) return true;
    return categories.size > 0 && this.#isInCategory(stream, categories);
  }

  async #isInCategory(stream: StreamId, categories: ReadonlySet<string>): Promise<boolean> {
    const known = this.#known.get(stream);
    if (known !== undefined) return known;
    const entry = await this.#store.rooms.findByKey(roomKeyOf(stream));
    const meant = entry !== undefined && categories.has(categoryIn(entry));
    if (this.#known.size >= rememberedMax) this.#known = new Map();
    this.#known.set(stream, meant);
    return meant;
  }
}

function categoryIn({ listing }: RoomEntry): string {
  return listing?.category ?? firstCategory;
}

function noSuchCategory(name: string, names: readonly string[]): string {
  const meant = nearest(name, names);
  return `there is no category "${name}"${meant === undefined ? '' : `; did you mean "${meant}"?`}`;
}
