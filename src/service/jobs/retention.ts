/**
 * All rooms are gone through for what they keep no longer. Lists tell of most that there is nothing; the others are asked,
 * some hundred messages at a time. After a hold was released they are looked through from the beginning, and so is what was
 * set aside for it.
 */
import type { RoomEntry, Store } from '../../store/port.ts';
import { isRefusal } from '../../wire/error.ts';
import type { Expiry } from '../content/expiry.ts';
import type { Job, JobKind, JobStep } from './job.ts';
import { orRetry } from './retry.ts';

export interface RetentionArgs {
  /** The last event that released a hold, where rooms have not followed it yet. */
  readonly released?: number;
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
}

export interface RetentionEnvironment {
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

export function retentionKind(env: RetentionEnvironment): JobKind {
  return {
    async step(job): Promise<JobStep> {
      const cursor = (job.cursor as Cursor | undefined) ?? { after: '', rooms: 0, touched: 0, messages: 0 };
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
    const touched = rest.touched + (messages > cursor.messages ? 1 : 0);
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
