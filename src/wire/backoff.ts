/** When to try again: exponential back-off with full jitter, so that a thousand clients do not come back at once. */

export interface Backoff {
  readonly backoffBaseMs: number;
  readonly backoffMsMax: number;
}

/**
 * Milliseconds before the next try: evenly spread between 0 and the present ceiling.
 * `failures` counts from 1; `random` is from 0 to below 1.
 */
export function backoffMs(backoff: Backoff, failures: number, random: number): number {
  // 2^30 times any base is beyond every ceiling, and far from overflow.
  const ceiling = Math.min(backoff.backoffMsMax, backoff.backoffBaseMs * 2 ** Math.min(failures - 1, 30));
  return Math.floor(random * ceiling);
}
