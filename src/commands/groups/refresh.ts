import { serviceCommand } from '../command.ts';
import { momentText } from '../moment.ts';
import { groupCommands, sourceText } from './fields.ts';

const columns = [
  { name: 'source', label: 'From' },
  { name: 'groups', label: 'Groups' },
  { name: 'members', label: 'Members' },
  { name: 'read', label: 'Read on' },
  { name: 'problem', label: 'Problem' },
];

export const refreshGroups = serviceCommand({
  node: `${groupCommands}:refresh`,
  words: 'group refresh',
  changes: true,
  title: 'Read groups from outside again',
  instructions:
    'Reads those of the configuration and of LDAP now. Whoever they let in no more leaves the rooms at once.',
  mayRun: 'service admin',
  fields: {},
  async run(_, { groups }) {
    const sources = await groups.refresh();
    if (sources.length === 0) return { note: 'No groups come from outside.' };
    const rows = sources.map(({ source, groups: count, members, lastGoodAt, problem = '' }) => [
      sourceText(source),
      String(count),
      String(members),
      lastGoodAt === undefined ? 'never' : momentText(lastGoodAt),
      problem,
    ]);
    return { table: { columns, rows } };
  },
});
