/** Who is blocked from the service is taken out of the room, with all sessions, and everybody sees it (status 301). */

import { done } from './answer.ts';
import type { Context } from './context.ts';
import type { Delivery } from './delivery.ts';
import { type Removal, remove } from './leave.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { Occupant, Room } from './state.ts';

/** To the room it is as if it had banned them: they cannot come back, whatever its own list says. */
const removal: Removal = { cause: 'banned', item: { affiliation: 'outcast' } };

/** For those who are taken out; whom the operator blocks is nobody else's business. */
const reason = 'Blocked from this service by its operator.';

export function turnOut(room: Room, context: Context): Outcome {
  const removals = new Map<Occupant, Removal>();
  for (const occupant of room.occupants.values()) {
    if (context.isBlocked(occupant.person)) removals.set(occupant, removal);
  }
  if (removals.size === 0) return outcome({ answer: done });
  const { events, deliveries } = remove(room, removals, context);
  return outcome({ events, deliveries: deliveries.map(withReason), answer: done });
}

function withReason(delivery: Delivery): Delivery {
  const own = delivery.kind === 'presence' && delivery.statuses.includes(110);
  return own ? { ...delivery, item: { ...delivery.item, reason } } : delivery;
}
