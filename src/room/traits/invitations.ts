/** Whether those who own nothing may invite (XEP-0045 §7.8). */
import { categoryOf } from '../facts.ts';
import { booleanSetting, choiceSetting } from '../setting.ts';
import type { Room } from '../state.ts';

export const settings = {
  occupantsInvite: booleanSetting({
    field: 'muc#roomconfig_allowinvites',
    aliases: ['{http://prosody.im/protocol/muc}roomconfig_allowmemberinvites'],
    label: 'Everybody in the room may invite others',
    default: false,
    info: { field: 'muc#roomconfig_allowinvites', label: 'Everybody in the room may invite others' },
    source: 'XEP-0045 §7.8',
  }),
  invitations: choiceSetting<'inherit' | 'off'>({
    field: 'longroom#roomconfig_invitations',
    label: 'Whether there are invitations to the room',
    default: 'inherit',
    options: [
      ['inherit', 'As its category allows'],
      ['off', 'None'],
    ],
    source: 'XEP-0045 §7.8',
  }),
};

/** A room can have fewer invitations than its category, never more. */
export function hasInvitations(room: Room): boolean {
  return room.settings.invitations === 'inherit' && categoryOf(room).invitations;
}
