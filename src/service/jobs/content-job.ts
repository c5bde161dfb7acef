/** What the jobs have in common that take away what was said: what they work with, and how they end. */
import { isRefusal } from '../../wire/error.ts';
import type { ContentRemoval, Order } from '../content/removal.ts';
import type { JobStep } from './job.ts';
import { orRetry } from './retry.ts';

export interface ContentJobEnvironment {
  readonly removal: ContentRemoval;
  /** The service's own session address. */
  readonly domain: string;
}

interface Finished {
  readonly removal: ContentRemoval;
  readonly order: Order;
  readonly asked: Readonly<Record<string, string>>;
  readonly messages: number;
}

/** The audit has it once, whatever happened on the way. */
export async function finish(
  { removal, order, asked, messages }: Finished,
  last: Omit<JobStep, 'ended'>,
): Promise<JobStep> {
  const noted = orRetry(await removal.note(order, { asked, messages }));
  return { ...last, ended: isRefusal(noted) ? noted.text : `${messages} messages are gone.` };
}
