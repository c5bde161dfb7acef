/** Who did something, and when: time does not go back within a record. */
import type { Clock } from '../../ops/clock.ts';
import type { Person } from '../../room/state.ts';

export interface HouseClock {
  readonly clock: Pick<Clock, 'now'>;
}

export function stamp(
  { clock }: HouseClock,
  { at }: { readonly at: number },
  by: Person,
): { readonly at: number; readonly by: Person } {
  return { at: Math.max(clock.now(), at), by };
}
