/** Something is said in all rooms that somebody is in, room by room. It stands in the audit when all have been told. */
import type { Answer } from '../../room/answer.ts';
import type { RoomRequest } from '../../room/request.ts';
import type { Person } from '../../room/state.ts';
import { type RoomEntry, type Store, StoreError } from '../../store/port.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import { serialize, xml } from '../../wire/xml.ts';
import { serviceStream } from '../service-codec.ts';
import type { Job, JobKind, JobStep } from './job.ts';
import { orRetry } from './retry.ts';

export interface AnnounceArgs {
  readonly text: string;
  /** Key; all rooms of the service where it is left out. */
  readonly category?: string;
}

interface Cursor {
  /** The last room that was looked at; empty before the first. */
  readonly after: string;
  readonly told: number;
  /** All have been told; the audit has still to be. */
  readonly all?: true;
}

export interface AnnounceEnvironment {
  readonly store: Pick<Store, 'rooms' | 'audit'>;
  /** The service's own session address. */
  readonly domain: string;
  ask(roomJid: string, request: RoomRequest): Promise<Answer | Refusal | undefined>;
  /** Writes it for the audit. */
  note(said: AnnounceArgs & { readonly rooms: number; readonly job: string }, by: Person): Promise<Refusal | undefined>;
}

/** Rooms looked at in one step, and told at most: so many hear it twice after a kill, with the same id. */
const lookedAtMax = 500;
const toldMax = 20;

export function announceKind(env: AnnounceEnvironment): JobKind {
  return {
    async step(job): Promise<JobStep> {
      const cursor = (job.cursor as Cursor | undefined) ?? { after: '', told: 0 };
      if (cursor.all) return finish(job, cursor, env);
      const next = await tellSome(job, cursor, env);
      return { cursor: next, done: next.told };
    },
  };
}

async function tellSome(job: Job, { after, told }: Cursor, env: AnnounceEnvironment): Promise<Cursor> {
  const { text, category } = job.args as AnnounceArgs;
  const page = await env.store.rooms.list({
    ...{ shown: 'all', limit: lookedAtMax },
    ...(after !== '' && { after }),
    ...(category !== undefined && { category }),
  });
  const from = { session: env.domain, person: job.by };
  const body = serialize(xml('body', {}, text));
  let now: Cursor = { after, told };
  for (const entry of page) {
    if (now.told - told === toldMax) return now;
    const { jid } = entry;
    let heard = false;
    if (hasPeople(entry)) {
      const answer = await env.ask(jid, { kind: 'service-word', from, id: job.key, xml: body });
      if (now.told > told && answer !== undefined && isRefusal(answer) && answer.type === 'wait') return now;
      const said = orRetry(answer);
      heard = said !== undefined && !isRefusal(said);
    }
    now = { after: jid, told: now.told + (heard ? 1 : 0) };
  }
  return page.length < lookedAtMax ? { ...now, all: true } : now;
}

/** Once in the audit, also where a step is done again after a kill. */
async function finish(job: Job, cursor: Cursor, env: AnnounceEnvironment): Promise<JobStep> {
  const rooms = cursor.told;
  if (!(await isNoted(job, env))) {
    const refused = await env.note({ ...(job.args as AnnounceArgs), rooms, job: job.key }, job.by);
    if (refused !== undefined) throw new StoreError(refused.text);
  }
  return { cursor, done: rooms, total: rooms, ended: `It was said in ${rooms} ${rooms === 1 ? 'room' : 'rooms'}.` };
}

/** Changes of the service that are looked through: they were made since the work began. */
const notesMax = 500;

async function isNoted({ key, by, startedAt }: Job, { store }: AnnounceEnvironment): Promise<boolean> {
  const query = { stream: serviceStream, person: by.key, since: startedAt, limit: notesMax };
  const { events } = await store.audit(query);
  return events.some(
    ({ kind, payload }) => kind === 'announced' && (JSON.parse(payload) as { readonly job?: string }).job === key,
  );
}

/** As far as the list of rooms tells: one that somebody is in is never listed as empty. */
export function hasPeople({ listing }: RoomEntry): boolean {
  return listing?.occupants !== 0;
}
