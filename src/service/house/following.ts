/**
 * After scope has changed, the rooms follow. A room in memory does so before it does anything else: it compares which
 * change it has seen with which there is. All others do as a job comes by; one that is loaded has seen none yet.
 */
import type { Clock } from '../../ops/clock.ts';
import type { RoomRequest } from '../../room/request.ts';
import type { Person } from '../../room/state.ts';
import { isRefusal } from '../../wire/error.ts';
import type { ReviewArgs } from '../jobs/review.ts';
import type { JobWish, RunningJobs } from '../jobs/running-jobs.ts';
import { reviewRequest } from './room-reviews.ts';

const retryMilliseconds = 1_000;

/** What a room in memory asks before each request. */
export interface ScopeWatch {
  /** Another one after each change that may keep somebody out. */
  readonly version: number;
  /** Lets the room do what such a change asks of it. */
  review(): RoomRequest;
}

export interface FollowingEnvironment {
  readonly clock: Clock;
  readonly jobs: RunningJobs;
  readonly domain: string;
  /** The service itself. */
  by(): Person;
}

export class Following implements ScopeWatch {
  readonly #env: FollowingEnvironment;
  #version = 0;
  #stopped = false;

  constructor(env: FollowingEnvironment) {
    this.#env = env;
  }

  get version(): number {
    return this.#version;
  }

  review(): RoomRequest {
    return reviewRequest({ session: this.#env.domain, person: this.#env.by() }, false);
  }

  /** From now on no room in memory goes on without having looked. */
  changed(): void {
    this.#version += 1;
  }

  /** Begins the job, once, or as soon as it can be; its key where that is at once. */
  async follow(args: ReviewArgs, by: Person, name = ''): Promise<string | undefined> {
    const { category } = args;
    const wish: JobWish = {
      kind: 'review',
      args,
      by,
      topic: `review:${category ?? ''}`,
      title: category === undefined ? 'Who may be in rooms: all rooms' : `Who may be in rooms: category ${name}`,
    };
    const key = await this.#env.jobs.start(wish);
    if (!isRefusal(key)) return key;
    this.#env.clock.after(retryMilliseconds, () => {
      if (!this.#stopped) void this.follow(args, by, name);
    });
    return undefined;
  }

  stop(): void {
    this.#stopped = true;
  }
}
