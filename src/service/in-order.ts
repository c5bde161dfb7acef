/**
 * Stanzas from one session to one room are done in their order (RFC 6120 §10.1). Nearly all are done at once; behind one
 * that has to look people up first, what comes later waits.
 */

interface Queue {
  busy: boolean;
  readonly waiting: (() => void)[];
}

export class InOrder {
  readonly #queues = new Map<string, Queue>();

  /** Whether nobody has to wait: then nothing need be asked of this. */
  get idle(): boolean {
    return this.#queues.size === 0;
  }

  /** What comes later with this key waits until then. To be called while nothing is held for it. */
  hold(key: string, until: Promise<unknown>): void {
    const queue = this.#queues.get(key) ?? { busy: true, waiting: [] };
    queue.busy = true;
    this.#queues.set(key, queue);
    const free = (): void => this.#free(key, queue);
    until.then(free, free);
  }

  /** Where something is held for the key, takes what comes later and says so. */
  takes(key: string, later: () => void): boolean {
    const queue = this.#queues.get(key);
    queue?.waiting.push(later);
    return queue !== undefined;
  }

  #free(key: string, queue: Queue): void {
    queue.busy = false;
    while (!isBusy(queue)) {
      const next = queue.waiting.shift();
      if (next === undefined) break;
      next();
    }
    if (!isBusy(queue)) this.#queues.delete(key);
  }
}

/** What is done next may hold the queue again. */
function isBusy({ busy }: Queue): boolean {
  return busy;
}
