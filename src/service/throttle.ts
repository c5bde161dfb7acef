/**
 * Backpressure (DESIGN: Fast by design): when the store or the server does not keep up, or too much is under way,
 * nothing more is read from the stream, and whoever sends much waits. Whatever arrives, memory stays bounded.
 */
import type { Store } from '../store/port.ts';
import type { ComponentStream } from '../wire/stream.ts';
import type { Lanes } from './lanes.ts';

/** Bytes not yet durable, or not yet taken by the server, above which nothing more is read. */
const pendingBytesMax = 8 * 1024 * 1024;
const bufferedBytesMax = 16 * 1024 * 1024;
/** Characters of large messages that wait for their turn to leave. */
const slicesCharactersMax = 64 * 1024 * 1024;
/** Stanzas that have come in and are not done with. */
const underWayMax = 2_000;

export interface ThrottleEnvironment {
  readonly store: Pick<Store, 'pendingBytes'>;
  readonly lanes: Pick<Lanes, 'waiting'>;
  stream(): ComponentStream | undefined;
}

export class Throttle {
  readonly #env: ThrottleEnvironment;
  #underWay = 0;
  #waiting: (() => void)[] = [];
  readonly #paused = new Set<string>();

  constructor(env: ThrottleEnvironment) {
    this.#env = env;
  }

  /** Whether nothing is read at present, for one of the reasons here. */
  get paused(): boolean {
    return this.#paused.size > 0;
  }

  /** A stanza has come in; the returned function is called, once, when it is done with. */
  begin(): () => void {
    this.#underWay += 1;
    this.#set('work', this.#underWay > underWayMax);
    return () => {
      this.#underWay -= 1;
      if (this.#underWay < underWayMax / 2) this.#set('work', false);
    };
  }

  /** Called after whatever may have made more of something, and about once a second. */
  check(): void {
    this.#bound('store', this.#env.store.pendingBytes, pendingBytesMax);
    this.#bound('slices', this.#env.lanes.waiting, slicesCharactersMax);
    if (this.#congested) this.#set('outbound', true);
  }

  /** The server has taken what was buffered, or the stream was cut and nothing is buffered any more. */
  drained(): void {
    this.#set('outbound', false);
    for (const then of this.#waiting.splice(0)) then();
  }

  /** Settles at once, or when the server has taken what is buffered: for those who send much. */
  breathe(): Promise<void> {
    if (!this.#congested) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  get #congested(): boolean {
    const stream = this.#env.stream();
    return stream?.up === true && stream.bufferedBytes > bufferedBytesMax;
  }

  /** What stops reading goes on to do so until half of it is gone. */
  #bound(reason: string, amount: number, max: number): void {
    if (amount > max) this.#set(reason, true);
    else if (amount < max / 2) this.#set(reason, false);
  }

  #set(reason: string, on: boolean): void {
    if (on === this.#paused.has(reason)) return;
    if (on) {
      this.#paused.add(reason);
      this.#env.stream()?.pause(reason);
    } else {
      this.#paused.delete(reason);
      this.#env.stream()?.resume(reason);
    }
  }
}
