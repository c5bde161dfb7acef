/** Randomness that can be repeated: the same seed gives the same numbers, on every machine. */

export class Random {
  #state: number;

  constructor(seed: number) {
    // Neighbouring seeds must not begin alike, and zero would stay zero.
    this.#state = Math.imul(seed ^ (seed >>> 11), 0x9e3779b1) | 1;
    for (let round = 0; round < 3; round++) this.#state = Math.imul(this.#state ^ (this.#state >>> 15), 0x85ebca6b) | 1;
  }

  /** Marsaglia's xorshift over 32 bits, its answer multiplied: enough for choosing, and nothing else is done with it. */
  #next(): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state;
    return Math.imul(state, 0x2545f491) >>> 0;
  }

  /** From 0 to `end`, without `end`. */
  below(end: number): number {
    // The high bits are the better ones.
    return Math.floor((this.#next() / 2 ** 32) * end);
  }

  between(first: number, last: number): number {
    return first + this.below(last - first + 1);
  }

  /** True so often, of a hundred times. */
  percent(share: number): boolean {
    return this.below(1_000) < share * 10;
  }

  pick<T>(from: readonly T[]): T {
    const found = from[this.below(from.length)];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  }

  /** One of them, each as likely as its weight says. */
  weighted<T>(choices: readonly (readonly [weight: number, choice: T])[]): T {
    let left = this.below(choices.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, choice] of choices) {
      if (left < weight) return choice;
      left -= weight;
    }
    throw new Error('nothing to choose from');
  }
}
