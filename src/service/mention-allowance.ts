/**
 * How often somebody who is away may be told of being mentioned: each time a telephone may ring. Some at once, then one
 * from time to time, whoever mentions them and in whichever rooms; what is beyond they find in the rooms.
 */
const atOnce = 10;
const millisecondsEach = 30_000;
/** People remembered at a time. One who is forgotten has their allowance again. */
const rememberedMax = 20_000;

export class MentionAllowance {
  readonly #now: () => number;
  /** When somebody will have all of their allowance again; the next to be forgotten first. */
  readonly #wholeAt = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Takes one of the allowance of this bare JID, if it has one. */
  take(bare: string): boolean {
    const now = this.#now();
    const wholeAt = Math.max(this.#wholeAt.get(bare) ?? 0, now) + millisecondsEach;
    if (wholeAt > now + atOnce * millisecondsEach) return false;
    this.#wholeAt.delete(bare);
    this.#wholeAt.set(bare, wholeAt);
    if (this.#wholeAt.size > rememberedMax) {
      const [oldest] = this.#wholeAt.keys();
      if (oldest !== undefined) this.#wholeAt.delete(oldest);
    }
    return true;
  }
}
