/** How long things are kept: rooms are gone through once an hour, and at once when a hold was released. */
import type { Kept, RetentionDesk } from '../../commands/retention.ts';
import { forever } from '../../kept-days.ts';
import type { Clock } from '../../ops/clock.ts';
import { keptDays } from '../../room/retention.ts';
import type { Person } from '../../room/state.ts';
import type { Store } from '../../store/port.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import type { Expiry } from '../content/expiry.ts';
import { isInDoubt, lastSeen, type RetentionArgs } from '../jobs/retention.ts';
import type { RunningJobs } from '../jobs/running-jobs.ts';
import type { ServiceRecord } from '../service-codec.ts';
import type { ServiceEvent } from '../service-events.ts';
import { stamp } from './stamp.ts';

/** So long after the start, and then as often. */
const firstMilliseconds = 600_000;
const roundMilliseconds = 3_600_000;
const topic = 'retention';
/** Rooms that are counted, and for how long, before it is said that there may be more. */
const countedRoomsMax = 20_000;
const countedMillisecondsMax = 10_000;
const page = 50;

export interface HouseRetentionEnvironment {
  readonly store: Pick<Store, 'rooms'>;
  readonly clock: Clock;
  readonly record: ServiceRecord;
  readonly jobs: RunningJobs;
  readonly expiry: Expiry;
  /** Days, where neither room nor category says. */
  readonly usualDays: number;
  /** The service itself. */
  by(): Person;
  breathe(): void;
}

export class HouseRetention implements RetentionDesk {
  readonly #env: HouseRetentionEnvironment;
  #stopWaiting: () => void = () => {};

  constructor(env: HouseRetentionEnvironment) {
    this.#env = env;
  }

  get usualDays(): number {
    return this.#env.usualDays;
  }

  resume(): void {
    this.#stopWaiting();
    this.#stopWaiting = this.#env.clock.after(firstMilliseconds, () => {
      void this.begin();
      this.#stopWaiting = this.#env.clock.every(roundMilliseconds, () => void this.begin());
    });
  }

  stop(): void {
    this.#stopWaiting();
  }

  applied({ kind }: ServiceEvent): void {
    if (kind === 'hold-released') void this.begin();
  }

  /** Goes through all rooms, unless somebody is at it; settles with the key of the job. */
  async begin(): Promise<string | Refusal | undefined> {
    const { jobs, record, by } = this.#env;
    const last = jobs.list().find(({ topic: of }) => of === topic);
    if (last !== undefined && isInDoubt(last)) return undefined;
    const { released, letGo } = record.state;
    const seen = last && lastSeen(last);
    const args: RetentionArgs = { ...(released > letGo && { released }), ...(seen !== undefined && { seen }) };
    const isEnough = (running: unknown): boolean => ((running as RetentionArgs).released ?? 0) >= (args.released ?? 0);
    if (jobs.isRunning(topic, isEnough)) return undefined;
    const title = 'What rooms keep no longer: all rooms';
    return await jobs.start({ kind: 'retention', args, title, topic, by: by(), onlyTheLast: true });
  }

  async followed(through: number): Promise<void> {
    const { record, clock, by } = this.#env;
    await record.change((state) =>
      through > state.letGo ? { kind: 'holds-followed', ...stamp({ clock }, state, by()), through } : undefined,
    );
  }

  async countInRoom({ room, days }: { readonly room: string; readonly days: number }): Promise<Kept | Refusal> {
    return await this.#countIn(room, (kept) => keptDays(withDays(kept, days)));
  }

  async countMoved({ room, days }: { readonly room: string; readonly days: number }): Promise<Kept | Refusal> {
    return await this.#countIn(room, (kept) => within(kept, days));
  }

  async #countIn(jid: string, then: (room: Keeping) => number): Promise<Kept | Refusal> {
    const messages = await this.#env.expiry.count(jid, (room) => ifShorter(room, then(room)));
    return isRefusal(messages) ? messages : { messages, rooms: messages > 0 ? 1 : 0, atLeast: false };
  }

  async countInCategory({ key, days }: { readonly key: string; readonly days: number }): Promise<Kept> {
    const { store, clock, expiry, breathe } = this.#env;
    const until = clock.now() + countedMillisecondsMax;
    const sum = { messages: 0, rooms: 0 };
    let after: string | undefined;
    for (let looked = 0; ; looked += page) {
      const some = await store.rooms.list({ shown: 'all', category: key, ...(after && { after }), limit: page });
      for (const entry of some) {
        if (!(await expiry.mayLose(entry, days))) continue;
        const messages = await expiry.count(entry.jid, (room) => ifShorter(room, within(room, days)));
        if (isRefusal(messages) || messages === 0) continue;
        sum.messages += messages;
        sum.rooms += 1;
      }
      breathe();
      if (some.length < page) return { ...sum, atLeast: false };
      if (looked >= countedRoomsMax || clock.now() >= until) return { ...sum, atLeast: true };
      after = some.at(-1)?.jid;
    }
  }
}

type Keeping = Parameters<typeof keptDays>[0];

function withDays(room: Keeping, retentionDays: number): Keeping {
  const settings = { ...room.settings, retentionDays };
  return { ...room, settings, keepsLonger: true };
}

/** As if its category kept things for so long. */
function within({ settings: { retentionDays: own }, keepsLonger }: Keeping, days: number): number {
  if (own === 0) return days;
  return keepsLonger ? own : Math.min(own, days);
}

/** What stays as it is, or is kept for longer, takes nothing away: what is on hold would be counted else. */
function ifShorter(room: Keeping, days: number): number {
  return days < keptDays(room) ? days : forever;
}
