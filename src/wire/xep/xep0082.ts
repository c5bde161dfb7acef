/**
 * XEP-0082: XMPP Date and Time Profiles 1.1.1 (2021-08-31)
 *
 * Only the DateTime profile (§3.2): a moment, in milliseconds since 1970.
 */
import { type Refusal, refusal } from '../error.ts';

const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;

/**
 * Reads a moment. Digits beyond milliseconds are dropped. What only looks like a date (30 February, 25 o'clock, no time
 * zone) is refused.
 */
export function parseDateTime(text: string): number | Refusal {
  const match = DATE_TIME.exec(text);
  const part = (index: number): number => Number(match?.[index] ?? 0);
  if (match === null || part(4) > 23 || part(5) > 59 || part(6) > 59 || part(9) > 23 || part(10) > 59) return noDate();
  const date = new Date(0);
  // Not Date.UTC: it takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(part(1), part(2) - 1, part(3));
  if (date.getUTCMonth() !== part(2) - 1 || date.getUTCDate() !== part(3)) return noDate();
  date.setUTCHours(part(4), part(5), part(6), Number((match[7] ?? '').slice(0, 3).padEnd(3, '0')));
  const offsetMinutes = (part(9) * 60 + part(10)) * (match[8] === '-' ? -1 : 1);
  return date.getTime() - offsetMinutes * 60_000;
}

function noDate(): Refusal {
  return refusal('bad-request', 'modify', 'This is not a date and time. Write it like 2026-07-31T18:30:00Z.');
}

/** A moment in UTC with milliseconds, so that it sorts as text and tells messages of one second apart. */
export function formatDateTime(at: number): string {
  return new Date(at).toISOString();
}
