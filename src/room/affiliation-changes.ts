/**
 * Versions of a room's lists (XEP-0463): who was changed lately, in order, so that a client that knows an earlier
 * version is told what is new and not all of it. A version says which room it is of, as one that was destroyed and made
 * again begins anew; not by the room's key, which nobody may learn.
 */
import type { Person, Room } from './state.ts';

/** Whoever knows a version older than this many changes gets the lists whole. */
const rememberedMax = 1_000;

export class AffiliationChanges {
  #count = 0;
  // Made with the first change; most rooms have one, by whom they were made.
  #people: Person[] = [];

  /** How many changes there have been. */
  get count(): number {
    return this.#count;
  }

  /** Who was changed, by the last changes, oldest first. */
  get people(): readonly Person[] {
    return this.#people;
  }

  add(person: Person): void {
    this.#count += 1;
    this.#people.push(person);
    // Rarely, as moving all of them costs something.
    if (this.#people.length >= 2 * rememberedMax) this.#people = this.#people.slice(-rememberedMax);
  }

  /** Everybody changed after so many changes, each once; undefined where that is not known. */
  since(count: number): readonly Person[] | undefined {
    const behind = this.#count - count;
    if (behind < 0 || behind > Math.min(this.#people.length, rememberedMax)) return undefined;
    return behind === 0 ? [] : [...new Map(this.#people.slice(-behind).map((one) => [one.key, one])).values()];
  }

  static from(stored: { readonly count: number; readonly people: readonly Person[] }): AffiliationChanges {
    const changes = new AffiliationChanges();
    changes.#count = stored.count;
    changes.#people = [...stored.people];
    return changes;
  }
}

type Versioned = Pick<Room, 'createdAt' | 'changes'>;

/** The version of the lists after so many changes. */
export function versionOf({ createdAt, changes }: Versioned, count = changes.count): string {
  return `${createdAt.toString(36)}-${count.toString(36)}`;
}

/** After how many changes this was the version; undefined if it never was one of this room. */
export function countAt({ createdAt }: Versioned, version: string): number | undefined {
  const [, birth, count] = /^([0-9a-z]{1,10})-([0-9a-z]{1,10})$/.exec(version) ?? [];
  return birth === createdAt.toString(36) && count !== undefined ? Number.parseInt(count, 36) : undefined;
}
