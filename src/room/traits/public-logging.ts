/** Whether what is said can be read by the public somewhere; people are warned (XEP-0045 §7.2.12). */
import { booleanSetting } from '../setting.ts';

export const settings = {
  publicLogging: booleanSetting({
    field: 'muc#roomconfig_enablelogging',
    label: 'What is said here is published: warn everybody who enters',
    default: false,
    status: (on) => (on ? 170 : 171),
    source: 'XEP-0045 §7.2.12, §10.2.1',
  }),
};
