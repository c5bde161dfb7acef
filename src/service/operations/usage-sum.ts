/** What the use of many rooms comes to. It keeps no more rooms than will be named. */
import type { RoomUse, UsageReport } from '../../commands/operations.ts';

/** Categories that are told apart. */
const categoriesMax = 1_000;

interface OfCategory {
  rooms: number;
  messages: number;
  recent: number;
}

export class UsageSum {
  readonly #wish: { readonly since: number; readonly top: number };
  readonly #categories = new Map<string, OfCategory>();
  readonly #totals = { rooms: 0, disabled: 0, messages: 0, recent: 0, occupants: 0, inactive: 0 };
  #most: RoomUse[] = [];
  #least: RoomUse[] = [];

  constructor(wish: { readonly since: number; readonly top: number }) {
    this.#wish = wish;
  }

  add(use: RoomUse, disabled: boolean): void {
    const { since, top } = this.#wish;
    const totals = this.#totals;
    totals.rooms += 1;
    totals.disabled += disabled ? 1 : 0;
    totals.messages += use.messages;
    totals.recent += use.recent;
    totals.occupants += use.occupants;
    totals.inactive += (use.lastAt ?? 0) < since ? 1 : 0;
    const own = this.#of(use.category);
    own.rooms += 1;
    own.messages += use.messages;
    own.recent += use.recent;
    if (use.recent > 0) this.#most = best(this.#most, use, (a, b) => b.recent - a.recent, top);
    this.#least = best(this.#least, use, quieter, top);
  }

  #of(category: string): OfCategory {
    const known = this.#categories.get(category);
    if (known !== undefined) return known;
    const made = { rooms: 0, messages: 0, recent: 0 };
    if (this.#categories.size < categoriesMax) this.#categories.set(category, made);
    return made;
  }

  report(complete: boolean): UsageReport {
    return {
      ...this.#totals,
      mostActive: this.#most,
      leastActive: this.#least,
      perCategory: this.#categories,
      complete,
    };
  }
}

function quieter(one: RoomUse, other: RoomUse): number {
  return one.recent - other.recent || (one.lastAt ?? 0) - (other.lastAt ?? 0);
}

/** The list is short, and most rooms are not for it. */
function best(kept: RoomUse[], use: RoomUse, order: (a: RoomUse, b: RoomUse) => number, most: number): RoomUse[] {
  const last = kept.at(-1);
  if (kept.length === most && last !== undefined && order(use, last) >= 0) return kept;
  return [...kept, use].sort(order).slice(0, most);
}
