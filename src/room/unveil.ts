/** Telling of those who were held back and are no more (XEP-0045 §7.2.3, `muc#roomconfig_presencebroadcast`). */
import { tellOthers } from './broadcast.ts';
import type { PresenceDelivery } from './delivery.ts';
import type { Occupant, Room } from './state.ts';
import { isShown, largeAboveMax } from './traits/large-rooms.ts';

/** As many as a room that is just not large any more tells of at once; in larger ones each is told of when it next does something. */
const stanzasMax = largeAboveMax * largeAboveMax;

/** Of those among `occupants` who are shown, to everybody else. */
export function unveil(room: Room, occupants: Iterable<Occupant>): PresenceDelivery[] {
  const shown = [...occupants].filter(({ role }) => isShown(room, role));
  return shown.length * room.sessions.size > stanzasMax ? [] : shown.flatMap((occupant) => tellOthers(room, occupant));
}
