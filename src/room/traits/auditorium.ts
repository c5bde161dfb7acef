/** Everybody may listen, and only presenters speak: neither managers nor administrators, unless they are presenters, too. */
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
