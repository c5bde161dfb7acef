/** Destroying a room (XEP-0045 §10.9). Its address is free again; its record keeps its own key. */
import { may } from './access.ts';
import { ownPresence } from './broadcast.ts';
import { type Context, type Delivery, done, type Outcome, outcome } from './outcome.ts';
import { ownersOnly } from './refusals.ts';
import type { Destroy } from './request.ts';
import type { Room } from './state.ts';

export function destroy(room: Room, request: Destroy, context: Context): Outcome {
  const { from, reason, alternate, password } = request;
  const role = room.sessions.get(from.session)?.occupant.role ?? 'none';
  if (!may('destroy the room', { room, person: from.person, role }, context)) {
    return outcome({ answer: ownersOnly() });
  }
  const deliveries: Delivery[] = [...room.occupants.values()].map((occupant) =>
    ownPresence(
      room,
      {
        nick: occupant.nick,
        item: { affiliation: 'none', role: 'none' },
        presence: '',
        unavailable: true,
        destroy: {
          ...(reason !== undefined && { reason }),
          ...(alternate !== undefined && { alternate }),
          ...(password !== undefined && { password }),
        },
      },
      occupant.sessions.map((session) => session.jid),
    ),
  );
  return outcome({
    events: [
      {
        kind: 'destroyed',
        at: Math.max(context.now, room.at),
        by: from.person,
        ...(reason !== undefined && { reason }),
        ...(alternate !== undefined && { alternate }),
      },
    ],
    deliveries,
    answer: done,
  });
}
