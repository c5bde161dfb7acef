/**
 * Taking away what rooms keep no longer: which room has any of it, as far as lists and a few events tell without loading
 * it, and the next messages of one room, in one request that nothing comes between. Doing it again does nothing: how far
 * it has come stands in the record of the room.
 */
import { asAbove, forever, keptSince } from '../../kept-days.ts';
import type { HoldBook } from '../../room/holds.ts';
import type { Party } from '../../room/request.ts';
import { keptDays } from '../../room/retention.ts';
import type { Expire } from '../../room/retention-request.ts';
import type { StoredEvent } from '../../store/event.ts';
import type { RoomEntry, RoomListing } from '../../store/port.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import { readPosted } from '../event-codec.ts';
import { roomGone } from '../refusals.ts';
import { found } from '../retracted.ts';
import { roomKeyOf, roomStream } from '../room-loader.ts';
import { messagesUntil, type RemovalEnvironment, type StepDone } from './removal.ts';

export interface ExpiryEnvironment extends RemovalEnvironment {
  now(): number;
  /** The service itself. */
  from(): Party;
  holds(): HoldBook;
  /** Days, of a category by its key. */
  keptDays(category: string): number | undefined;
}

/** Events that are taken at a time, and those by which it is seen whether any have to be. */
const windowEvents = 200;
const lookedAt = 8;

export class Expiry {
  readonly #env: ExpiryEnvironment;

  constructor(env: ExpiryEnvironment) {
    this.#env = env;
  }

  /** Whether the room has to be asked. `again`: also where all was seen to, as something may have been on hold then. */
  async isDue({ jid, key, listing }: RoomEntry, again: boolean): Promise<boolean> {
    if (listing === undefined) return false;
    const { category, retention } = listing;
    if (this.#env.holds().keepsAll({ jid, category })) return false;
    // Also where it keeps things for longer by now: it may be for a shorter time again.
    if (again && retention.through > 0) return true;
    const since = this.#keptSince(listing);
    return since !== undefined && (await this.#hasOlder(key, retention.through, since));
  }

  /** Whether it may lose something, if its category kept things for so many days. */
  async mayLose({ key, listing }: RoomEntry, days: number): Promise<boolean> {
    const since = listing && keptSince(daysOf(listing, days), this.#env.now());
    if (listing === undefined || since === undefined) return false;
    return await this.#hasOlder(key, listing.retention.through, since);
  }

  /** As far as its next events tell: behind this one, and before that time. */
  async #hasOlder(key: string, after: number, since: number): Promise<boolean> {
    const range = { stream: roomStream(key), after, order: 'ascending', limit: lookedAt } as const;
    const events = await this.#env.store.read(range);
    for (const event of events) {
      if (event.at >= since) return false;
      if (isSaid(event)) return true;
    }
    return events.length === lookedAt;
  }

  #keptSince(listing: RoomListing): number | undefined {
    const { keptDays, now } = this.#env;
    return keptSince(daysOf(listing, keptDays(listing.category) ?? forever), now());
  }

  /** `behind`: where an earlier step of the same going through has ended; left out for where it was left at last. */
  async expireSome(
    { jid, key }: Pick<RoomEntry, 'jid' | 'key'>,
    behind: number | undefined,
  ): Promise<StepDone | Refusal> {
    let next: number | undefined;
    const answer = await this.#env.askReading(jid, async (room, store) => {
      if (room.key !== key) return roomGone();
      const since = keptSince(keptDays(room), this.#env.now());
      if (since === undefined && behind === undefined) return this.#nothing();
      const stream = roomStream(key);
      const after = Math.max(room.clearedThrough, behind ?? room.expiredThrough);
      const over = since === undefined ? 0 : (await store.numberAt({ stream, time: since })) - 1;
      const end = Math.min(over, room.number);
      const range = { stream, after, before: end + 1, order: 'ascending', limit: windowEvents } as const;
      const events = await store.read(range);
      const last = events.length === windowEvents ? events.at(-1) : undefined;
      next = last?.number;
      return {
        ...this.#nothing(),
        after,
        through: last?.number ?? end,
        messages: events.flatMap((event) => found(event) ?? []),
        ...(behind !== undefined && last === undefined && { last: true }),
      };
    });
    if (answer !== undefined && isRefusal(answer)) return answer;
    return { messages: answer?.kind === 'removed' ? answer.messages : 0, ...(next !== undefined && { next }) };
  }

  /** How many messages of a room are older than so many days; held ones, too. Nothing is changed. */
  async count(jid: string, daysOf: (room: Parameters<typeof keptDays>[0]) => number): Promise<number | Refusal> {
    let messages = 0;
    const answer = await this.#env.askReading(jid, async (room, store) => {
      const since = keptSince(daysOf(room), this.#env.now());
      if (since !== undefined) messages = await messagesUntil(store, room, since - 1);
      return this.#nothing();
    });
    return answer !== undefined && isRefusal(answer) ? answer : messages;
  }

  /** What these events set aside when it was taken back goes, unless it is still on hold. Settles with how many there were. */
  async letGo(events: readonly StoredEvent[]): Promise<number | Refusal> {
    const byStream = Map.groupBy(
      events.filter(({ kind, replaced }) => kind === 'set-aside' && !replaced),
      ({ stream }) => stream,
    );
    let messages = 0;
    for (const [stream, some] of byStream) {
      const room = await this.#env.store.rooms.findByKey(roomKeyOf(stream));
      if (room === undefined) continue;
      const setAside = some.map(({ number, payload }) => {
        const { sender, saidAt } = JSON.parse(payload) as { readonly sender: string; readonly saidAt: number };
        return { number, by: sender, at: saidAt };
      });
      const answer = await this.#env.ask(room.jid, { kind: 'let-go', from: this.#env.from(), setAside });
      if (answer !== undefined && isRefusal(answer)) return answer;
      messages += answer?.kind === 'removed' ? answer.messages : 0;
    }
    return messages;
  }

  #nothing(): Expire {
    return { kind: 'expire', from: this.#env.from(), after: 0, through: 0, messages: [] };
  }
}

/** Days, where its category has so many. */
function daysOf({ retention: { days, longer } }: RoomListing, above: number): number {
  if (days === asAbove) return above;
  return longer ? days : Math.min(days, above);
}

function isSaid(event: StoredEvent): boolean {
  const posted = readPosted(event);
  return posted !== undefined && !posted.gone;
}
