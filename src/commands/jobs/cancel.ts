import { isRefusal } from '../../wire/error.ts';
import { serviceCommand } from '../command.ts';
import { jobCommands, runningJob } from './fields.ts';

export const cancelJob = serviceCommand({
  node: `${jobCommands}:cancel`,
  words: 'job cancel',
  positional: ['job'],
  changes: true,
  title: 'Stop long work',
  instructions: 'What is done stays done. A review of rooms begins again when the service starts the next time.',
  mayRun: 'service admin',
  fields: { job: runningJob },
  async confirm(values, { jobs }) {
    const found = jobs.find(values.job);
    return `Shall this be stopped: ${found?.title ?? values.job}?`;
  },
  async run(values, { jobs, from }) {
    const refused = await jobs.cancel({ actor: from.person, key: values.job });
    return isRefusal(refused) ? refused : { note: 'It is stopped.' };
  },
});
