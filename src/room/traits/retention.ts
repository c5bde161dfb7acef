/** How long what is said is kept, where the room says so itself (`room/retention.ts`). */
import { asAbove, forever } from '../../kept-days.ts';
import { numberSetting } from '../setting.ts';

export const settings = {
  retentionDays: numberSetting({
    field: 'longroom#roomconfig_retention',
    label: `Days that messages are kept (0: as the category has it; ${forever}: forever)`,
    default: asAbove,
    range: { min: asAbove, max: forever },
    source: 'DESIGN: The record; no extension has a field for it',
  }),
};
