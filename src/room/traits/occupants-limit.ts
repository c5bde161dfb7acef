/** How many may be in the room at once (XEP-0045 §7.2.9). Owners and admins always find a place. */
import { affiliationOf } from '../access.ts';
import type { Guards } from '../guard.ts';
import { roomFull } from '../refusals.ts';
import { numberSetting } from '../setting.ts';

export const settings = {
  occupantsMax: numberSetting({
    field: 'muc#roomconfig_maxusers',
    label: 'How many people may be in the room at once (0: any number)',
    default: 0,
    range: { min: 0, max: 1_000_000 },
    source: 'XEP-0045 §7.2.9',
  }),
};

export const guards: Guards = {
  enter: ({ room, person, present }) => {
    const { occupantsMax } = room.settings;
    if (occupantsMax === 0 || present || room.occupants.size < occupantsMax) return undefined;
    const affiliation = affiliationOf(room, person);
    return affiliation === 'owner' || affiliation === 'admin' ? undefined : roomFull();
  },
};
