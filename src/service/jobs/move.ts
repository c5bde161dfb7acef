/** A room with long lists goes into another category: at once, and then its lists follow, some hundred entries at a time. */
import type { Answer } from '../../room/answer.ts';
import type { RoomRequest } from '../../room/request.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import type { JobKind, JobStep } from './job.ts';
import { orRetry } from './retry.ts';

export interface MoveArgs {
  readonly room: string;
  /** Key of the category. */
  readonly to: string;
  /** Entries that will go, as they were counted when it was asked for. */
  readonly entries: number;
}

interface Cursor {
  readonly entries: number;
  readonly occupants: number;
}

export interface MoveEnvironment {
  /** The service's own session address. */
  readonly domain: string;
  ask(roomJid: string, request: RoomRequest): Promise<Answer | Refusal | undefined>;
}

export function moveKind({ domain, ask }: MoveEnvironment): JobKind {
  return {
    async step({ args, by, cursor: before, done }): Promise<JobStep> {
      const { room, to, entries: total } = args as MoveArgs;
      const from = { session: domain, person: by };
      const cursor = (before as Cursor | undefined) ?? { entries: 0, occupants: 0 };
      const request: RoomRequest =
        before === undefined ? { kind: 'move', from, to } : { kind: 'review', from, purge: true };
      const answer = orRetry(await ask(room, request));
      if (answer !== undefined && isRefusal(answer)) return { cursor, done, ended: answer.text };
      if (answer?.kind !== 'reviewed') return { cursor, done, ended: 'The room is not there any more.' };
      const entries = cursor.entries + answer.entries;
      const occupants = cursor.occupants + answer.occupants;
      const step = { cursor: { entries, occupants }, done: entries, total: Math.max(total, entries) };
      // A move that was done before a kill has nothing more to say itself; the reviews behind it have.
      if (answer.more || (before === undefined && answer.entries === 0)) return step;
      return {
        ...step,
        ended: `The room is moved: ${entries} entries off its lists, ${occupants} people taken out of it.`,
      };
    },
  };
}
