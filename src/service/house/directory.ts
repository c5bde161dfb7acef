/** What rooms ask the house around them (`room/directory.ts`); answered from memory. */
import type { Addin, Directory, RoomCategory } from '../../room/directory.ts';
import type { HoldBook } from '../../room/holds.ts';
import { defaultCategory, type Person } from '../../room/state.ts';
import type { CategoryShelf } from './category-shelf.ts';

export interface HouseDirectoryEnvironment {
  readonly shelf: CategoryShelf;
  groupsOf(bare: string): readonly string[];
  addin(name: string): Addin | undefined;
  holds(): HoldBook;
  isServiceAdmin(person: Pick<Person, 'jid'>): boolean;
}

export class HouseDirectory implements Directory {
  readonly #env: HouseDirectoryEnvironment;

  constructor(env: HouseDirectoryEnvironment) {
    this.#env = env;
  }

  groupsOf(bare: string): readonly string[] {
    return this.#env.groupsOf(bare);
  }

  category(key: string): RoomCategory {
    const { shelf } = this.#env;
    const found = shelf.get(key) ?? shelf.get(defaultCategory);
    if (found === undefined) throw new Error('there is no category: the service has not begun');
    return found.view;
  }

  isCategoryName(name: string): boolean {
    return this.#env.shelf.named(name) !== undefined;
  }

  addin(name: string): Addin | undefined {
    return this.#env.addin(name);
  }

  get holds(): HoldBook {
    return this.#env.holds();
  }

  /** Whether a category is called as a room with this address would be. */
  isReserved(jid: string): boolean {
    return this.#env.shelf.named(jid.slice(0, jid.indexOf('@'))) !== undefined;
  }

  /**
   * The category of a room that somebody makes by entering it: the default one, if they may, else the first by name in
   * which they may; undefined for those who may not make any.
   */
  newRoomCategory(person: Person): string | undefined {
    const { shelf, isServiceAdmin } = this.#env;
    if (isServiceAdmin(person) || shelf.get(defaultCategory)?.view.mayCreate(person.jid)) return defaultCategory;
    return shelf.all().find(({ view }) => view.mayCreate(person.jid))?.view.key;
  }
}
