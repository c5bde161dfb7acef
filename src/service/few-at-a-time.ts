/** Runs tasks a few at a time, in the order in which they came; how many may wait is bounded. */

export class FewAtATime {
  readonly #atATime: number;
  readonly #waitingMax: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(limits: { readonly atATime: number; readonly waitingMax: number }) {
    this.#atATime = limits.atATime;
    this.#waitingMax = limits.waitingMax;
  }

  /** The task's result; undefined, without having run it, where too many wait already. */
  async run<T>(task: () => Promise<T>): Promise<{ readonly result: T } | undefined> {
    if (this.#running >= this.#atATime) {
      if (this.#waiting.length >= this.#waitingMax) return undefined;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#running += 1;
    try {
      return { result: await task() };
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }
}
