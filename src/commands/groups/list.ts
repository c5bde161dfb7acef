import { serviceCommand } from '../command.ts';
import { optional, text } from '../fields.ts';
import { pageOf } from '../pages.ts';
import { fitsPattern, patternHelp } from '../wildcard.ts';
import { groupCommands, sourceText } from './fields.ts';

const columns = [
  { name: 'name', label: 'Group' },
  { name: 'members', label: 'Members' },
  { name: 'source', label: 'From' },
];

export const listGroups = serviceCommand({
  node: `${groupCommands}:list`,
  words: 'group list',
  positional: ['filter'],
  changes: false,
  title: 'Groups',
  instructions: 'Shows the groups there are. Those from the configuration or LDAP can be changed there only.',
  mayRun: 'service admin',
  fields: { filter: optional(text({ name: 'filter', label: 'Filter', description: patternHelp, charactersMax: 256 })) },
  async run({ filter }, { groups }, page) {
    const fits = fitsPattern(filter);
    const all = groups.list().filter(({ name }) => fits(name));
    const { items, more } = pageOf(all, page);
    if (items.length === 0)
      return { note: filter === undefined ? 'There are no groups yet.' : 'No group is called so.' };
    const rows = items.map(({ name, members, source }) => [name, String(members), sourceText(source)]);
    return { table: { columns, rows }, ...more };
  },
});
