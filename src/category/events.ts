/** What is written of a category. Each event says what was before and what is after, so that it can be read by itself. */
import type { ListDelta } from './principal-set.ts';

export interface CategoryTraits {
  readonly name: string;
  readonly description: string;
  /** Ceilings: a room may have less of each, never more. */
  readonly invitations: boolean;
  readonly fileUpload: boolean;
  readonly history: boolean;
  /** Whether owners may destroy their rooms, or administrators of the service only. */
  readonly ownersDestroy: boolean;
  /** Days for which its rooms keep what is said; 0 for as long as the service says. */
  readonly retentionDays: number;
}

/** Lists by what was put on and taken off; of one that is left out, nothing. */
export interface CategoryLists {
  readonly allowed?: ListDelta;
  readonly denied?: ListDelta;
  readonly creators?: ListDelta;
}

/** Whoever did it, as the room knows people. */
interface Actor {
  readonly key: string;
  readonly jid: string;
}

interface Stamp {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly by: Actor;
}

export interface CategoryCreated extends Stamp {
  readonly kind: 'category-created';
  readonly after: CategoryTraits;
  readonly lists: CategoryLists;
  /** The configuration said so, and nobody. */
  readonly byConfig?: true;
}

export interface CategoryChanged extends Stamp {
  readonly kind: 'category-changed';
  /** Of traits, what is another one now. */
  readonly before: Partial<CategoryTraits>;
  readonly after: Partial<CategoryTraits>;
  readonly lists: CategoryLists;
  readonly byConfig?: true;
}

/** All its rooms have followed the events up to one. */
export interface CategoryReviewed extends Stamp {
  readonly kind: 'category-reviewed';
  readonly through: number;
  readonly rooms: number;
  /** Taken off the lists of rooms, and out of rooms. */
  readonly entries: number;
  readonly occupants: number;
}

export interface CategoryRemoved extends Stamp {
  readonly kind: 'category-removed';
  readonly before: CategoryTraits;
}

export type CategoryEvent = CategoryCreated | CategoryChanged | CategoryReviewed | CategoryRemoved;
