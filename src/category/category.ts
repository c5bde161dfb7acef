/**
 * A category: a named container of rooms, with the scope that is a ceiling for all of them. Plain data; what is written of
 * it are events, and `applyCategoryEvent` alone changes it.
 */
import { asAbove } from '../kept-days.ts';
import type { CategoryEvent, CategoryLists, CategoryTraits } from './events.ts';
import { PrincipalSet } from './principal-set.ts';

export type { CategoryTraits };

/** The key of the category that rooms are in which say nothing else. */
export const defaultCategory = 'default';

export interface Category extends CategoryTraits {
  /** Immutable. */
  readonly key: string;
  /** Of the last event, as in a room. */
  number: number;
  /** Milliseconds since 1970, of the last event. */
  at: number;
  readonly allowed: PrincipalSet;
  readonly denied: PrincipalSet;
  readonly creators: PrincipalSet;
  removed: boolean;
  /** Whether somebody has named it, or changed its lists, by a command: then the configuration does so no more. */
  namedByHand: boolean;
  listedByHand: boolean;
  /** The last event that may keep somebody out, and up to which one all rooms have followed. */
  narrowed: number;
  reviewed: number;
  /** The last of these that somebody has agreed to: what it does not cover leaves the lists of rooms for good. */
  narrowedByHand: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What a category has that nothing was said of: what rooms may do is given to them on purpose. */
export const usualTraits: CategoryTraits = {
  name: '',
  description: '',
  invitations: false,
  fileUpload: false,
  history: true,
  ownersDestroy: false,
  retentionDays: asAbove,
};

export function emptyCategory(key: string): Category {
  return {
    key,
    number: 0,
    at: 0,
    ...usualTraits,
    allowed: new PrincipalSet(),
    denied: new PrincipalSet(),
    creators: new PrincipalSet(),
    removed: false,
    namedByHand: false,
    listedByHand: false,
    narrowed: 0,
    reviewed: 0,
    narrowedByHand: 0,
  };
}

export function traitsOf(category: CategoryTraits): CategoryTraits {
  const { name, description, invitations, fileUpload, history, ownersDestroy, retentionDays } = category;
  return { name, description, invitations, fileUpload, history, ownersDestroy, retentionDays };
}

export function applyCategoryEvent(category: Category, event: CategoryEvent): void {
  category.number += 1;
  category.at = event.at;
  switch (event.kind) {
    case 'category-created':
    case 'category-changed': {
      Object.assign(category as Mutable<CategoryTraits>, event.after);
      applyLists(category, event.lists);
      if (event.byConfig !== true) {
        category.namedByHand ||= event.after.name !== undefined;
        category.listedByHand ||= Object.keys(event.lists).length > 0;
      }
      if (event.kind === 'category-created' || !changesScope(event.lists)) return;
      category.narrowed = category.number;
      if (event.byConfig !== true) category.narrowedByHand = category.number;
      return;
    }
    case 'category-reviewed':
      category.reviewed = Math.max(category.reviewed, event.through);
      return;
    case 'category-removed':
      category.removed = true;
      return;
  }
}

/** Whether somebody may be in scope no longer. */
export function changesScope({ allowed, denied }: CategoryLists): boolean {
  return allowed !== undefined || denied !== undefined;
}

function applyLists(category: Category, { allowed, denied, creators }: CategoryLists): void {
  if (allowed !== undefined) category.allowed.apply(allowed);
  if (denied !== undefined) category.denied.apply(denied);
  if (creators !== undefined) category.creators.apply(creators);
}
