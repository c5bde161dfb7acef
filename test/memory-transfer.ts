/** Moving between stores, of the store in memory. */

import type { StoredEvent } from '../src/store/event.ts';
import { StoreError } from '../src/store/port.ts';
import { malformedRestore, noSuchStream, restoredBetween, restoredEarlier } from '../src/store/restored.ts';
import type { Transfer } from '../src/store/transfer.ts';
import type { MemoryDisk } from './memory-disk.ts';
import type { Ask } from './memory-store.ts';

export function transferOf(disk: MemoryDisk, ask: Ask): Transfer {
  const there = (stream: string): void => {
    if (!disk.streamNames().includes(stream)) throw new StoreError(noSuchStream(stream));
  };
  return {
    streams: ({ after = '', limit }) =>
      ask.read('transfer.streams', () => pageOf(disk.streamNames(), { after, limit, nameOf: (name) => name })),
    people: ({ after = '', limit }) =>
      ask.read('transfer.people', () => pageOf(disk.people(), { after, limit, nameOf: ({ key }) => key })),
    memberships: ({ place = '', limit }) =>
      ask.read('transfer.memberships', () => {
        const nameOf = (one: { person: string; stream: string }) => `${one.person} ${one.stream}`;
        const all = disk.allMemberships();
        const memberships = pageOf(all, { after: place, limit, nameOf });
        const last = memberships.at(-1);
        const more = last !== undefined && pageOf(all, { after: nameOf(last), limit: 1, nameOf }).length > 0;
        return { memberships, ...(more && { place: nameOf(last) }) };
      }),
    restorePeople: (people) => ask.write('transfer.restorePeople', () => disk.restorePeople(people)),
    restoreEvents: (wish) => ask.write('transfer.restoreEvents', () => restoreEvents(disk, wish)),
    restoreMemberships: (memberships) =>
      ask.write('transfer.restoreMemberships', () => {
        for (const { stream } of memberships) there(stream);
        for (const { person, stream, seen } of memberships) disk.affiliate(person, stream, seen);
      }),
    restoreSessions: (sessions) =>
      ask.write('transfer.restoreSessions', () => {
        for (const { streams } of sessions) for (const stream of streams) there(stream);
        for (const { session, streams } of sessions) for (const stream of streams) disk.enter(session, stream);
      }),
  };
}

function pageOf<T>(
  all: readonly T[],
  page: { readonly after: string; readonly limit: number; readonly nameOf: (one: T) => string },
): T[] {
  const sorted = all.map((one) => ({ name: Buffer.from(page.nameOf(one)), one }));
  const after = Buffer.from(page.after);
  const found = sorted.sort((a, b) => a.name.compare(b.name)).filter(({ name }) => name.compare(after) > 0);
  return found.slice(0, Math.max(page.limit, 0)).map(({ one }) => one);
}

function restoreEvents(disk: MemoryDisk, wish: Parameters<Transfer['restoreEvents']>[0]): void {
  const { stream } = wish;
  const wrong = malformedRestore(wish);
  if (wrong !== undefined) throw new StoreError(wrong);
  const last = disk.lastNumber(stream);
  const isThere = ({ number }: StoredEvent) =>
    disk.read({ stream, after: number - 1, before: number + 1, order: 'ascending', limit: 1 }).length > 0;
  const between = wish.events.find((event) => event.number <= last && !isThere(event));
  if (between !== undefined) throw new StoreError(restoredBetween(stream, between.number, last));
  const rest = wish.events.filter(({ number }) => number > last);
  const [newest] = disk.read({ stream, order: 'descending', limit: 1 });
  if ((rest[0]?.at ?? Infinity) < (newest?.at ?? 0))
    throw new StoreError(restoredEarlier(stream, rest[0]?.number ?? 0));
  if (rest.length > 0) disk.restore(stream, rest);
}
