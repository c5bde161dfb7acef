/**
 * A store that is a way off: whatever is asked of it takes a trip there and back, and what is asked together takes one trip
 * together. What is counted is what somebody waits for where the store is another machine. No time passes in it.
 */
import type { Store } from '../src/store/port.ts';

/** Turns of the event loop between two trips, so that all that follows from one is asked in the next. */
const turnsPerTrip = 3;

export interface FarStore {
  readonly store: Store;
  /** Trips so far. */
  readonly trips: number;
  /** What has been asked so far, by the names of the port (`rooms.find`). */
  readonly calls: readonly string[];
  /** Settles when nothing is under way. */
  idle(): Promise<void>;
}

export function farStore(near: Store): FarStore {
  const calls: string[] = [];
  let trips = 0;
  let leaving: (() => void)[] = [];
  let under = 0;
  let whenIdle: (() => void)[] = [];
  const carry = async (): Promise<void> => {
    await turns(turnsPerTrip);
    trips += 1;
    const together = leaving;
    leaving = [];
    for (const leave of together) leave();
  };
  const ask = async <T>(name: string, call: () => Promise<T>): Promise<T> => {
    calls.push(name);
    under += 1;
    try {
      await new Promise<void>((resolve) => {
        leaving.push(resolve);
        if (leaving.length === 1) void carry();
      });
      return await call();
    } finally {
      under -= 1;
      if (under === 0) for (const idle of whenIdle.splice(0)) idle();
    }
  };
  return {
    store: atDistance(near, '', ask),
    get trips() {
      return trips;
    },
    calls,
    async idle() {
      do {
        if (under > 0) await new Promise<void>((resolve) => (whenIdle = [...whenIdle, resolve]));
        await turns(turnsPerTrip);
      } while (under > 0);
    },
  };
}

type Ask = <T>(name: string, call: () => Promise<T>) => Promise<T>;

function atDistance<T extends object>(near: T, path: string, ask: Ask): T {
  return new Proxy(near, {
    get(_, name) {
      const there: unknown = Reflect.get(near, name);
      if (typeof there === 'function')
        return (...given: unknown[]) => ask(path + String(name), () => there.apply(near, given));
      return typeof there === 'object' && there !== null ? atDistance(there, `${path}${String(name)}.`, ask) : there;
    },
  });
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}
