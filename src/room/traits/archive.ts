/** Whether messages are kept for its members to read later (XEP-0313), and how much of it newcomers get (XEP-0045 §7.2.13). */
import { categoryOf } from '../facts.ts';
import { booleanSetting, numberSetting } from '../setting.ts';
import type { Room } from '../state.ts';

export const settings = {
  archived: booleanSetting({
    field: 'muc#roomconfig_enablearchiving',
    aliases: ['mam', 'muc#roomconfig_mam'],
    label: 'Keep the messages in the archive of the room',
    default: true,
    source: 'DESIGN: The record; names as sent by clients',
  }),
  historyOnEntry: numberSetting({
    field: 'muc#maxhistoryfetch',
    aliases: ['muc#roomconfig_historylength'],
    label: 'How many of the latest messages newcomers get at most',
    default: 30,
    range: { min: 0, max: 500 },
    info: { field: 'muc#maxhistoryfetch', label: 'How many of the latest messages newcomers get at most' },
    source: 'XEP-0045 §7.2.13; default as in the predecessor',
  }),
};

/** Whether what is said is kept: as the owner wants it, as far as the category keeps anything. */
export function isArchived(room: Room): boolean {
  return room.settings.archived && categoryOf(room).history;
}
