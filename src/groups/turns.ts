/** Long loops over groups let rooms speak meanwhile. */
import { setImmediate } from 'node:timers/promises';

/** A few milliseconds' worth of looking at members. */
const stepsPerTurn = 2_000;

export class Turns {
  #steps = 0;

  /** Counts; whether it is time to wait for a turn. */
  isOver(steps = 1): boolean {
    this.#steps += steps;
    if (this.#steps < stepsPerTurn) return false;
    this.#steps = 0;
    return true;
  }

  /** Lets everything else have its turn. */
  async next(): Promise<void> {
    await setImmediate();
  }
}
