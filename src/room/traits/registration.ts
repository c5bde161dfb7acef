/** Who may register with the room, and so become a member or reserve a nickname (XEP-0045 §7.10). */
import { choiceSetting } from '../setting.ts';

export const settings = {
  registration: choiceSetting<'off' | 'members' | 'approval' | 'open'>({
    field: 'longroom#roomconfig_registration',
    label: 'Who may register with the room: become a member, and reserve a nickname',
    default: 'approval',
    options: [
      ['approval', 'Anyone whom an owner or admin approves'],
      ['open', 'Anyone, at once'],
      ['members', 'Members, to reserve a nickname'],
      ['off', 'Nobody'],
    ],
    feature: (who) => (who === 'off' ? undefined : 'jabber:iq:register'),
    source: 'XEP-0045 §7.10',
  }),
};
