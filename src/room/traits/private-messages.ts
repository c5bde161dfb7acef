/** Who may send private messages through the room (XEP-0045 §7.5). */
import type { Guards } from '../guard.ts';
import { privateMessagesNotAllowed } from '../refusals.ts';
import { choiceSetting } from '../setting.ts';
import type { Role } from '../state.ts';

export const settings = {
  allowPrivateMessages: choiceSetting<'anyone' | 'participants' | 'moderators' | 'none'>({
    field: 'muc#roomconfig_allowpm',
    label: 'Who may send private messages through the room',
    default: 'anyone',
    options: [
      ['anyone', 'Anyone in the room'],
      ['participants', 'Those with voice'],
      ['moderators', 'Moderators only'],
      ['none', 'Nobody'],
    ],
    info: { field: 'muc#roomconfig_allowpm', label: 'Who may send private messages through the room' },
    source: 'XEP-0045 §7.5',
  }),
};

const senders: Record<(typeof settings)['allowPrivateMessages']['default'], readonly Role[]> = {
  anyone: ['visitor', 'participant', 'moderator'],
  participants: ['participant', 'moderator'],
  moderators: ['moderator'],
  none: [],
};

export const guards: Guards = {
  privateMessage: ({ room, sender }) =>
    senders[room.settings.allowPrivateMessages].includes(sender.role) ? undefined : privateMessagesNotAllowed(),
};
