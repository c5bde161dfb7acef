/** How many messages a query means, without looking at each. */
import { removedAmong, removedInAll } from '../room/removals.ts';
import type { StoredEvent } from '../store/event.ts';
import type { Store } from '../store/port.ts';
import type { Archive, Bounds } from './page.ts';

/**
 * Ordinals have no gaps but those of what was removed, so that counting is subtracting. `onPage`: the first of them, where a
 * page that is read anyway begins with it.
 */
export async function count(
  store: Store,
  archive: Archive,
  bounds: Bounds,
  onPage: (() => Promise<number | undefined>) | undefined,
): Promise<{ readonly count: number; readonly firstOrdinal: number } | undefined> {
  const { messages, removals } = archive;
  const removedOfAll = removedInAll(removals);
  const open = bounds.before > archive.number;
  const all = bounds.after === archive.clearedThrough && open;
  if (all && messages !== undefined && removedOfAll === 0) return { count: messages, firstOrdinal: 1 };
  const known = open && messages !== undefined && removedOfAll !== undefined ? messages + removedOfAll : undefined;
  const range = { stream: archive.stream, after: bounds.after, before: bounds.before, limit: 1, archived: true };
  const [first, last = known] = await Promise.all([
    onPage?.() ?? ordinalOf(store.read({ ...range, order: 'ascending' })),
    known === undefined ? ordinalOf(store.read({ ...range, order: 'descending' })) : undefined,
  ]);
  if (first === undefined || last === undefined) return { count: 0, firstOrdinal: 1 };
  const removed = removedAmong(removals, [first, last]);
  const between = removed === undefined ? undefined : last - first + 1 - removed;
  const count = all ? messages : between;
  return count === undefined ? undefined : { count, firstOrdinal: first };
}

async function ordinalOf(reading: Promise<readonly StoredEvent[]>): Promise<number | undefined> {
  return (await reading)[0]?.ordinal;
}

/** Position of the message with this ordinal among those that are counted; undefined where it is not known. */
export function indexOf({ removals }: Archive, ordinal: number, firstOrdinal: number): number | undefined {
  const removed = removedAmong(removals, [firstOrdinal, ordinal]);
  return removed === undefined ? undefined : ordinal - firstOrdinal - removed;
}
