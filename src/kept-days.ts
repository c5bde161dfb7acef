/** For how long what is said is kept, in days: how it is written down, and how people write it. */

/** Nothing is said of it here: what stands above says. */
export const asAbove = 0;
/** More days than that nobody counts. */
export const forever = 36_500;

/** As people read it. */
export function keptText(days: number): string {
  if (days >= forever) return 'forever';
  return days === 1 ? '1 day' : `${days} days`;
}

/** What somebody typed: a number of days, `forever`, or `inherit` for what stands above; undefined where it is none of these. */
export function readKept(typed: string): number | undefined {
  const word = typed.trim().toLowerCase();
  if (word === 'forever') return forever;
  if (word === 'inherit') return asAbove;
  const days = /^(\d{1,5})(?: ?days?)?$/.exec(word)?.[1];
  return days !== undefined && isKept(Number(days)) && Number(days) > 0 ? Number(days) : undefined;
}

/** Whether it may be written down so. */
export function isKept(days: number): boolean {
  return Number.isSafeInteger(days) && days >= asAbove && days <= forever;
}

const dayMilliseconds = 86_400_000;

/** What was said before this moment is over; undefined where nothing ever is. In milliseconds since 1970. */
export function keptSince(days: number, now: number): number | undefined {
  return days >= forever ? undefined : now - days * dayMilliseconds;
}
