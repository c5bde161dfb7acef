/** Time for tests. */
import type { Clock } from '../src/ops/clock.ts';

/** A clock that stands still until it is told to go on. */
export class JumpingClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  #timers: { at: number; readonly period: number | undefined; readonly call: () => void }[] = [];

  now = (): number => this.#now;

  after(milliseconds: number, call: () => void): () => void {
    return this.#add({ at: this.#now + milliseconds, period: undefined, call });
  }

  every(milliseconds: number, call: () => void): () => void {
    return this.#add({ at: this.#now + milliseconds, period: milliseconds, call });
  }

  #add(timer: { at: number; readonly period: number | undefined; readonly call: () => void }): () => void {
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** The machine has slept for so long: what was due meanwhile is due now, once. Less than nothing: it was set back. */
  leap(milliseconds: number): void {
    this.#now += milliseconds;
    for (const timer of this.#timers) {
      if (milliseconds < 0) timer.at += milliseconds;
      else if (timer.period !== undefined) timer.at = Math.max(timer.at, this.#now);
    }
  }

  /** Jumps to the next deadline within this time, or to its end; says whether something was due. */
  step(milliseconds: number): boolean {
    const end = this.#now + milliseconds;
    const [next] = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
    this.#now = next === undefined ? end : Math.max(this.#now, next.at);
    if (next === undefined) return false;
    if (next.period === undefined) this.#timers = this.#timers.filter((timer) => timer !== next);
    else next.at += next.period;
    next.call();
    return true;
  }
}
