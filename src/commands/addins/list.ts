import { serviceCommand } from '../command.ts';
import { pageOf } from '../pages.ts';
import { addinCommands } from './fields.ts';

const columns = [
  { name: 'name', label: 'Add-in' },
  { name: 'url', label: 'Web address' },
];

export const listAddins = serviceCommand({
  node: `${addinCommands}:list`,
  words: 'addin list',
  changes: false,
  title: 'Add-ins',
  instructions: 'Shows the web applications that can be shown beside a room.',
  mayRun: 'room creator',
  fields: {},
  async run(_, { addins }, page) {
    const { items, more } = pageOf(addins.list(), page);
    if (items.length === 0) return { note: 'There are no add-ins.' };
    return { table: { columns, rows: items.map(({ name, url }) => [name, url]) }, ...more };
  },
});
