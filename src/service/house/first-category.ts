/**
 * The category that is there before anybody has made one: named and peopled by the configuration, and following it until
 * somebody names it or changes its lists by a command.
 */
import { type Category, usualTraits } from '../../category/category.ts';
import type { CategoryEvent, CategoryLists } from '../../category/events.ts';
import { readName } from '../../category/name.ts';
import { deltaOf, isNothing } from '../../category/principal-set.ts';
import { defaultCategory, type Person } from '../../room/state.ts';
import { StoreError } from '../../store/port.ts';
import { isRefusal } from '../../wire/error.ts';
import type { ServiceRecord } from '../service-codec.ts';
import type { CategoryShelf } from './category-shelf.ts';
import { type HouseClock, stamp } from './stamp.ts';

export interface FirstCategoryEnvironment extends HouseClock {
  readonly record: ServiceRecord;
  readonly shelf: CategoryShelf;
  /** As the configuration calls it. */
  readonly name: string;
  /** Domains whose users are at home here; `*` for everyone. */
  readonly users: readonly string[];
  /** The service itself, in whose name this is done. */
  readonly by: Person;
}

/** Rejects where it cannot be written: without it no room has a category. */
export async function openFirstCategory(env: FirstCategoryEnvironment): Promise<void> {
  const { shelf, record: service, by } = env;
  const shelved = shelf.get(defaultCategory) ?? (await shelf.open(defaultCategory));
  const refused =
    (await shelved.record.change((state) => (state.number === 0 ? created(env, state) : following(env, state)))) ??
    (await service.change((state) => {
      if (state.categories.has(defaultCategory)) return undefined;
      return { kind: 'category-listed', ...stamp(env, state, by), key: defaultCategory };
    }));
  if (refused !== undefined) throw new StoreError('the first category could not be written: nothing can be saved');
  shelf.put(shelved);
}

/** As clients expect it of a service that nobody has tightened yet. */
function created(env: FirstCategoryEnvironment, state: Category): CategoryEvent {
  const usual = { ...usualTraits, invitations: true, fileUpload: true, history: true, ownersDestroy: true };
  const after = { ...usual, name: nameOf(env) };
  return { kind: 'category-created', ...stamp(env, state, env.by), after, lists: listsOf(env, state), byConfig: true };
}

function following(env: FirstCategoryEnvironment, state: Category): CategoryEvent | undefined {
  const name = nameOf(env);
  const isFree = env.shelf.named(name) === undefined;
  const renamed = !state.namedByHand && state.name !== name && isFree;
  const lists = state.listedByHand ? {} : listsOf(env, state);
  if (!renamed && Object.keys(lists).length === 0) return undefined;
  return {
    kind: 'category-changed',
    ...stamp(env, state, env.by),
    before: renamed ? { name: state.name } : {},
    after: renamed ? { name } : {},
    lists,
    byConfig: true,
  };
}

function nameOf({ name: configured }: FirstCategoryEnvironment): string {
  const name = readName(configured);
  return isRefusal(name) ? 'General' : name;
}

/** Everybody who is at home here is in scope, and may make rooms if the policy lets them. */
function listsOf({ users }: FirstCategoryEnvironment, { allowed, creators }: Category): CategoryLists {
  const set = users.includes('*') ? ['*'] : users;
  const lists = { allowed: deltaOf(allowed, { set }), creators: deltaOf(creators, { set }) };
  return Object.fromEntries(Object.entries(lists).filter(([, delta]) => !isNothing(delta)));
}
