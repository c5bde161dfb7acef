/** Whether the room is in the public list (XEP-0045 §6.3). */
import { booleanSetting } from '../setting.ts';

export const settings = {
  public: booleanSetting({
    field: 'muc#roomconfig_publicroom',
    label: 'Show the room in the list of rooms',
    default: true,
    feature: (on) => (on ? 'muc_public' : 'muc_hidden'),
    source: 'XEP-0045 §6.3',
  }),
};
