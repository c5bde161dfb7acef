/**
 * Whose presence is told to everybody in the room (XEP-0045 §5.1, §7.2.3): that of the roles its owner names. Whoever
 * is held back sees the others, and hears of itself; kicks and bans are told of anybody.
 */
import { choicesSetting } from '../setting.ts';
import type { Role, Room } from '../state.ts';

type ShownRole = Exclude<Role, 'none'>;

export const settings = {
  presenceOf: choicesSetting<ShownRole>({
    field: 'muc#roomconfig_presencebroadcast',
    label: 'Who is shown to everybody in the room',
    default: ['moderator', 'participant', 'visitor'],
    options: [
      ['moderator', 'Moderators'],
      ['participant', 'Those with voice'],
      ['visitor', 'Those without voice'],
    ],
    source: 'XEP-0045 §5.1, §7.2.3, §15.5.3',
  }),
};

const rolesThereAre = settings.presenceOf.default.length;

export function isEveryRoleBroadcast({ presenceOf }: Room['settings']): boolean {
  return presenceOf.length === rolesThereAre;
}

export function isRoleBroadcast(room: Pick<Room, 'settings'>, role: Role): boolean {
  return isEveryRoleBroadcast(room.settings) || room.settings.presenceOf.includes(role as ShownRole);
}
