/** Whether those outside may see who is in the room (XEP-0045 §6.5, which advises to keep it private). */
import { booleanSetting } from '../setting.ts';

export const settings = {
  occupantsListed: booleanSetting({
    field: 'public_list',
    label: 'Those outside may see who is in the room, if they may enter',
    default: false,
    source: 'XEP-0045 §6.5; name as sent by other services',
  }),
};
