/** Whether members who are away get the messages that mention them (XEP-0452). */
import { booleanSetting } from '../setting.ts';

export const settings = {
  forwardMentions: booleanSetting({
    field: 'muc#roomconfig_forwardmentions',
    label: 'Send members who are away the messages that mention them, if they have a nickname reserved',
    default: true,
    source: 'XEP-0452 §3.1',
  }),
};
