import { serviceCommand } from '../command.ts';
import { momentText } from '../moment.ts';
import { pageOf } from '../pages.ts';
import { jobCommands, stateText } from './fields.ts';

const columns = [
  { name: 'job', label: 'Work' },
  { name: 'title', label: 'What' },
  { name: 'state', label: 'How far' },
  { name: 'started', label: 'Since' },
  { name: 'by', label: 'By' },
];

export const listJobs = serviceCommand({
  node: `${jobCommands}:list`,
  words: 'job list',
  changes: false,
  title: 'Long work',
  instructions: 'Shows what is under way, such as a review of all rooms of a category, and what has ended lately.',
  mayRun: 'service admin',
  fields: {},
  async run(_, { jobs }, page) {
    const { items, more } = pageOf(jobs.list(), page);
    if (items.length === 0) return { note: 'No work is under way, and none is remembered.' };
    const rows = items.map((one) => [one.key, one.title, stateText(one), momentText(one.startedAt), one.by.jid]);
    return { table: { columns, rows }, ...more };
  },
});
