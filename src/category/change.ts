/** What somebody wishes of a category, checked: what the change is, and whether it may be. Nothing is changed here. */
import { isKept } from '../kept-days.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import { type Category, traitsOf } from './category.ts';
import type { CategoryLists, CategoryTraits } from './events.ts';
import { readName } from './name.ts';
import { readPrincipalText } from './principal.ts';
import { deltaOf, drafted, isNothing, type ListDelta, type ListWish, noDelta } from './principal-set.ts';
import { creatorOutOfScope, descriptionTooLong, keptProblem, listFull } from './refusals.ts';
import { covers, type GroupIndex } from './scope.ts';

const descriptionCharactersMax = 256;
/** Entries of one list; whoever has more people than that names domains and groups. */
const listMax = 100_000;

/** As people type it; what is left out stays as it is. */
export type CategoryWish = Partial<CategoryTraits> & {
  readonly allowed?: ListWish;
  readonly denied?: ListWish;
  readonly creators?: ListWish;
};

export interface CategoryChange {
  readonly before: Partial<CategoryTraits>;
  readonly after: Partial<CategoryTraits>;
  readonly lists: CategoryLists;
}

/** The change that a wish comes to, or what is wrong with it. Whether the name is free is asked elsewhere. */
export function changeOf(category: Category, wish: CategoryWish, groups: GroupIndex): CategoryChange | Refusal {
  const traits = readTraits(category, wish);
  if (isRefusal(traits)) return traits;
  const lists = readLists(category, wish);
  if (isRefusal(lists)) return lists;
  const refused = objectionToCreators(category, lists, groups);
  return refused ?? { ...traits, lists };
}

export function changesNothing({ after, lists }: CategoryChange): boolean {
  return Object.keys(after).length === 0 && Object.keys(lists).length === 0;
}

/** The lists as they would be. */
export function draftedLists(category: Category, { allowed, denied, creators }: CategoryLists) {
  return {
    allowed: drafted(category.allowed, allowed ?? noDelta),
    denied: drafted(category.denied, denied ?? noDelta),
    creators: drafted(category.creators, creators ?? noDelta),
  };
}

function readTraits(category: Category, wish: CategoryWish): Pick<CategoryChange, 'before' | 'after'> | Refusal {
  const name = wish.name === undefined ? undefined : readName(wish.name);
  if (isRefusal(name)) return name;
  const description = wish.description?.trim().normalize('NFC');
  if (description !== undefined && [...description].length > descriptionCharactersMax) {
    return descriptionTooLong(descriptionCharactersMax);
  }
  if (wish.retentionDays !== undefined && !isKept(wish.retentionDays)) return keptProblem();
  const wished = { ...wish, ...(name !== undefined && { name }), ...(description !== undefined && { description }) };
  const now = traitsOf(category);
  const changed = Object.entries(now).filter(([trait, value]) => {
    const other = wished[trait as keyof CategoryTraits];
    return other !== undefined && other !== value;
  });
  return {
    before: Object.fromEntries(changed),
    after: Object.fromEntries(changed.map(([trait]) => [trait, wished[trait as keyof CategoryTraits]])),
  };
}

function readLists(category: Category, wish: CategoryWish): CategoryLists | Refusal {
  const lists: { -readonly [K in keyof CategoryLists]: ListDelta } = {};
  for (const list of ['allowed', 'denied', 'creators'] as const) {
    const wished = wish[list];
    if (wished === undefined) continue;
    const read = readListWish(wished);
    if (isRefusal(read)) return read;
    const delta = deltaOf(category[list], read);
    if (isNothing(delta)) continue;
    if (drafted(category[list], delta).size > listMax) return listFull(listMax);
    lists[list] = delta;
  }
  return lists;
}

/** Every name on it as lists have it, or what is wrong with the first that cannot be one. */
export function readListWish(wish: ListWish): ListWish | Refusal {
  const read: { -readonly [K in keyof ListWish]: readonly string[] } = {};
  for (const part of ['set', 'remove', 'add'] as const) {
    const typed = wish[part];
    if (typed === undefined) continue;
    const texts: string[] = [];
    for (const one of typed) {
      const text = readPrincipalText(one);
      if (isRefusal(text)) return text;
      texts.push(text);
    }
    read[part] = texts;
  }
  return read;
}

/**
 * Creators have to be in scope. Asked of those who are new and, where scope is changed, of all who were in it: a group that
 * has lost its members elsewhere must not keep anybody from being denied.
 */
function objectionToCreators(category: Category, lists: CategoryLists, groups: GroupIndex): Refusal | undefined {
  const scope = draftedLists(category, lists);
  const added = new Set(lists.creators?.added);
  const concerned = lists.allowed === undefined && lists.denied === undefined ? added : scope.creators;
  for (const creator of concerned) {
    const wasOut = !added.has(creator) && !covers(category, creator, groups);
    if (!wasOut && !covers(scope, creator, groups)) return creatorOutOfScope(creator);
  }
  return undefined;
}
