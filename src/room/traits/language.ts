/** The language mostly spoken in the room (XEP-0045 §15.5.2). */
import { textSetting } from '../setting.ts';

export const settings = {
  language: textSetting({
    field: 'muc#roomconfig_lang',
    label: 'Language of the room (such as en or de-AT)',
    default: '',
    charactersMax: 35,
    info: { field: 'muc#roominfo_lang', label: 'Language of the room' },
    source: 'XEP-0045 §15.5.2; tags by RFC 5646',
  }),
};
