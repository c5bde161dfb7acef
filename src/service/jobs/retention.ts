/**
 * All rooms are gone through for what they keep no longer. Lists tell of most that there is nothing; the others are asked,
 * some hundred messages at a time. After a hold was released they are looked through from the beginning, and so is what was
 * set aside for it.
 */
import type { Log } from '../../ops/log.ts';
import type { RoomEntry, Store } from '../../store/port.ts';
import { isRefusal } from '../../wire/error.ts';
import type { Expiry } from '../content/expiry.ts';
import type { Job, JobKind, JobStep } from './job.ts';
import { orRetry } from './retry.ts';

export interface RetentionArgs {
  /** The last event that released a hold, where rooms have not followed it yet. */
  readonly released?: number;
  /** When rooms were last gone through. */
  readonly seen?: number;
}

interface Cursor {
  /** The last room that was gone through; empty before the first. */
  readonly after: string;
  /** How far the next one is, where it was begun. */
  readonly behind?: number;
  readonly rooms: number;
  readonly touched: number;
  readonly messages: number;
  /** All rooms are done: where in the audit it is; empty at the beginning. */
  readonly place?: string;
  /** When the last step was that did anything. */
  readonly at?: number;
  /** The clock has leapt: since when it waits for somebody to set it right. */
  readonly doubts?: number;
}

export interface RetentionEnvironment {
  readonly log: Log;
  now(): number;
  readonly store: Pick<Store, 'rooms' | 'audit'>;
  readonly expiry: Expiry;
  /** Rooms that were only loaded for it leave memory again. */
  breathe(): void;
  /** What was kept for holds that were released up to this event is gone. */
  followed(released: number): Promise<void>;
}

/** Rooms in one step, and how often at most rooms are asked in it. */
const page = 50;
const asksMax = 10;
/** Events of the audit in one step. */
const auditPage = 200;
/** Between steps: with 100,000 rooms nobody is in a hurry, and other things are done meanwhile. */
const restMilliseconds = 100;
const dayMilliseconds = 86_400_000;
/** What is deleted does not come back: who has not seen the time for so long waits before the clock is believed. */
const unseenMilliseconds = 30 * dayMilliseconds;
const doubtMilliseconds = dayMilliseconds;
const doubtRestMilliseconds = 600_000;

export function retentionKind(env: RetentionEnvironment): JobKind {
  return {
    async step(job): Promise<JobStep> {
      const from = (job.cursor as Cursor | undefined) ?? { after: '', rooms: 0, touched: 0, messages: 0 };
      const cursor = atSoundTime(from, lastSeen(job), env);
      if ('done' in cursor) return cursor;
      const { released } = job.args as RetentionArgs;
      const step = cursor.place === undefined ? await nextRooms(job, cursor, env) : await nextSetAside(cursor, env);
      env.breathe();
      const { more, ...further } = step;
      const kept = { cursor: further, done: further.rooms, restMilliseconds };
      if (more)
        return job.total === undefined ? { ...kept, total: await env.store.rooms.count({ shown: 'all' }) } : kept;
      if (released !== undefined && cursor.place === undefined) return { ...kept, cursor: { ...further, place: '' } };
      if (released !== undefined) await env.followed(released);
      return { ...kept, total: further.rooms, ended: inWords(further) };
    },
  };
}

const clockLeapt =
  'the clock is far ahead of when rooms were last gone through: if it is wrong, set it right; in a day what rooms keep no longer is deleted';

/** When the clock was last believed in. */
export function lastSeen({ args, cursor, startedAt }: Pick<Job, 'args' | 'cursor' | 'startedAt'>): number {
  return (cursor as Cursor | undefined)?.at ?? (args as RetentionArgs).seen ?? startedAt;
}

export function isInDoubt({ state, cursor }: Pick<Job, 'state' | 'cursor'>): boolean {
  return state === 'running' && (cursor as Cursor | undefined)?.doubts !== undefined;
}

/** What goes on, and since when; or, where the clock has leapt, the step that waits. */
function atSoundTime(cursor: Cursor, seen: number, { now, log }: RetentionEnvironment): Cursor | JobStep {
  const { doubts, ...rest } = cursor;
  const at = now();
  if (doubts === undefined) {
    if (at - seen < unseenMilliseconds) return { ...cursor, at };
    const days = Math.floor((at - seen) / dayMilliseconds);
    log.warn({ days }, clockLeapt);
  } else {
    if (at < doubts) return { cursor: rest, done: rest.rooms, ended: 'The clock was set back: nothing was due.' };
    if (at - doubts >= doubtMilliseconds) return { ...rest, at };
  }
  return { cursor: { ...rest, doubts: doubts ?? at }, done: rest.rooms, restMilliseconds: doubtRestMilliseconds };
}

type Further = Cursor & { readonly more: boolean };

async function nextRooms(job: Job, cursor: Cursor, env: RetentionEnvironment): Promise<Further> {
  const again = (job.args as RetentionArgs).released !== undefined;
  const { after } = cursor;
  const rooms = await env.store.rooms.list({ shown: 'all', ...(after !== '' && { after }), limit: page });
  let left = asksMax;
  let now = cursor;
  for (const room of rooms) {
    const { behind: begun, ...rest } = now;
    if (begun === undefined && !(await env.expiry.isDue(room, again))) {
      now = { ...rest, after: room.jid, rooms: rest.rooms + 1 };
      continue;
    }
    if (left === 0) return { ...now, more: true };
    const done = await expireRoom(room, { behind: begun, again, asks: left }, env);
    left -= done.asks;
    const messages = rest.messages + done.messages;
    if (done.next !== undefined) return { ...rest, messages, behind: done.next, more: true };
    const touched = rest.touched + (done.messages > 0 || begun !== undefined ? 1 : 0);
    now = { ...rest, after: room.jid, rooms: rest.rooms + 1, touched, messages };
  }
  return { ...now, more: rooms.length === page };
}

async function expireRoom(
  room: RoomEntry,
  {
    behind,
    again,
    asks: most,
  }: { readonly behind: number | undefined; readonly again: boolean; readonly asks: number },
  { expiry }: RetentionEnvironment,
): Promise<{ readonly messages: number; readonly asks: number; readonly next?: number }> {
  let messages = 0;
  let from = again ? (behind ?? 0) : undefined;
  for (let asks = 1; ; asks += 1) {
    const step = orRetry(await expiry.expireSome(room, from));
    // It is not there any more, or something is wrong with it alone.
    if (isRefusal(step)) return { messages, asks };
    messages += step.messages;
    if (step.next === undefined) return { messages, asks };
    if (asks === most) return { messages, asks, next: step.next };
    if (again) from = step.next;
  }
}

async function nextSetAside(cursor: Cursor, { store, expiry }: RetentionEnvironment): Promise<Further> {
  const { place = '' } = cursor;
  const { events, place: next } = await store.audit({ limit: auditPage, ...(place !== '' && { before: place }) });
  const gone = orRetry(await expiry.letGo(events));
  const messages = cursor.messages + (isRefusal(gone) ? 0 : gone);
  return { ...cursor, messages, ...(next !== undefined && { place: next }), more: next !== undefined };
}

function inWords({ rooms, touched, messages }: Cursor): string {
  return `${rooms} rooms looked at; ${messages} messages in ${touched} of them had been kept long enough.`;
}
