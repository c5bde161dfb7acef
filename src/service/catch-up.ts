/**
 * What follows when the stream comes up, for the first time or again: everybody is told what may not have arrived,
 * and those who went meanwhile are found. Until it is known what has to be sent again, nothing is taken in and
 * no room speaks; a room in which something is to be sent again speaks when that is done.
 */
import type { Clock } from '../ops/clock.ts';
import type { Log } from '../ops/log.ts';
import type { Context } from '../room/context.ts';
import type { Room } from '../room/state.ts';
import { type Store, StoreError } from '../store/port.ts';
import type { DeliveredMark } from './delivered.ts';
import type { Ghosts } from './ghosts.ts';
import { resendEnd, resendRoom } from './resend.ts';
import type { Rooms } from './rooms.ts';
import { sideBySide } from './side-by-side.ts';
import { findUndelivered, type Undelivered, type UndeliveredRoom } from './undelivered.ts';

const retryMilliseconds = 1_000;
/** Rooms that are no more, and whose end is told again at the same time: nothing is taken in until that is done. */
const endsAtATime = 8;

export interface CatchUpEnvironment {
  readonly store: Store;
  readonly log: Log;
  readonly clock: Clock;
  readonly rooms: Rooms;
  readonly mark: DeliveredMark;
  readonly ghosts: Ghosts;
  context(room: Room): Context;
  /** Whether stanzas are taken in. */
  setReading(on: boolean): void;
}

export class CatchUp {
  readonly #env: CatchUpEnvironment;
  #round = 0;
  #sending = false;

  constructor(env: CatchUpEnvironment) {
    this.#env = env;
  }

  /** The stream is up. */
  begin(): void {
    const { log, rooms, setReading } = this.#env;
    this.#round += 1;
    this.#sending = true;
    setReading(false);
    rooms.hold();
    this.#run(this.#round).catch((error: unknown) => {
      log.error({ error }, 'what may be undelivered could not be sent again');
      rooms.releaseAllBut(new Set());
      setReading(true);
    });
  }

  /**
   * The stream is down: what is under way here is for nothing, and begins anew with the next one. Says whether
   * something had still to be sent again.
   */
  end(): boolean {
    this.#round += 1;
    return this.#sending;
  }

  async #run(round: number): Promise<void> {
    const { store, log, rooms, mark, ghosts, setReading } = this.#env;
    const found = await this.#insist(round, () => findUndelivered(store, mark.confirmed), setReading);
    if (found === undefined) return;
    if (found.rooms.length > 0) log.info({ rooms: found.rooms.length }, 'sending again what may not have arrived');
    await this.#insist(round, () => this.#resendEnds(found), setReading);
    if (round !== this.#round) return;
    const sent = Promise.all(found.rooms.map((room) => this.#resend(round, room)));
    rooms.releaseAllBut(new Set(found.rooms.map(({ jid }) => jid)));
    setReading(true);
    await sent;
    if (round !== this.#round) return;
    this.#sending = false;
    mark.sentAgain(found.position);
    await this.#insist(round, () => ghosts.probeAll());
  }

  async #resendEnds({ ended }: Undelivered): Promise<void> {
    const { store, rooms } = this.#env;
    await sideBySide(ended, endsAtATime, (end) => resendEnd(end, { store, outboxOf: (jid) => rooms.outbox(jid) }));
  }

  async #resend(round: number, { jid, key, first }: UndeliveredRoom): Promise<void> {
    const { store, log, rooms, context } = this.#env;
    const mailbox = rooms.get(jid);
    await this.#insist(round, async () => {
      // Groups and categories may have changed since: who is out of scope gets nothing a second time.
      await mailbox.followed();
      await mailbox.readFirst(async (room) => {
        if (room.key === key) await resendRoom(room, first, { store, outbox: rooms.outbox(jid), context });
      });
    }).catch((error: unknown) => log.error({ room: jid, error }, 'a room could not be sent again'));
    if (round === this.#round) mailbox.release();
  }

  /**
   * Again and again until the store does it; undefined once the stream it was for is gone. Where nothing is to come in
   * between, stanzas are taken while the store is away all the same: whoever sent them is told to wait.
   */
  async #insist<T>(
    round: number,
    task: () => Promise<T>,
    setReading: (on: boolean) => void = () => {},
  ): Promise<T | undefined> {
    const { clock, log } = this.#env;
    while (round === this.#round) {
      setReading(false);
      try {
        const done = await task();
        return round === this.#round ? done : undefined;
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        log.warn({ error }, 'what may be undelivered cannot be read; it is tried again');
        if (round === this.#round) setReading(true);
      }
      await new Promise<void>((resolve) => void clock.after(retryMilliseconds, resolve));
    }
    return undefined;
  }
}
