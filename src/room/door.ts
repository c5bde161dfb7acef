/**
 * The one door of a room: whoever may not see it gets what there is to get where there is no room, whatever they ask
 * (DESIGN: Secret rooms). Behind it are the use cases, each with its own rules.
 */
import type { Refusal } from '../wire/error.ts';
import { isInScope, may, plainlyTakesPart, standingOf } from './access.ts';
import type { Context } from './context.ts';
import { outOfScope, roomDisabled } from './house-refusals.ts';
import type { RoomRequest } from './request.ts';
import type { Room } from './state.ts';

type Kind = RoomRequest['kind'];

/** Going is heard of everybody; reviews, and that time is over, are the service's own. */
const alwaysHeard: ReadonlySet<Kind> = new Set<Kind>(['leave', 'gone', 'review', 'ask-review', 'expire', 'let-go']);

/** To be, or to become, one of the room's people: for nobody out of scope, and for nobody while it is disabled. */
const taking: ReadonlySet<Kind> = new Set<Kind>([
  'enter',
  'post',
  'private-message',
  'ask-to-read',
  'invite',
  'ask-for-voice',
  'ask-registration',
  'register',
]);

/** `hidden`: it is not there for whoever asks. Nearly all that is asked costs one look at the scope here. */
export function objectionAtTheDoor(
  room: Room,
  { kind, from }: RoomRequest,
  context: Context,
): Refusal | 'hidden' | undefined {
  if (alwaysHeard.has(kind)) return undefined;
  if (!plainlyTakesPart(room, from)) {
    const standing = standingOf(room, from);
    if (may('take part', standing, context)) return closed(room, kind);
    if (!may('see the room', standing, context)) return 'hidden';
    if (taking.has(kind) && !isInScope(room, from.person)) return outOfScope();
  }
  return closed(room, kind);
}

function closed(room: Room, kind: Kind): Refusal | undefined {
  return room.disabled && taking.has(kind) ? roomDisabled() : undefined;
}
