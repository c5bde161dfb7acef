/**
 * The categories in memory: all of them, from the start on, since every question about a room asks for one. Each has a
 * record of its own; which there are stands in the record of the service.
 */

import type { CategoryEvent } from '../../category/events.ts';
import { nameKey } from '../../category/name.ts';
import { CategoryView, type ScopeEnvironment } from '../../category/room-category.ts';
import type { RoomCategory } from '../../room/directory.ts';
import { type CategoryRecord, categoryCodec, categoryStream } from '../category-codec.ts';
import { sideBySide } from '../side-by-side.ts';
import { StreamRecord, type StreamRecordEnvironment } from '../stream-record.ts';

/** Records read at a time. */
const readAtATime = 64;

export interface Shelved {
  readonly record: CategoryRecord;
  readonly view: RoomCategory;
  /** It is being removed: nothing new comes into it. */
  closing: boolean;
}

export interface CategoryShelfEnvironment extends StreamRecordEnvironment, ScopeEnvironment {
  /** An event of a category holds from now on. */
  applied(event: CategoryEvent): void;
}

export class CategoryShelf {
  readonly #env: CategoryShelfEnvironment;
  readonly #shelved = new Map<string, Shelved>();
  /** By name; made anew after a name has changed. */
  #sorted: readonly Shelved[] | undefined;
  #named: ReadonlyMap<string, Shelved> | undefined;

  /** Names by keys, and keys by names. */
  readonly names = {
    nameOf: (key: string): string | undefined => this.#shelved.get(key)?.record.state.name,
    keyOf: (name: string): string | undefined => this.named(name)?.view.key,
  };

  constructor(env: CategoryShelfEnvironment) {
    this.#env = env;
  }

  get size(): number {
    return this.#shelved.size;
  }

  get(key: string): Shelved | undefined {
    return this.#shelved.get(key);
  }

  /** In order of their names. */
  all(): readonly Shelved[] {
    this.#sorted ??= [...this.#shelved.values()].sort((a, b) => {
      const [one, other] = [nameKey(a.record.state.name), nameKey(b.record.state.name)];
      return one < other ? -1 : Number(one > other);
    });
    return this.#sorted;
  }

  named(name: string): Shelved | undefined {
    this.#named ??= new Map(this.all().map((shelved) => [nameKey(shelved.record.state.name), shelved]));
    return this.#named.get(nameKey(name));
  }

  /** Reads a category, or begins one that nobody knows until `put`. */
  async open(key: string): Promise<Shelved> {
    const env = this.#env;
    const record = await StreamRecord.load(env, { stream: categoryStream(key), codec: categoryCodec(key) });
    record.applied = (event) => {
      this.#reorder();
      env.applied(event);
    };
    const shelved: Shelved = {
      record,
      view: new CategoryView(record.state, {
        groupsOf: (bare) => env.groupsOf(bare),
        membersOf: (name) => env.membersOf(name),
        mayUse: (bare) => env.mayUse(bare),
        mayMakeRooms: (bare) => !shelved.closing && env.mayMakeRooms(bare),
        isClosing: () => shelved.closing,
        keptDays: env.keptDays,
      }),
      closing: false,
    };
    return shelved;
  }

  put(shelved: Shelved): void {
    this.#shelved.set(shelved.record.state.key, shelved);
    this.#reorder();
  }

  takeOut(key: string): void {
    this.#shelved.delete(key);
    this.#reorder();
  }

  /** Rejects as the store does. */
  async openAll(keys: Iterable<string>): Promise<void> {
    await sideBySide(keys, readAtATime, async (key) => {
      const shelved = await this.open(key);
      if (!shelved.record.state.removed) this.put(shelved);
    });
  }

  #reorder(): void {
    this.#sorted = undefined;
    this.#named = undefined;
  }

  async settled(): Promise<void> {
    for (const { record } of this.#shelved.values()) await record.settled();
  }
}
