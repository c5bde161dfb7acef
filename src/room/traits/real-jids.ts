/** Who sees who is behind a nickname (XEP-0045 §4.2: non-anonymous and semi-anonymous rooms). */
import { choiceSetting } from '../setting.ts';

export const settings = {
  whois: choiceSetting<'anyone' | 'moderators'>({
    field: 'muc#roomconfig_whois',
    label: 'Who may see the real addresses of the people in the room',
    default: 'moderators',
    options: [
      ['moderators', 'Moderators only'],
      ['anyone', 'Anyone'],
    ],
    feature: (who) => (who === 'anyone' ? 'muc_nonanonymous' : 'muc_semianonymous'),
    status: (who) => (who === 'anyone' ? 172 : 173),
    source: 'XEP-0045 §4.2, §10.2.1',
  }),
};
