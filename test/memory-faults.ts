/** How the store in memory breaks, and what it says of itself then. */

import type { StoreState } from '../src/store/port.ts';

/**
 * - `refuse`: this operation is refused, nothing of it is written.
 * - `lose`: the transaction it would have been part of comes to nothing; everything in it is refused.
 * - `away`: as `refuse`, and the store says that it is away, until an operation is carried out again.
 * - `die`: the process is killed here: nothing is answered, now or later, by this store.
 */
export type Fault = 'refuse' | 'lose' | 'away' | 'die' | undefined;

/**
 * Asked before every operation with its name (`commit`, `read`, `rooms.claim`, ...) and how many of that name
 * there have been on this disk, from 1. What writes is asked about a second time, as `NAME:durable`: it is
 * durable then but not answered, and only `die` means something.
 */
export type FaultPlan = (operation: string, n: number) => Fault;

const away = 'the store does not answer; try again in a moment';

export function reasonOf(fault: Fault, operation: string): string {
  return fault === 'away' ? away : `the store refused ${operation}`;
}

/** What is carried out says that it is up; what it was kept from by `away` says that, if there was nothing else. */
export function stateAfter(before: StoreState, faults: readonly Fault[], now: () => number = () => 0): StoreState {
  if (faults.includes(undefined)) return { kind: 'up' };
  if (before.kind === 'away' || !faults.includes('away')) return before;
  return { kind: 'away', since: now(), text: away };
}
