/** A web application that is shown beside the room: one of those that administrators have registered. */
import { textSetting } from '../setting.ts';

export const settings = {
  addin: textSetting({
    field: 'longroom#roomconfig_addin',
    label: 'Name of the add-in shown beside the room (empty: none)',
    default: '',
    charactersMax: 50,
    source: 'DESIGN: Words',
  }),
};
