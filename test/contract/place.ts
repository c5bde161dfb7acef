/** Where a contract test runs: an adapter, and what every test of the store needs to say briefly. */

import test, { type ExecutionContext } from 'ava';
import type { NewEvent, StoredEvent } from '../../src/store/event.ts';
import type { Store } from '../../src/store/port.ts';
import { commit } from './given.ts';

export { commit, event } from './given.ts';

/** Durable data with a store open on it. */
export interface Place {
  readonly store: Store;
  /** Closes the store in use and opens another one on the same data. */
  reopen(): Promise<Store>;
  /** Opens another one while the first is still there. */
  takeOver(): Promise<Store>;
  /** Closes what is open and removes the data. */
  leave(): Promise<void>;
}

export interface StoreAdapter {
  readonly name: string;
  arrive(): Promise<Place>;
}

/** One sentence of the port, tried on a fresh store. */
export type Law = (title: string, run: (t: ExecutionContext, place: Place) => Promise<void>) => void;

export function lawsOf(adapter: StoreAdapter): Law {
  return (title, run) =>
    test(`${adapter.name}: ${title}`, async (t) => {
      const place = await adapter.arrive();
      try {
        await run(t, place);
      } finally {
        await place.leave();
      }
    });
}

/** Commits the events one by one, and asserts that each was written. */
export async function write(
  t: ExecutionContext,
  store: Store,
  content: { readonly stream: string; readonly events: readonly NewEvent[]; readonly first?: number },
): Promise<void> {
  const first = content.first ?? 1;
  const outcomes = await Promise.all(
    content.events.map((one, i) => store.commit(commit(content.stream, first + i, [one]))),
  );
  t.deepEqual(new Set(outcomes.map(({ kind }) => kind)), new Set(['committed']));
}

export const everything = { order: 'ascending', limit: 1_000_000 } as const;

export function numbers(events: readonly StoredEvent[]): number[] {
  return events.map(({ number }) => number);
}

export function payloads(events: readonly StoredEvent[]): unknown[] {
  return events.map(({ payload }) => JSON.parse(payload));
}
