import { serviceCommand } from '../command.ts';
import { momentText } from '../moment.ts';
import { pageOf } from '../pages.ts';
import { briefly, holdCommands, timeOf } from './fields.ts';

const columns = [
  { name: 'name', label: 'Legal hold' },
  { name: 'covers', label: 'Covers' },
  { name: 'said', label: 'Said' },
  { name: 'since', label: 'In force since' },
];

export const listHolds = serviceCommand({
  node: `${holdCommands}:list`,
  words: 'hold list',
  changes: false,
  title: 'Legal holds',
  instructions: 'Shows which there are, and how much each covers.',
  mayRun: 'service admin',
  fields: {},
  async run(_, { holds }, page) {
    const { items, more } = pageOf(holds.list(), page);
    if (items.length === 0) return { note: 'There is no legal hold.' };
    const rows = items.map((hold) => [hold.name, briefly(hold), timeOf(hold), momentText(hold.at)]);
    return { table: { columns, rows }, ...more };
  },
});
