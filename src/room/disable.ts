/** Closing a room without giving anything of it up: everybody leaves, settings and lists stay, and it can be enabled again. */
import { affiliationOf, may, standingOf } from './access.ts';
import type { Disable, Enable } from './administration-request.ts';
import { done } from './answer.ts';
import type { Context } from './context.ts';
import type { RoomEvent } from './events.ts';
import { administratorsOnly } from './house-refusals.ts';
import { type Removal, remove } from './leave.ts';
import { type Outcome, outcome } from './outcome.ts';
import { ownersOnly } from './refusals.ts';
import { type Occupant, type Room, timeOf } from './state.ts';

/** For everybody who is in it. */
const reason = 'This room was disabled.';

export function disable(room: Room, { from }: Disable, context: Context): Outcome {
  if (!may('disable the room', standingOf(room, from), context)) return outcome({ answer: ownersOnly() });
  if (room.disabled) return outcome({ answer: done });
  const disabled: RoomEvent = { kind: 'disabled', at: timeOf(room, context), by: from.person };
  const removals = new Map<Occupant, Removal>();
  for (const occupant of room.occupants.values()) {
    removals.set(occupant, {
      cause: 'disabled',
      item: { affiliation: affiliationOf(room, occupant.person), reason },
    });
  }
  const removed = remove({ ...room, disabled: true }, removals, context);
  return outcome({ events: [disabled, ...removed.events], deliveries: removed.deliveries, answer: done });
}

export function enable(room: Room, { from }: Enable, context: Context): Outcome {
  if (!may('enable the room', standingOf(room, from), context)) return outcome({ answer: administratorsOnly() });
  if (!room.disabled) return outcome({ answer: done });
  return outcome({ events: [{ kind: 'enabled', at: timeOf(room, context), by: from.person }], answer: done });
}
