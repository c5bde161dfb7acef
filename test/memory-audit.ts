/** The audited events of the store in memory. */
import {
  type AuditMark,
  type AuditPage,
  type AuditQuery,
  auditPlace,
  noAuditPlace,
  readAuditPlace,
} from '../src/store/audit.ts';
import type { StoredEvent, StreamId } from '../src/store/event.ts';
import { StoreError } from '../src/store/port.ts';

export interface Audited extends AuditMark {
  readonly stream: StreamId;
  readonly number: number;
}

export function auditPage(
  audited: readonly Audited[],
  query: AuditQuery,
  eventAt: (mark: Audited) => StoredEvent | undefined,
): AuditPage {
  const before = query.before === undefined ? undefined : readAuditPlace(query.before);
  if (query.before !== undefined && before === undefined) throw new StoreError(noAuditPlace);
  const { since = 0, until = Number.MAX_SAFE_INTEGER, stream, person, limit } = query;
  const found = audited
    .filter((mark) => before === undefined || newestFirst(before, mark) < 0)
    .filter(({ at }) => at >= since && at < until)
    .filter((mark) => stream === undefined || mark.stream === stream)
    .filter((mark) => person === undefined || eventAt(mark)?.person === person)
    .sort(newestFirst);
  const page = found.slice(0, Math.max(limit, 0));
  const last = page.at(-1);
  const events = page.flatMap((mark) => eventAt(mark) ?? []);
  return { events, ...(last && found.length > page.length && { place: auditPlace(last) }) };
}

function newestFirst(one: AuditMark, other: AuditMark): number {
  return other.at - one.at || other.nth - one.nth;
}
