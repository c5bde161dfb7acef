/** Moving a room into another category: its address, settings and record stay, and the new one is the ceiling at once. */
import type { Refusal } from '../wire/error.ts';
import { may, standingOf } from './access.ts';
import type { Move } from './administration-request.ts';
import type { Context } from './context.ts';
import type { RoomEvent } from './events.ts';
import { noSuchCategory, notYourCategory } from './house-refusals.ts';
import { objectionToLeavingCategory } from './on-hold.ts';
import { type Outcome, outcome } from './outcome.ts';
import { ownersOnly } from './refusals.ts';
import { review } from './review.ts';
import { type Room, timeOf } from './state.ts';

/** Answered with `reviewed`: where the lists are long, reviews have to follow. */
export function move(room: Room, { from, to }: Move, context: Context): Outcome {
  const refused = objectionToMove(room, { from, to }, context);
  if (refused !== undefined) return outcome({ answer: refused });
  if (to === room.category) {
    return outcome({ answer: { kind: 'reviewed', entries: 0, occupants: 0, more: false } });
  }
  const moved: RoomEvent = { kind: 'moved', at: timeOf(room, context), by: from.person, from: room.category, to };
  const after = review({ ...room, category: to }, { from, purge: true }, context);
  return { ...after, events: [moved, ...after.events] };
}

export function objectionToMove(
  room: Room,
  { from, to }: Pick<Move, 'from' | 'to'>,
  context: Context,
): Refusal | undefined {
  if (!may('move the room', standingOf(room, from), context)) return ownersOnly();
  if (to === room.category) return undefined;
  const target = room.directory.category(to);
  const oversees = context.isServiceAdmin(from.person);
  if (target.key !== to || target.closing) return oversees ? noSuchCategory() : notYourCategory();
  // A category that somebody may not use is for them as if it were not there.
  if (!oversees && !target.mayCreate(from.person.jid)) return notYourCategory();
  return objectionToLeavingCategory(room, from, context);
}
