/** All that was said in a room up to an event goes: for everybody at once, and then, little by little, from the store. */
import { isRefusal } from '../../wire/error.ts';
import type { Order } from '../content/removal.ts';
import { type ContentJobEnvironment, finish } from './content-job.ts';
import type { JobKind, JobStep } from './job.ts';
import { orRetry } from './retry.ts';

export interface ClearArgs extends Pick<Order, 'room' | 'key'> {
  readonly after: number;
  readonly through: number;
  /** As they were counted when it was asked for. */
  readonly messages: number;
  /** For the audit. */
  readonly asked: Readonly<Record<string, string>>;
}

interface Cursor {
  /** Up to here nothing is stored any more. */
  readonly after: number;
}

export function clearKind({ removal, domain }: ContentJobEnvironment): JobKind {
  return {
    async step(job): Promise<JobStep> {
      const { room, key, after, through, messages, asked } = job.args as ClearArgs;
      const order: Order = { room, key, from: { session: domain, person: job.by }, job: job.key, since: job.startedAt };
      const cursor = job.cursor as Cursor | undefined;
      const total = Math.max(through - after, 0);
      const failed = (why: string): JobStep => ({ cursor, done: job.done, ended: why });
      if (cursor === undefined) {
        const cleared = orRetry(await removal.clear(order, through));
        return isRefusal(cleared) ? failed(cleared.text) : { cursor: { after }, done: 0, total };
      }
      const step = orRetry(await removal.cutSome(order, { after: cursor.after, through }));
      if (isRefusal(step)) return failed(step.text);
      if (step.next !== undefined) return { cursor: { after: step.next }, done: step.next - after, total };
      return finish({ removal, order, asked, messages }, { cursor, done: total, total });
    },
  };
}
