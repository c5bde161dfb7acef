/**
 * Token buckets by name, without tokens: of each it is known when it will be full again, which is one number and needs
 * no timer. Pure: the time is given. How many are remembered is bounded; one that is full is as good as one that is not
 * there.
 */

import { shared } from '../room/shared-text.ts';

/** So many a second in the long run, and so many at once by whoever was quiet. Both are above 0. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

interface Bucket {
  /** Milliseconds since 1970. */
  fullAt: number;
}

/** Buckets looked at, to forget those that are full, for each new one that finds no room. */
const lookedAtForOne = 8;
/** What many additions to a time of today lose: less is no difference. */
const nothingMilliseconds = 0.5;

export class Buckets {
  readonly #rememberedMax: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(options: { readonly rememberedMax: number }) {
    this.#rememberedMax = options.rememberedMax;
  }

  get size(): number {
    return this.#buckets.size;
  }

  /**
   * Takes so many tokens and gives 0; or takes none, and gives the milliseconds until they are there. More than the
   * bucket holds is as much as it holds: what is due at some time is due when it is full.
   */
  take(name: string, rate: Rate, how: { readonly now: number; readonly tokens?: number }): number {
    const { now, tokens = 1 } = how;
    const token = 1_000 / rate.perSecond;
    const emptyFor = rate.burst * token;
    const bucket = this.#buckets.get(name);
    // A clock that was set back must not keep anybody waiting for longer than an empty bucket does.
    if (bucket !== undefined && bucket.fullAt > now + emptyFor) bucket.fullAt = now + emptyFor;
    const next = Math.max(bucket?.fullAt ?? now, now) + Math.min(tokens, rate.burst) * token;
    const early = next - now - emptyFor;
    if (early > nothingMilliseconds) return early;
    if (bucket !== undefined) bucket.fullAt = next;
    else this.#remember(name, { fullAt: next }, now);
    return 0;
  }

  /**
   * Where all that are looked at are in use, the oldest is forgotten nevertheless, and its owner may begin anew: only
   * somebody with more names than are remembered can bring that about, and has their bursts anyway.
   */
  #remember(name: string, bucket: Bucket, now: number): void {
    if (this.#buckets.size >= this.#rememberedMax) this.#forgetFull(now);
    if (this.#buckets.size >= this.#rememberedMax) {
      for (const oldest of this.#buckets.keys()) {
        this.#buckets.delete(oldest);
        break;
      }
    }
    this.#buckets.set(shared(name), bucket);
  }

  #forgetFull(now: number): void {
    let left = lookedAtForOne;
    for (const [name, bucket] of this.#buckets) {
      this.#buckets.delete(name);
      if (bucket.fullAt > now) this.#buckets.set(name, bucket);
      left -= 1;
      if (left === 0) return;
    }
  }
}
