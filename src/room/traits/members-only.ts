/** Only those on the member list may enter (XEP-0045 §7.2.6). */
import { factsOf, may } from '../access.ts';
import type { Guards } from '../guard.ts';
import { managerButNoMember } from '../house-refusals.ts';
import { notAMember } from '../refusals.ts';
import { booleanSetting } from '../setting.ts';

export const settings = {
  membersOnly: booleanSetting({
    field: 'muc#roomconfig_membersonly',
    label: 'Only members may enter',
    default: false,
    feature: (on) => (on ? 'muc_membersonly' : 'muc_open'),
    source: 'XEP-0045 §7.2.6',
  }),
};

export const guards: Guards = {
  enter: ({ room, person }) => {
    if (may('enter', { room, person, role: 'none' }, { isServiceAdmin: () => false })) return undefined;
    return factsOf(room, person).manager ? managerButNoMember() : notAMember();
  },
};
