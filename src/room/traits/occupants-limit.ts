/** How many may be in the room at once (XEP-0045 §7.2.9). Owners and admins always find a place. */
import { affiliationOf } from '../access.ts';
import type { Guards } from '../guard.ts';
import { roomFull } from '../refusals.ts';
import { numberSetting } from '../setting.ts';

const anyNumber = 0;

export const settings = {
  occupantsMax: numberSetting({
    field: 'muc#roomconfig_maxusers',
    label: 'How many people may be in the room at once',
    default: anyNumber,
    range: { min: 0, max: 1_000_000 },
    options: [
      ['10', '10'],
      ['20', '20'],
      ['30', '30'],
      ['50', '50'],
      ['100', '100'],
      ['none', 'Any number'],
    ],
    unlimited: { value: anyNumber, word: 'none' },
    source: 'XEP-0045 §7.2.9',
  }),
};

export const guards: Guards = {
  enter: ({ room, person, present }) => {
    const { occupantsMax } = room.settings;
    if (occupantsMax === anyNumber || present || room.occupants.size < occupantsMax) return undefined;
    const affiliation = affiliationOf(room, person);
    return affiliation === 'owner' || affiliation === 'admin' ? undefined : roomFull();
  },
};
