/**
 * Lets whoever is not to know of a room wait as where there is none: the first who asks until it is looked up, all after
 * them not, until it would have been forgotten again (DESIGN: Secret rooms). A room that others are in is in memory, and
 * would answer sooner than no room.
 */
export class Appearance {
  readonly #load: () => Promise<void>;
  #isLoaded = false;
  #loading: Promise<void> | undefined;

  constructor(load: () => Promise<void>) {
    this.#load = load;
  }

  /** They have waited for the room itself to be loaded. */
  loaded(): void {
    this.#isLoaded = true;
  }

  /** What has to be waited for, if anything. Rejects as the store does. */
  toWaitFor(): Promise<void> | undefined {
    if (this.#isLoaded) return undefined;
    this.#loading ??= this.#load().then(
      () => this.#settle(true),
      (error: unknown) => {
        this.#settle(false);
        throw error;
      },
    );
    return this.#loading;
  }

  /** From now on it has to be looked up again. */
  forget(): void {
    this.#isLoaded = false;
  }

  #settle(isLoaded: boolean): void {
    this.#isLoaded = isLoaded;
    this.#loading = undefined;
  }
}
