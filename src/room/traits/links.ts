/** Where to go from the room: whom to ask, where its log is published, what belongs to it (XEP-0045 §6.4). They decide nothing. */
import { textSetting } from '../setting.ts';

export const settings = {
  contact: textSetting({
    field: 'longroom#roomconfig_contactjid',
    label: 'Address of somebody to ask about the room',
    default: '',
    charactersMax: 1_023,
    info: { field: 'muc#roominfo_contactjid', label: 'Address of somebody to ask about the room', onlyIfSet: true },
    source: 'XEP-0045 §6.4',
  }),
  logs: textSetting({
    field: 'longroom#roomconfig_logs',
    label: 'Web address where what is said here is published',
    default: '',
    charactersMax: 1_023,
    info: { field: 'muc#roominfo_logs', label: 'Web address where what is said here is published', onlyIfSet: true },
    source: 'XEP-0045 §6.4',
  }),
  pubsub: textSetting({
    field: 'muc#roomconfig_pubsub',
    label: 'URI of a pubsub node that belongs to the room',
    default: '',
    charactersMax: 1_023,
    info: { field: 'muc#roomconfig_pubsub', label: 'URI of a pubsub node that belongs to the room', onlyIfSet: true },
    source: 'XEP-0045 §6.4, §15.5.3',
  }),
};
