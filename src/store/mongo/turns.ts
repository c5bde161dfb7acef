/** Lets those that are about the same go one after the other, in the order in which they came. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  async take<T>(about: string, run: () => Promise<T>): Promise<T> {
    const before = this.#last.get(about) ?? Promise.resolve();
    const done = before.then(run, run);
    this.#last.set(about, done);
    try {
      return await done;
    } finally {
      if (this.#last.get(about) === done) this.#last.delete(about);
    }
  }
}
