/**
 * What a room has decided but not yet said, in order. An outcome leaves when its commit is durable and
 * everything before it has left; an outcome without events waits behind those that have some, since it
 * may show what they changed (DESIGN: Ahead of the commit).
 */

export interface Turn {
  /** Whether it may leave as soon as it is the first. */
  settled: boolean;
  leave(): void;
  fail(): void;
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

  /** Leaves at once if it is settled and nothing is before it. */
  add(turn: Turn): void {
    if (turn.settled && this.#turns.length === 0 && !this.#held) turn.leave();
    else this.#turns.push(turn);
  }

  /** The turn may leave when everything before it has left. */
  settle(turn: Turn): void {
    turn.settled = true;
    this.#advance();
  }

  /** Fails this turn and all behind it, in order. What is before it may yet become durable, and leaves then. */
  failFrom(turn: Turn): void {
    const index = this.#turns.indexOf(turn);
    if (index === -1) return;
    for (const failed of this.#turns.splice(index)) failed.fail();
  }

  /** Fails what waits behind a commit in doubt without being one itself: nobody knows how long that takes. */
  failBehindDoubt(): void {
    const doubtful = this.#turns.findIndex(({ settled }) => !settled);
    if (doubtful === -1) return;
    const waiting = this.#turns.slice(doubtful).filter(({ settled }) => settled);
    this.#turns = this.#turns.filter((turn, i) => i < doubtful || !turn.settled);
    for (const turn of waiting) turn.fail();
  }

  #advance(): void {
    while (!this.#held && this.#turns[0]?.settled) this.#turns.shift()?.leave();
  }
}
