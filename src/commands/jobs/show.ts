import { refusal } from '../../wire/error.ts';
import { type Fact, serviceCommand } from '../command.ts';
import { momentText } from '../moment.ts';
import { job, jobCommands, stateText } from './fields.ts';

export const showJob = serviceCommand({
  node: `${jobCommands}:show`,
  words: 'job show',
  positional: ['job'],
  changes: false,
  title: 'Show long work',
  instructions: 'Shows how far it is, or what came of it.',
  mayRun: 'service admin',
  fields: { job },
  async run(values, { jobs }) {
    const found = jobs.find(values.job);
    if (found === undefined) return refusal('item-not-found', 'cancel', 'It is not remembered any more.');
    const { key, title, by, startedAt, endedAt, result } = found;
    const ended: Fact[] = endedAt === undefined ? [] : [{ name: 'ended', label: 'Ended', value: momentText(endedAt) }];
    const came: Fact[] = result === undefined ? [] : [{ name: 'result', label: 'What came of it', value: result }];
    return {
      facts: [
        { name: 'job', label: 'Work', value: key },
        { name: 'title', label: 'What', value: title },
        { name: 'state', label: 'How far', value: stateText(found) },
        { name: 'by', label: 'By', value: by.jid },
        { name: 'started', label: 'Since', value: momentText(startedAt) },
        ...ended,
        ...came,
      ],
    };
  },
});
