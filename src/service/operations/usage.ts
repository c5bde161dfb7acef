/**
 * How much rooms are used: what the newest message of each says, for as many rooms as can be looked at in a while. One report
 * is made at a time, since each goes through the list of rooms.
 */
import type { RoomUse, Usage, UsageReport, UsageWish } from '../../commands/operations.ts';
import type { RoomEntry, Store } from '../../store/port.ts';
import { type Refusal, refusal } from '../../wire/error.ts';
import { FewAtATime } from '../few-at-a-time.ts';
import { roomStream } from '../room-loader.ts';
import { sideBySide } from '../side-by-side.ts';
import { inBrief } from './rooms-in-brief.ts';
import { UsageSum } from './usage-sum.ts';

export interface UsageEnvironment {
  readonly store: Pick<Store, 'rooms' | 'read' | 'numberAt'>;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Rooms read at a time, and at all; it goes on for so long at most. */
const batch = 200;
const roomsMax = 200_000;
const millisecondsMax = 20_000;
/** Rooms whose events are read at the same time. */
const atATime = 20;
const dayMilliseconds = 24 * 60 * 60 * 1_000;

export function usage(env: UsageEnvironment): Usage {
  const turns = new FewAtATime({ atATime: 1, waitingMax: 1 });
  return { report: async (wish) => (await turns.run(() => report(wish, env)))?.result ?? busy() };
}

const busy = (): Refusal =>
  refusal('resource-constraint', 'wait', 'Another report is being made. Try again in half a minute.');

async function report(wish: UsageWish, { store, now }: UsageEnvironment): Promise<UsageReport> {
  const { days, top, category } = wish;
  const began = now();
  const since = began - days * dayMilliseconds;
  const sum = new UsageSum({ since, top });
  let after: string | undefined;
  for (let seen = 0; seen < roomsMax && now() - began < millisecondsMax; seen += batch) {
    const page = await store.rooms.list({
      shown: 'all',
      limit: batch,
      ...(after !== undefined && { after }),
      ...(category !== undefined && { category }),
    });
    const uses = await sideBySide(page, atATime, (entry) => useOf(entry, { since, store }));
    for (const [place, use] of uses.entries()) sum.add(use, page[place]?.listing?.disabled === true);
    after = page.at(-1)?.jid;
    if (page.length < batch) return sum.report(true);
  }
  return sum.report(false);
}

async function useOf(
  entry: RoomEntry,
  { since, store }: { readonly since: number; readonly store: UsageEnvironment['store'] },
): Promise<RoomUse> {
  const stream = roomStream(entry.key);
  const room = { ...inBrief(entry), occupants: entry.listing?.occupants ?? 0 };
  const [last] = await store.read({ stream, archived: true, order: 'descending', limit: 1 });
  if (last?.ordinal === undefined) return { ...room, messages: 0, recent: 0 };
  const said = { messages: last.ordinal, lastAt: last.at };
  if (last.at < since) return { ...room, ...said, recent: 0 };
  const number = await store.numberAt({ stream, time: since });
  const [first] = await store.read({ stream, archived: true, after: number - 1, order: 'ascending', limit: 1 });
  const recent = first?.ordinal === undefined ? 0 : last.ordinal - first.ordinal + 1;
  return { ...room, ...said, recent };
}
