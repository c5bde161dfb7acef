/**
 * In which roles members may see the lists of members, admins and owners (XEP-0045 §9.5, §10.5, §10.8). Only in a room
 * that shows real addresses to anyone: elsewhere the lists would tell who is behind a nickname.
 */
import { choicesSetting } from '../setting.ts';
import type { Role } from '../state.ts';

export const settings = {
  memberListFor: choicesSetting<Exclude<Role, 'none'>>({
    field: 'muc#roomconfig_getmemberlist',
    label: 'Which members may see the list of members, if anyone may see real addresses',
    default: ['moderator', 'participant', 'visitor'],
    options: [
      ['moderator', 'Moderators'],
      ['participant', 'Those with voice'],
      ['visitor', 'Those without voice'],
    ],
    source: 'XEP-0045 §9.5, §15.5.3',
  }),
};
