/** Whether people may call themselves what they like (XEP-0045 §7.2.2, §7.6, §7.12). */
import type { Guards } from '../guard.ts';
import { nickKey } from '../nick-key.ts';
import { nickLocked } from '../refusals.ts';
import { booleanSetting } from '../setting.ts';
import type { Person, Room } from '../state.ts';

export const settings = {
  nicksChange: booleanSetting({
    field: 'x-muc#roomconfig_canchangenick',
    label: 'People may change their nickname while they are in the room',
    default: true,
    source: 'XEP-0045 §7.6; name as sent by other services',
  }),
  reservedNicksOnly: booleanSetting({
    field: 'x-muc#roomconfig_reservednick',
    label: 'Whoever has reserved a nickname has to use it',
    default: false,
    source: 'XEP-0045 §7.10, §7.12; name as sent by other services',
  }),
};

export const guards: Guards = {
  nickOnEntry: ({ room, person }) => lockedNick(room, person),
  rename: ({ room, person, nick }) => {
    const locked = lockedNick(room, person);
    if (locked !== undefined) return nickKey(locked) === nickKey(nick) ? undefined : nickLocked();
    return room.settings.nicksChange ? undefined : nickLocked();
  },
};

function lockedNick(room: Room, person: Person): string | undefined {
  return room.settings.reservedNicksOnly ? room.entries.get(person.jid)?.facts.nick : undefined;
}
