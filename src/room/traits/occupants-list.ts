/** Whether those outside may see who is in the room (XEP-0045 §6.5). */
import { booleanSetting } from '../setting.ts';

export const settings = {
  occupantsListed: booleanSetting({
    field: 'public_list',
    label: 'People outside may see who is in the room, if it is public and they may enter',
    default: true,
    source: 'XEP-0045 §6.5; name as sent by other services',
  }),
};
