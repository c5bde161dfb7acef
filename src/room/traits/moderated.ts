/** Newcomers may listen but not speak, unless they are members (XEP-0045 §5.1.2, §7.2.2). */
import { affiliationOf } from '../access.ts';
import type { Guards } from '../guard.ts';
import { noVoice } from '../refusals.ts';
import { booleanSetting } from '../setting.ts';

export const settings = {
  moderated: booleanSetting({
    field: 'muc#roomconfig_moderatedroom',
    label: 'Moderated: only those with voice may write',
    default: false,
    feature: (on) => (on ? 'muc_moderated' : 'muc_unmoderated'),
    source: 'XEP-0045 §5.1.2',
  }),
};

export const guards: Guards = {
  roleOnEntry: ({ room, person }) =>
    room.settings.moderated && affiliationOf(room, person) === 'none' ? 'visitor' : undefined,
  post: ({ room, occupant }) => (room.settings.moderated && occupant.role === 'visitor' ? noVoice() : undefined),
};
