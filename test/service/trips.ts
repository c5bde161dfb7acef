/** How often somebody waits for a store that is a way off, one time after the other. */

import type { Store } from '../../src/store/port.ts';
import type { Element } from '../../src/wire/xml.ts';
import { type FarStore, farStore } from '../far-store.ts';
import { World, type WorldOptions } from '../world.ts';

export interface Far {
  readonly far: FarStore;
  readonly on: World;
}

/** The service on a store that is a way off, with nothing in memory yet; and how many trips it took to start. */
export async function farWorld(
  near: Store,
  options: Omit<WorldOptions, 'store'> = {},
): Promise<Far & { readonly start: number }> {
  const far = farStore(near);
  const world = await new World({ rates: undefined, ...options, store: far.store, turn: () => far.idle() }).start();
  const start = far.trips;
  const on = world.connect();
  await on.settle();
  return { far, on, start };
}

export interface Waited {
  /** Trips until it was answered. */
  readonly trips: number;
  /** All that was asked of the store for it, also what nobody waits for. */
  readonly calls: number;
}

const secondsMax = 100;

/** What is done, and of whatever is sent then, how many of what are the answer. */
export interface Act {
  act(): void;
  isAnswer(stanza: Element): boolean;
  readonly answers?: number;
}

export async function waitedFor({ far, on }: Far, { act, isAnswer, answers = 1 }: Act): Promise<Waited> {
  const before = { trips: far.trips, calls: far.calls.length };
  let heard = 0;
  let trips: number | undefined;
  on.onSent = (stanza) => {
    if (isAnswer(stanza)) heard += 1;
    if (heard === answers) trips ??= far.trips - before.trips;
  };
  act();
  await on.settle();
  // What is done little by little takes its time, which is none here.
  for (let second = 0; trips === undefined && second < secondsMax; second++) await on.pass(1_000);
  on.onSent = undefined;
  if (trips === undefined) throw new Error(`${heard} of ${answers} answers`);
  return { trips, calls: far.calls.length - before.calls };
}

export function isTo(who: string, name: string): (stanza: Element) => boolean {
  return (stanza) => stanza.name === name && stanza.attrs['to'] === who;
}
