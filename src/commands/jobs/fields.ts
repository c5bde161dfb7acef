/** What the commands for long work ask for, and how it is shown. */
import { type Refusal, refusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import { choice, type Option } from '../fields.ts';
import type { JobFacts } from '../house.ts';

export const jobCommands = 'longroom:jobs';

export const job = choice({
  name: 'job',
  label: 'Work',
  example: 'x7Kd0',
  options: async ({ jobs }) => toChoose(jobs.list(), 'No work is under way, and none is remembered.'),
});

export const runningJob = choice({ name: 'job', label: 'Work', example: 'x7Kd0', options: runningToChoose });

async function runningToChoose({ jobs }: Asking): Promise<readonly Option[] | Refusal> {
  const running = jobs.list().filter(({ state }) => state === 'running');
  return toChoose(running, 'No work is under way.');
}

function toChoose(jobs: readonly JobFacts[], none: string): readonly Option[] | Refusal {
  if (jobs.length === 0) return refusal('item-not-found', 'cancel', none);
  return jobs.map(({ key, title }) => ({ value: key, label: title }));
}

export function stateText({ state, done, total }: JobFacts): string {
  const far = total === undefined ? `${done} done` : `${done} of ${total}`;
  switch (state) {
    case 'running':
      return `under way, ${far}`;
    case 'done':
      return 'done';
    case 'failed':
      return `ended early, ${far}`;
  }
}
