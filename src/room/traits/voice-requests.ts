/** Whether, and how often, visitors may ask the moderators for voice (XEP-0045 §7.13); fields as ejabberd has them. */
import { booleanSetting, numberSetting } from '../setting.ts';

export const settings = {
  voiceRequests: booleanSetting({
    field: 'muc#roomconfig_allowvoicerequests',
    aliases: ['allow_voice_requests'],
    label: 'Visitors may ask the moderators for voice',
    default: true,
    source: 'XEP-0045 §7.13',
  }),
  voiceRequestInterval: numberSetting({
    field: 'muc#roomconfig_voicerequestmininterval',
    aliases: ['voice_request_min_interval'],
    label: 'Seconds until a visitor who asked for voice may ask again',
    default: 1_800,
    range: { min: 10, max: 86_400 },
    source: 'XEP-0045 §7.13',
  }),
};
