import { isRefusal } from '../../wire/error.ts';
import { serviceCommand } from '../command.ts';
import { counted } from '../pages.ts';
import { group, groupCommands } from './fields.ts';
import { newMembers } from './members.ts';

export const createGroup = serviceCommand({
  node: `${groupCommands}:create`,
  words: 'group create',
  positional: ['group', 'members'],
  changes: true,
  title: 'Create a group',
  instructions:
    'A group can stand wherever a person can: in categories, policies and rooms. It is written group:NAME there. Members are addresses or whole domains; one in a line.',
  mayRun: 'service admin',
  fields: { group, members: newMembers },
  async run({ group: name, members }, { groups, from }) {
    const refused = await groups.create({ actor: from.person, name, ...(members !== undefined && { members }) });
    if (isRefusal(refused)) return refused;
    return { note: `The group "${name}" is there, with ${counted(members?.length ?? 0, 'member', 'members')}.` };
  },
});
