/** Who may change the subject (XEP-0045 §8.1). */
import type { Guards } from '../guard.ts';
import { subjectNotAllowed } from '../refusals.ts';
import { booleanSetting } from '../setting.ts';

export const settings = {
  occupantsChangeSubject: booleanSetting({
    field: 'muc#roomconfig_changesubject',
    label: 'Everybody in the room may change the subject',
    default: false,
    info: {
      field: 'muc#roominfo_changesubject',
      aliases: ['muc#roomconfig_changesubject'],
      label: 'Everybody in the room may change the subject',
    },
    source: 'XEP-0045 §8.1',
  }),
};

export const guards: Guards = {
  subject: ({ room, occupant }) => {
    if (occupant.role === 'moderator') return undefined;
    return room.settings.occupantsChangeSubject && occupant.role === 'participant' ? undefined : subjectNotAllowed();
  },
};
