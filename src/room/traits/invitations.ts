/** Whether those who own nothing may invite (XEP-0045 §7.8). */
import { booleanSetting } from '../setting.ts';

export const settings = {
  occupantsInvite: booleanSetting({
    field: 'muc#roomconfig_allowinvites',
    aliases: ['{http://prosody.im/protocol/muc}roomconfig_allowmemberinvites'],
    label: 'Everybody in the room may invite others',
    default: false,
    info: { field: 'muc#roomconfig_allowinvites', label: 'Everybody in the room may invite others' },
    source: 'XEP-0045 §7.8',
  }),
};
