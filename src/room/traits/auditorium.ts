/**
 * Everybody may listen, and only presenters speak: neither managers nor administrators, unless they are presenters, too.
 * It is moderated, and roles follow from what people are: nobody gives voice for a while.
 */
import { may } from '../access.ts';
import type { Guards } from '../guard.ts';
import { presentersOnly } from '../house-refusals.ts';
import { isPresenter } from '../presenters.ts';
import { booleanSetting } from '../setting.ts';

export const settings = {
  auditorium: booleanSetting({
    field: 'longroom#roomconfig_auditorium',
    label: 'Auditorium: only presenters may write',
    default: false,
    info: { field: 'longroom#roominfo_auditorium', label: 'Only presenters may write' },
    source: 'DESIGN: Words',
  }),
};

export const guards: Guards = {
  post: ({ room, occupant: { person, role } }) => {
    if (!room.settings.auditorium) return undefined;
    return may('post', { room, person, role }, { isServiceAdmin: () => false }) ? undefined : presentersOnly();
  },
  roleOnEntry: ({ room, person }) => {
    if (!room.settings.auditorium) return undefined;
    return isPresenter(room, person) ? 'participant' : 'visitor';
  },
  implied: (form, before) => {
    if (form.auditorium ?? before.auditorium) return { moderated: true };
    // A form that shows that the room is moderated keeps it so; a wish for a normal room alone is one for that.
    return before.auditorium && form.moderated === undefined ? { moderated: false } : {};
  },
};
