/** Whether the room outlives its last occupant (XEP-0045 §10.1.1). Here it does unless somebody asks otherwise. */
import { booleanSetting } from '../setting.ts';

export const settings = {
  persistent: booleanSetting({
    field: 'muc#roomconfig_persistentroom',
    label: 'Keep the room when nobody is in it',
    default: true,
    feature: (on) => (on ? 'muc_persistent' : 'muc_temporary'),
    source: 'XEP-0045 §10.1.1',
  }),
};
