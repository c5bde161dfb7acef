/** Making, changing and removing categories. What a change means for their rooms follows it: `jobs/review.ts`. */
import { emptyCategory, traitsOf, usualTraits } from '../../category/category.ts';
import { type CategoryWish, changeOf, changesNothing, draftedLists } from '../../category/change.ts';
import { CategoryView, type ScopeEnvironment } from '../../category/room-category.ts';
import type { Categories, CategoryDone, CategoryEffects, CategoryFacts } from '../../commands/house.ts';
import type { RoomCategory } from '../../room/directory.ts';
import { noSuchCategory } from '../../room/house-refusals.ts';
import { defaultCategory, type Person } from '../../room/state.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import type { ServiceRecord } from '../service-codec.ts';
import type { CategoryShelf, Shelved } from './category-shelf.ts';
import { categoryInUse, categoryOnHold, categoryTaken, defaultStays, tooManyOf } from './refusals.ts';
import { type HouseClock, stamp } from './stamp.ts';

const categoriesMax = 10_000;

export interface HouseCategoriesEnvironment extends HouseClock, ScopeEnvironment {
  readonly record: ServiceRecord;
  readonly shelf: CategoryShelf;
  random(): string;
  isServiceAdmin(person: Pick<Person, 'jid'>): boolean;
  /** Whether a room of any kind is called so. */
  isRoomCalled(name: string): Promise<boolean>;
  countRooms(key: string): Promise<number>;
  /** The name of a legal hold on it. */
  holdOn(key: string): string | undefined;
  countEffects(key: string, within: RoomCategory): Promise<CategoryEffects>;
  /** Lets its rooms follow what has been changed; the key of the job. */
  review(key: string, actor: Person): Promise<string | undefined>;
}

export class HouseCategories implements Categories {
  readonly #env: HouseCategoriesEnvironment;
  /** Names are taken one after the other, across records. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(env: HouseCategoriesEnvironment) {
    this.#env = env;
  }

  visibleTo(person: Person): readonly CategoryFacts[] {
    const all = this.#env.shelf.all();
    const visible = this.#env.isServiceAdmin(person) ? all : all.filter(({ view }) => view.inScope(person.jid));
    return visible.map(factsOf);
  }

  find(text: string, person: Person): CategoryFacts | undefined {
    const { shelf, isServiceAdmin } = this.#env;
    const found = shelf.get(text) ?? shelf.named(text);
    const visible = found !== undefined && (isServiceAdmin(person) || found.view.inScope(person.jid));
    return visible ? factsOf(found) : undefined;
  }

  asRoomsSee(key: string): RoomCategory | undefined {
    return this.#env.shelf.get(key)?.view;
  }

  create(wish: { readonly actor: Person; readonly wish: CategoryWish & { readonly name: string } }) {
    return this.#alone(() => this.#create(wish));
  }

  async countEffects({ key, wish }: { readonly key: string; readonly wish: CategoryWish }) {
    const shelved = this.#env.shelf.get(key);
    if (shelved === undefined) return noSuchCategory();
    const { state } = shelved.record;
    const change = changeOf(state, wish, this.#env);
    if (isRefusal(change)) return change;
    const within = { ...state, ...change.after, ...draftedLists(state, change.lists) };
    return await this.#env.countEffects(key, new CategoryView(within, this.#env));
  }

  change(wish: { readonly actor: Person; readonly key: string; readonly wish: CategoryWish }) {
    return this.#alone(() => this.#change(wish));
  }

  remove(wish: { readonly actor: Person; readonly key: string }) {
    return this.#alone(() => this.#remove(wish));
  }

  async settled(): Promise<void> {
    await this.#last;
    await this.#env.shelf.settled();
  }

  #alone<T>(task: () => Promise<T>): Promise<T> {
    const done = this.#last.then(task);
    this.#last = done.catch(() => {});
    return done;
  }

  async #create({ actor, wish }: Parameters<Categories['create']>[0]): Promise<CategoryFacts | Refusal> {
    const { shelf, record: service, random } = this.#env;
    if (shelf.size >= categoriesMax) return tooManyOf('categories', categoriesMax);
    const key = random();
    const change = changeOf(emptyCategory(key), wish, this.#env);
    if (isRefusal(change)) return change;
    const refused = await this.#objectionToName(wish.name);
    if (refused !== undefined) return refused;
    const shelved = await shelf.open(key);
    const { record } = shelved;
    const { lists } = change;
    const after = { ...usualTraits, ...change.after };
    const failed =
      (await record.change((state) => ({
        kind: 'category-created',
        ...stamp(this.#env, state, actor),
        after,
        lists,
      }))) ??
      // It is there from the moment in which the service says so: until then nobody can know of it.
      (await service.change((state) => ({ kind: 'category-listed', ...stamp(this.#env, state, actor), key })));
    if (failed !== undefined) return failed;
    shelf.put(shelved);
    return factsOf(shelved);
  }

  async #change({ actor, key, wish }: Parameters<Categories['change']>[0]): Promise<CategoryDone | Refusal> {
    const shelved = this.#env.shelf.get(key);
    if (shelved === undefined) return noSuchCategory();
    const refused = wish.name === undefined ? undefined : await this.#objectionToName(wish.name, key);
    if (refused !== undefined) return refused;
    const failed = await shelved.record.change((state) => {
      const change = changeOf(state, wish, this.#env);
      if (isRefusal(change)) return change;
      return changesNothing(change)
        ? undefined
        : { kind: 'category-changed', ...stamp(this.#env, state, actor), ...change };
    });
    if (failed !== undefined) return failed;
    const { narrowed, reviewed } = shelved.record.state;
    const job = narrowed > reviewed ? await this.#env.review(key, actor) : undefined;
    return { category: factsOf(shelved), ...(job !== undefined && { job }) };
  }

  async #remove({ actor, key }: Parameters<Categories['remove']>[0]): Promise<Refusal | undefined> {
    const { shelf, record: service, countRooms } = this.#env;
    const shelved = shelf.get(key);
    if (shelved === undefined) return noSuchCategory();
    if (key === defaultCategory) return defaultStays();
    const hold = this.#env.holdOn(key);
    if (hold !== undefined) return categoryOnHold(hold);
    // Nobody makes a room in it while its rooms are counted.
    shelved.closing = true;
    try {
      const rooms = await countRooms(key);
      if (rooms > 0) return categoryInUse(rooms);
      const failed = await shelved.record.change((state) => {
        return { kind: 'category-removed', ...stamp(this.#env, state, actor), before: traitsOf(state) };
      });
      if (failed !== undefined) return failed;
      shelf.takeOut(key);
      // Should that fail, the next start leaves out what was removed.
      await service.change((state) => ({ kind: 'category-unlisted', ...stamp(this.#env, state, actor), key }));
      return undefined;
    } finally {
      shelved.closing = false;
    }
  }

  async #objectionToName(name: string, own?: string): Promise<Refusal | undefined> {
    const { shelf, isRoomCalled } = this.#env;
    const holder = shelf.named(name);
    if (holder !== undefined) return holder.record.state.key === own ? undefined : categoryTaken(name.trim());
    return (await isRoomCalled(name)) ? categoryTaken(name.trim()) : undefined;
  }
}

function factsOf({ record: { state } }: Shelved): CategoryFacts {
  const { key, allowed, denied, creators } = state;
  return { key, isDefault: key === defaultCategory, ...traitsOf(state), allowed, denied, creators };
}
