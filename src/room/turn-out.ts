/** Who is blocked from the service is taken out of the room, with all sessions, and everybody sees it (status 301). */
import { type Removal, remove } from './leave.ts';
import { type Context, done, type Outcome, outcome } from './outcome.ts';
import type { Occupant, Room } from './state.ts';

/** To the room it is as if it had banned them: they cannot come back, whatever its own list says. */
const removal: Removal = {
  cause: 'banned',
  item: { affiliation: 'outcast', reason: 'Blocked from this service by its operator.' },
};

export function turnOut(room: Room, context: Context): Outcome {
  const removals = new Map<Occupant, Removal>();
  for (const occupant of room.occupants.values()) {
    if (context.isBlocked(occupant.person)) removals.set(occupant, removal);
  }
  if (removals.size === 0) return outcome({ answer: done });
  return outcome({ ...remove(room, removals, context), answer: done });
}
