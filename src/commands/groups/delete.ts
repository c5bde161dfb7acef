import { isRefusal } from '../../wire/error.ts';
import { effectsText } from '../categories/effects.ts';
import { serviceCommand } from '../command.ts';
import { effectsWithout, findOwnGroup, group, groupCommands, usesOf, usesText } from './fields.ts';
import { effectOf, inRoomsNow } from './losing.ts';

export const deleteGroup = serviceCommand({
  node: `${groupCommands}:delete`,
  words: 'group delete',
  positional: ['group'],
  changes: true,
  title: 'Delete a group',
  instructions: 'Where it is named, it lets nobody in any more, and keeps nobody out.',
  mayRun: 'service admin',
  fields: { group },
  async confirm(values, asking) {
    const found = findOwnGroup(values.group, asking);
    if (isRefusal(found)) return found;
    const question = `Shall the group "${found.name}" be deleted?`;
    const uses = usesOf(found.name, asking);
    if (uses.length === 0) return question;
    const counted = effectsText(await effectsWithout(found.name, asking));
    const { letsIn } = effectOf(found.name, asking);
    const members = new Set(asking.groups.membersOf(found.name));
    const effects = counted ?? (letsIn ? await inRoomsNow(members, asking) : undefined);
    return [`It is named by ${usesText(uses)}.`, effects, question].filter((part) => part !== undefined).join(' ');
  },
  async run(values, asking) {
    const found = findOwnGroup(values.group, asking);
    if (isRefusal(found)) return found;
    const refused = await asking.groups.remove({ actor: asking.from.person, name: found.name });
    return isRefusal(refused) ? refused : { note: `The group "${found.name}" is gone.` };
  },
});
