/**
 * An open loop: things happen when they are due, whether or not those before are done. Each is told when it was due,
 * and its time counts from then; so neither a service that is late nor a driver that is late hides waiting.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from './chance.ts';

export interface Pace {
  readonly perSecond: number;
  /** With it, as independent people do: the times between two are exponentially distributed. Without it, evenly. */
  readonly chance?: Chance;
  /** The first has the index 0; `dueMs` is on the clock of `performance.now()`. */
  act(dueMs: number, index: number): void;
}

const LOOK_MILLISECONDS = 1;

/** Keeps all of them going for so long, and settles when the last has happened. */
export async function keepPace(paces: readonly Pace[], seconds: number): Promise<void> {
  const beganMs = performance.now();
  const untilMs = beganMs + seconds * 1000;
  const beats = paces.map((pace) => new Beat(pace, beganMs));
  for (let nowMs = beganMs; nowMs < untilMs; ) {
    await sleep(LOOK_MILLISECONDS);
    nowMs = Math.min(performance.now(), untilMs);
    for (const beat of beats) beat.upTo(nowMs);
  }
}

class Beat {
  readonly #pace: Pace;
  #dueMs: number;
  #index = 0;

  constructor(pace: Pace, beganMs: number) {
    this.#pace = pace;
    this.#dueMs = beganMs + this.#gapMs();
  }

  upTo(nowMs: number): void {
    while (this.#dueMs <= nowMs) {
      this.#pace.act(this.#dueMs, this.#index);
      this.#index += 1;
      this.#dueMs += this.#gapMs();
    }
  }

  #gapMs(): number {
    const { perSecond, chance } = this.#pace;
    return (chance === undefined ? 1 : -Math.log(1 - chance.next())) * (1000 / perSecond);
  }
}
