/** What a legal hold keeps a room and its people from: ending it, moving it away from under the hold, and losing what was said. */
import type { Refusal } from '../wire/error.ts';
import type { Context } from './context.ts';
import type { SetAside } from './events.ts';
import { type HeldMessage, type Hold, type HoldBook, noHolds } from './holds.ts';
import { onHold } from './house-refusals.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { Party } from './party.ts';
import type { LetGo } from './retention-request.ts';
import type { RecordedMessage } from './retract.ts';
import { type Person, type Room, timeOf } from './state.ts';

type Place = Pick<Room, 'jid' | 'category' | 'directory'>;

function holdsOn({ directory }: Place): HoldBook {
  return directory.holds ?? noHolds;
}

export function isHeld(room: Place, message: HeldMessage): boolean {
  return holdsOn(room).onMessage(room, message) !== undefined;
}

/** A room with something in it that is, or may be, on hold. */
export function holdOnEnding(room: Place & Pick<Room, 'ordinal'>): Hold | undefined {
  const holds = holdsOn(room);
  return holds.onRoom(room) ?? (room.ordinal > 0 ? holds.onPeople() : undefined);
}

export function objectionToEnding(room: Room, { person }: Party, context: Context): Refusal | undefined {
  return named(holdOnEnding(room), person, context);
}

/** Of a category that is on hold; the hold is on what lies in it. */
export function objectionToLeavingCategory(room: Room, { person }: Party, context: Context): Refusal | undefined {
  return named(holdsOn(room).onCategory(room.category), person, context);
}

/** `until`: the last moment of what is to go; where people are on hold, nobody knows whether they wrote of it. */
export function objectionToClearing(room: Room, { person }: Party, until: number, context: Context) {
  const holds = holdsOn(room);
  return named(holds.onRoom(room, until) ?? holds.onPeople(until), person, context);
}

/** Who is under a hold, and that there is one, is for administrators of the service only. */
function named(hold: Hold | undefined, person: Person, { isServiceAdmin }: Context): Refusal | undefined {
  return hold && onHold(isServiceAdmin(person) ? hold.name : undefined);
}

/** Not where it came under a hold this moment, or is more than can be set aside at once: it stays until it is taken back again. */
export function maySetAside(room: Room, message: RecordedMessage): boolean {
  return message.said !== undefined || !isHeld(room, message);
}

/** What is taken back while it is on hold: nobody reads it any more, and it stays in the record. */
export function setAside(
  room: Room,
  messages: readonly RecordedMessage[],
  { at, by }: { readonly at: number; readonly by: Person },
): readonly SetAside[] {
  if (holdsOn(room).size === 0) return [];
  return messages.flatMap((message) => {
    const { number, by: sender, at: saidAt, said } = message;
    return said === undefined || !isHeld(room, message)
      ? []
      : [{ kind: 'set-aside', at, by, number, sender, saidAt, said }];
  });
}

/** The request is the service's own; what is on hold again, or still, stays. */
export function letGo(room: Room, { from, setAside: kept }: LetGo, context: Context): Outcome {
  const emptied = kept.filter((one) => !isHeld(room, one)).map(({ number }) => number);
  if (emptied.length === 0) return outcome({ answer: { kind: 'removed', messages: 0 } });
  return outcome({
    events: [{ kind: 'let-go', at: timeOf(room, context), by: from.person, numbers: emptied }],
    emptied,
    answer: { kind: 'removed', messages: emptied.length },
  });
}
