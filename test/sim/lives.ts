/** One process after the other on the same disk: started, killed, asked to stop, and what each left behind written down. */
import type { Log } from '../../src/ops/log.ts';
import { type MemoryStore, memoryStore } from '../memory-store.ts';
import { Component } from './component.ts';
import type { Faults } from './faults.ts';
import type { Ledger } from './ledger.ts';

/** More than any beginning or ending takes, in turns of the event loop. */
const turnsMax = 2_000;
const startsMax = 100;

export interface LivesEnvironment {
  readonly faults: Faults;
  readonly ledger: Ledger;
  readonly log: Log;
  /** Sessions above which a room is large. */
  readonly largeRoomsAbove: number;
  trace(line: string): void;
}

export class Lives {
  readonly #env: LivesEnvironment;
  #store: MemoryStore;
  #component: Component | undefined;

  constructor(env: LivesEnvironment) {
    this.#env = env;
    this.#store = memoryStore({ fault: env.faults.plan, schedule: 'manual' });
  }

  /** The one that runs now. */
  get component(): Component {
    if (this.#component === undefined) throw new Error('there is no process yet');
    return this.#component;
  }

  get dead(): boolean {
    return this.#store.dead;
  }

  tick(): boolean {
    return this.#store.tick();
  }

  async begin(now: number): Promise<void> {
    for (let starts = 0; starts < startsMax; starts++) {
      const { ledger, log, trace, largeRoomsAbove } = this.#env;
      const component = new Component({ store: ledger.tap(this.#store), log, now, largeRoomsAbove });
      this.#component = component;
      const started = await this.#until(component.start());
      if (started === 'done') {
        trace('process started');
        component.connect();
        return;
      }
      trace(`process did not start: ${started}`);
      await this.#reopen();
    }
    throw new Error('the process cannot be started');
  }

  /** The next process, after this one is dead. */
  async next(now: number): Promise<void> {
    await this.#reopen();
    await this.begin(now);
  }

  /** Asks the process to end in good order. */
  stop(): Promise<'done' | 'failed' | 'died'> {
    return this.#until(this.component.stop());
  }

  async #reopen(): Promise<void> {
    const clean = this.#store.reopen({});
    await this.#env.ledger.absorb(clean);
    this.#store = clean.reopen({ fault: this.#env.faults.plan, schedule: 'manual' });
  }

  /** Goes on until the promise settles, or the store has died under it. */
  async #until(work: Promise<void>): Promise<'done' | 'failed' | 'died'> {
    const state: { is: 'waiting' | 'done' | 'failed' } = { is: 'waiting' };
    work.then(
      () => {
        state.is = 'done';
      },
      () => {
        state.is = 'failed';
      },
    );
    for (let turns = 0; turns < turnsMax; turns++) {
      await drain();
      if (state.is !== 'waiting') return state.is;
      if (this.#store.dead) return 'died';
      this.tick();
    }
    throw new Error('something was begun that never ends');
  }
}

/** Lets every promise that can go on do so. */
export function drain(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
