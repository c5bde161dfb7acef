/** The room's name and description, for people (XEP-0045 §15.5.2). They decide nothing. */
import { textSetting } from '../setting.ts';

export const settings = {
  name: textSetting({
    field: 'muc#roomconfig_roomname',
    label: 'Name of the room',
    default: '',
    charactersMax: 256,
    info: { field: 'muc#roomconfig_roomname', label: 'Name of the room' },
    source: 'XEP-0045 §10.2',
  }),
  description: textSetting({
    field: 'muc#roomconfig_roomdesc',
    label: 'What the room is for',
    default: '',
    charactersMax: 256,
    info: { field: 'muc#roominfo_description', label: 'What the room is for' },
    source: 'XEP-0045 §10.2',
  }),
};
