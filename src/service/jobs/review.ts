/**
 * After scope has changed, all rooms that it concerns let go whom it allows no longer: first those in memory, where people
 * are, then all others in pages.
 */
import type { Person } from '../../room/state.ts';
import type { RoomReviews } from '../house/room-reviews.ts';
import { sideBySide } from '../side-by-side.ts';
import type { Job, JobKind, JobStep } from './job.ts';

/** Rooms in one step, and of these at the same time: most have to be read first. */
const page = 50;
const atATime = 8;

export interface ReviewArgs {
  /** Key; all rooms of the service where it is left out. */
  readonly category?: string;
  /** Up to which event of the category, or of the service, rooms will then have followed. */
  readonly through: number;
  /** Whether entries on their lists go, too: not, where they may come back, as with groups and policies. */
  readonly purge: boolean;
}

export interface ReviewTally {
  readonly rooms: number;
  readonly entries: number;
  readonly occupants: number;
}

interface Cursor extends ReviewTally {
  /** The last room of the list that was looked at; empty before the first. */
  readonly after: string;
}

export interface ReviewEnvironment {
  readonly reviews: RoomReviews;
  /** The service's own session address. */
  readonly domain: string;
  /** All rooms have followed. */
  reviewed(args: ReviewArgs, tally: ReviewTally, by: Person): Promise<void>;
}

export function reviewKind(env: ReviewEnvironment): JobKind {
  return {
    step: (job) => (job.cursor === undefined ? inMemory(job, env) : nextPage(job, job.cursor as Cursor, env)),
  };
}

async function inMemory(job: Job, env: ReviewEnvironment): Promise<JobStep> {
  const { category } = job.args as ReviewArgs;
  const total = await env.reviews.count(category);
  const tally = await reviewAll(env.reviews.inMemory(category), job, env);
  // They come again with the others, and are counted then.
  const cursor: Cursor = { ...tally, rooms: 0, after: '' };
  return { cursor, done: 0, total };
}

async function nextPage(job: Job, cursor: Cursor, env: ReviewEnvironment): Promise<JobStep> {
  const args = job.args as ReviewArgs;
  const entries = await env.reviews.page(args.category, cursor.after, page);
  // Where only people in the room have to go, an empty one need not be loaded.
  const concerned = args.purge ? entries : entries.filter(({ listing }) => listing?.occupants !== 0);
  const tally = await reviewAll(
    concerned.map(({ jid }) => jid),
    job,
    env,
  );
  const further: Cursor = {
    after: entries.at(-1)?.jid ?? cursor.after,
    rooms: cursor.rooms + entries.length,
    entries: cursor.entries + tally.entries,
    occupants: cursor.occupants + tally.occupants,
  };
  env.reviews.breathe();
  const step = { cursor: further, done: further.rooms };
  if (entries.length === page) return step;
  const { after: _after, ...all } = further;
  await env.reviewed(args, all, job.by);
  return { ...step, total: further.rooms, ended: inWords(all) };
}

async function reviewAll(jids: readonly string[], { args, by }: Job, env: ReviewEnvironment): Promise<ReviewTally> {
  const { purge } = args as ReviewArgs;
  const from = { session: env.domain, person: by };
  let [entries, occupants] = [0, 0];
  for (const reviewed of await sideBySide(jids, atATime, (jid) => env.reviews.review(jid, { from, purge }))) {
    entries += reviewed.entries;
    occupants += reviewed.occupants;
  }
  return { rooms: jids.length, entries, occupants };
}

function inWords({ rooms, entries, occupants }: ReviewTally): string {
  return `${rooms} rooms looked at; ${occupants} people taken out of them, ${entries} entries off their lists.`;
}
