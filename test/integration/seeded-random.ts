/** Numbers that look random and come again with the same seed (xorshift, 32 bits). */
export class SeededRandom {
  readonly seed: number;
  #state: number;

  constructor(seed: number) {
    this.seed = seed;
    this.#state = seed >>> 0 || 1;
    for (let warmUp = 0; warmUp < 8; warmUp += 1) this.#next();
  }

  /** A seed from the environment, to repeat a run, or a new one. */
  static fromEnvironment(name: string): SeededRandom {
    const given = Number.parseInt(process.env[name] ?? '', 10);
    return new SeededRandom(Number.isNaN(given) ? Math.floor(Math.random() * 0x7fff_ffff) : given);
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + (this.#next() % (high - low + 1));
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.between(0, choices.length - 1)] as T;
  }

  #next(): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state >>> 0;
    return this.#state;
  }
}
