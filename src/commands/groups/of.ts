import { groupNameOf } from '../../principal-text.ts';
import { serviceCommand } from '../command.ts';
import { person } from '../fields.ts';
import { groupCommands, sourceText } from './fields.ts';

const columns = [
  { name: 'name', label: 'Group' },
  { name: 'source', label: 'From' },
];

export const groupsOfPerson = serviceCommand({
  node: `${groupCommands}:of`,
  words: 'group of',
  positional: ['person'],
  changes: false,
  title: 'Groups of a person',
  instructions: 'Shows the groups a person is in, by address or with the whole domain.',
  mayRun: 'service admin',
  fields: { person: person({ name: 'person', label: 'Person' }) },
  async run(values, { groups }) {
    const known = new Map(groups.list().map((one) => [one.name, one]));
    const names = groups.groupsOf(values.person).map(groupNameOf);
    if (names.length === 0) return { note: `${values.person} is in no group.` };
    return { table: { columns, rows: names.map((name) => [name, sourceText(known.get(name)?.source ?? '')]) } };
  },
});
