/** Messages that an administrator means are replaced, or removed without a trace. */
import { isRefusal } from '../../wire/error.ts';
import type { RemovalOrder } from '../content/removal.ts';
import { type ContentJobEnvironment, finish } from './content-job.ts';
import type { JobKind, JobStep } from './job.ts';
import { orRetry } from './retry.ts';

export interface RemoveArgs extends Omit<RemovalOrder, 'from' | 'job' | 'since'> {
  readonly after: number;
  readonly through: number;
  /** For the audit. */
  readonly asked: Readonly<Record<string, string>>;
}

interface Cursor {
  /** Up to here all has been looked at. */
  readonly after: number;
  readonly messages: number;
}

export function removeMessagesKind({ removal, domain }: ContentJobEnvironment): JobKind {
  return {
    async step(job): Promise<JobStep> {
      const { after, through, asked, ...rest } = job.args as RemoveArgs;
      const from = { session: domain, person: job.by };
      const order: RemovalOrder = { ...rest, from, job: job.key, since: job.startedAt };
      const cursor = (job.cursor as Cursor | undefined) ?? { after, messages: 0 };
      const total = Math.max(through - after, 0);
      const step = orRetry(await removal.removeSome(order, { after: cursor.after, through }));
      if (isRefusal(step)) return { cursor, done: job.done, ended: step.text };
      const messages = cursor.messages + step.messages;
      if (step.next !== undefined) return { cursor: { after: step.next, messages }, done: step.next - after, total };
      // A step that was done again after a kill has found nothing the second time.
      const all = order.announced ? messages : await removal.removedBy(order);
      return finish(
        { removal, order, asked, messages: all },
        { cursor: { after: through, messages }, done: total, total },
      );
    },
  };
}
