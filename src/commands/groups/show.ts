import { isRefusal } from '../../wire/error.ts';
import { serviceCommand } from '../command.ts';
import { pageOf } from '../pages.ts';
import { findGroup, group, groupCommands, sourceText, usesOf } from './fields.ts';

export const showGroup = serviceCommand({
  node: `${groupCommands}:show`,
  words: 'group show',
  positional: ['group'],
  changes: false,
  title: 'Show a group',
  instructions: 'Shows who is in a group, where it comes from, and which categories and policies name it.',
  mayRun: 'service admin',
  fields: { group },
  async run(values, asking, page) {
    const found = findGroup(values.group, asking);
    if (isRefusal(found)) return found;
    const { items, more } = pageOf(asking.groups.membersOf(found.name) ?? [], page);
    const uses = usesOf(found.name, asking);
    const facts = [
      { name: 'name', label: 'Name', value: found.name },
      { name: 'source', label: 'From', value: sourceText(found.source) },
      { name: 'members', label: 'Members', value: String(found.members) },
      { name: 'uses', label: 'Named by', value: uses.length === 0 ? 'nothing' : uses.join('\n') },
    ];
    const table = { columns: [{ name: 'member', label: 'Member' }], rows: items.map((one) => [one]) };
    return { ...(page.after === undefined && { facts }), ...(items.length > 0 && { table }), ...more };
  },
});
