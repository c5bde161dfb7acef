import { serviceCommand } from '../command.ts';
import { pageOf } from '../pages.ts';

const columns = [
  { name: 'jid', label: 'Administrator' },
  { name: 'source', label: 'From' },
];

export const listAdministrators = serviceCommand({
  node: 'longroom:administrators:list',
  words: 'administrator list',
  changes: false,
  title: 'Administrators',
  instructions: 'Shows who administers the service, and whether the configuration or a command says so.',
  mayRun: 'service admin',
  fields: {},
  async run(_, { administrators }, page) {
    const { items, more } = pageOf(administrators.list(), page);
    if (items.length === 0) return { note: 'Nobody is named as administrator.' };
    const from = { config: 'the configuration', command: 'a command' };
    return { table: { columns, rows: items.map(({ jid, source }) => [jid, from[source]]) }, ...more };
  },
});
