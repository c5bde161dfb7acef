/**
 * A list of principals. It may have a hundred thousand, so that nobody walks it to know whether somebody is on it, and what
 * would be with a change in it can be asked without copying it.
 */

/** What a change does to a list: texts of principals, none in both. */
export interface ListDelta {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What may be asked of a list, whether it is as it is or as it would be. */
export interface Principals {
  readonly size: number;
  has(principal: string): boolean;
  [Symbol.iterator](): Iterator<string>;
}

export const noDelta: ListDelta = { added: [], removed: [] };

export class PrincipalSet implements Principals {
  readonly #texts: Set<string>;

  constructor(texts: Iterable<string> = []) {
    this.#texts = new Set(texts);
  }

  get size(): number {
    return this.#texts.size;
  }

  has(principal: string): boolean {
    return this.#texts.has(principal);
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#texts.values();
  }

  apply({ added, removed }: ListDelta): void {
    for (const text of removed) this.#texts.delete(text);
    for (const text of added) this.#texts.add(text);
  }
}

/** The list as it would be; costs what the change costs. Only changes that `deltaOf` has made may be asked for. */
export function drafted(list: Principals, delta: ListDelta): Principals {
  if (isNothing(delta)) return list;
  const added = new Set(delta.added);
  const removed = new Set(delta.removed);
  return {
    size: list.size + added.size - removed.size,
    has: (principal) => added.has(principal) || (list.has(principal) && !removed.has(principal)),
    *[Symbol.iterator]() {
      for (const text of list) if (!removed.has(text)) yield text;
      yield* added;
    },
  };
}

/** How somebody wishes a list to be changed; what is taken off is taken off before anything is put on. */
export interface ListWish {
  /** The whole list; where it is left out, the list as it is. */
  readonly set?: readonly string[];
  readonly remove?: readonly string[];
  readonly add?: readonly string[];
}

/** What a wish changes: neither who is there already is added, nor who is not there removed. */
export function deltaOf(list: Principals, { set, add = [], remove = [] }: ListWish): ListDelta {
  const added = new Set<string>();
  const removed = new Set<string>();
  const put = (text: string): void => {
    if (!removed.delete(text) && !list.has(text)) added.add(text);
  };
  const take = (text: string): void => {
    if (!added.delete(text) && list.has(text)) removed.add(text);
  };
  if (set !== undefined) {
    const wanted = new Set(set);
    for (const text of list) if (!wanted.has(text)) take(text);
    for (const text of wanted) put(text);
  }
  for (const text of remove) take(text);
  for (const text of add) put(text);
  return { added: [...added], removed: [...removed] };
}

export function isNothing({ added, removed }: ListDelta): boolean {
  return added.length === 0 && removed.length === 0;
}
