/**
 * What a room has decided but not yet said, in order. An outcome leaves when its commit is durable and
 * everything before it has left; an outcome without events waits behind those that have some, since it
 * may show what they changed (DESIGN: Ahead of the commit).
 */

interface Turn {
  settled: boolean;
  readonly leave: () => void;
  readonly fail: () => void;
}

export class TurnQueue {
  readonly #turns: Turn[] = [];

  get length(): number {
    return this.#turns.length;
  }

  /** Leaves at once if nothing is before it. */
  addSettled(turn: Omit<Turn, 'settled'>): void {
    if (this.#turns.length === 0) turn.leave();
    else this.#turns.push({ ...turn, settled: true });
  }

  /** Leaves when the returned function has been called, and everything before has left. */
  addPending(turn: Omit<Turn, 'settled'>): () => void {
    const waiting: Turn = { ...turn, settled: false };
    this.#turns.push(waiting);
    return () => {
      waiting.settled = true;
      this.#advance();
    };
  }

  /** Fails everything that has not left, in order. */
  failAll(): void {
    for (const turn of this.#turns.splice(0)) turn.fail();
  }

  #advance(): void {
    while (this.#turns[0]?.settled) this.#turns.shift()?.leave();
  }
}
