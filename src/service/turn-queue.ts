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

export interface PendingTurn {
  ready(): void;
  /** Fails this turn and all behind it, in order. What is before it may yet become durable, and leaves then. */
  failWithAllBehind(): void;
}

export class TurnQueue {
  #turns: Turn[] = [];
  #held = false;

  get length(): number {
    return this.#turns.length;
  }

  /** Nothing leaves for the time being. */
  get held(): boolean {
    return this.#held;
  }

  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    this.#advance();
  }

  /** Leaves at once if nothing is before it. */
  addSettled(turn: Omit<Turn, 'settled'>): void {
    if (this.#turns.length === 0 && !this.#held) turn.leave();
    else this.#turns.push({ ...turn, settled: true });
  }

  /** Leaves when it is said to be ready, and everything before has left. */
  addPending(turn: Omit<Turn, 'settled'>): PendingTurn {
    const waiting: Turn = { ...turn, settled: false };
    this.#turns.push(waiting);
    return {
      ready: () => {
        waiting.settled = true;
        this.#advance();
      },
      failWithAllBehind: () => {
        const index = this.#turns.indexOf(waiting);
        if (index === -1) return;
        for (const failed of this.#turns.splice(index)) failed.fail();
      },
    };
  }

  #advance(): void {
    while (!this.#held && this.#turns[0]?.settled) this.#turns.shift()?.leave();
  }
}
