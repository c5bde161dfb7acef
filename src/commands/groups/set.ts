import { isRefusal } from '../../wire/error.ts';
import { serviceCommand } from '../command.ts';
import { counted } from '../pages.ts';
import { listPreset, listWish } from '../principals.ts';
import { findOwnGroup, group, groupCommands, usesOf, usesText } from './fields.ts';
import { effectOf, inRoomsNow } from './losing.ts';
import { addedMembers, allMembers, removedMembers } from './members.ts';

export const setGroup = serviceCommand({
  node: `${groupCommands}:set`,
  words: 'group set',
  positional: ['group'],
  changes: true,
  title: 'Change a group',
  instructions:
    'Whoever was let in by the group alone leaves the rooms at once. Members are addresses or whole domains, one in a line. A long list is changed by whom one adds and removes.',
  mayRun: 'service admin',
  fields: { group, members: allMembers, add: addedMembers, remove: removedMembers },
  inExample: 'add',
  steps: [['group'], ['members', 'add', 'remove']],
  async presets({ group: name }, asking) {
    if (name === undefined) return {};
    const found = findOwnGroup(name, asking);
    if (isRefusal(found)) return found;
    return { members: listPreset(new Set(asking.groups.membersOf(name))) };
  },
  async confirm(values, asking) {
    const found = findOwnGroup(values.group, asking);
    if (isRefusal(found)) return found;
    const { left, joined } = movesOf(new Set(asking.groups.membersOf(found.name)), values);
    const { letsIn, keepsOut } = effectOf(found.name, asking);
    const losing = new Set([...(letsIn ? left : []), ...(keepsOut ? joined : [])]);
    if (losing.size === 0) return undefined;
    const parts = [
      letsIn &&
        left.length > 0 &&
        `${counted(left.length, 'member leaves', 'members leave')} the group, and with it whatever only the group lets them into.`,
      keepsOut &&
        joined.length > 0 &&
        `${counted(joined.length, 'member comes', 'members come')} into the group, which is kept out.`,
      `It is named by ${usesText(usesOf(found.name, asking))}.`,
      await inRoomsNow(losing, asking),
      'Shall it be changed?',
    ];
    return parts.filter((part) => part !== false).join(' ');
  },
  async run({ group: name, members, add, remove }, asking) {
    const found = findOwnGroup(name, asking);
    if (isRefusal(found)) return found;
    const wish = listWish(members, add, remove);
    if (wish === undefined) return { note: 'Nothing was to be changed.' };
    const refused = await asking.groups.change({ actor: asking.from.person, name, members: wish });
    if (isRefusal(refused)) return refused;
    const now = findOwnGroup(name, asking);
    const size = isRefusal(now) ? '' : ` It has ${counted(now.members, 'member', 'members')} now.`;
    return { note: `The group "${name}" is changed.${size}` };
  },
});

interface GivenMembers {
  readonly members?: readonly string[] | null | undefined;
  readonly add?: readonly string[] | undefined;
  readonly remove?: readonly string[] | undefined;
}

function movesOf(now: ReadonlySet<string>, { members, add = [], remove = [] }: GivenMembers) {
  const then = new Set(members === undefined ? now : (members ?? []));
  for (const one of remove) then.delete(one);
  for (const one of add) then.add(one);
  return { left: [...now].filter((one) => !then.has(one)), joined: [...then].filter((one) => !now.has(one)) };
}
