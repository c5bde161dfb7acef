/** How long a room keeps what is said: as its category has it, or shorter; longer only by word of an administrator of the service. */
import { asAbove, forever } from '../kept-days.ts';
import type { Refusal } from '../wire/error.ts';
import { may, standingOf } from './access.ts';
import type { Context } from './context.ts';
import type { Expired } from './events.ts';
import { categoryOf } from './facts.ts';
import { historyByAdministrators, keptTooLong } from './house-refusals.ts';
import { isHeld } from './on-hold.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { Party } from './party.ts';
import { type Stretch, stretchesOf, withCleared, withRemoved } from './removals.ts';
import type { Expire } from './retention-request.ts';
import { type Room, timeOf } from './state.ts';

type Keeping = Pick<Room, 'directory' | 'category' | 'settings' | 'keepsLonger'>;

/** In days; `forever` for ever. */
export function keptDays(room: Keeping): number {
  const own = room.settings.retentionDays;
  const above = keptAbove(room);
  if (own === asAbove) return above;
  return room.keepsLonger ? own : Math.min(own, above);
}

function keptAbove(room: Pick<Room, 'directory' | 'category'>): number {
  return categoryOf(room).keptDays ?? forever;
}

/** What is as it was stays, whatever has become of the category. */
export function objectionToKeeping(room: Room, days: number, from: Party, context: Context): Refusal | undefined {
  if (days === room.settings.retentionDays || context.isServiceAdmin(from.person)) return undefined;
  if (!may('limit the history', standingOf(room, from), context)) return historyByAdministrators();
  const above = keptAbove(room);
  return days > above ? keptTooLong(above) : undefined;
}

/** Whether somebody who may changes it to more than the category has. */
export function isBeyondCategory(room: Pick<Room, 'directory' | 'category'>, days: number): boolean {
  return days > keptAbove(room);
}

/** Messages whose time is over go, but for what is on hold. Nobody is told: they just are not there any more. */
export function expire(room: Room, request: Expire, context: Context): Outcome {
  const { after, messages, from, last } = request;
  const to = Math.max(request.through, room.clearedThrough);
  const back = last === true && to < room.expiredThrough;
  const goesOn = request.through > after;
  const gone = messages.filter((message) => !isHeld(room, message));
  const cleared = goesOn && gone.length === messages.length && after <= room.clearedThrough;
  const changes = back || (goesOn && (gone.length > 0 || cleared || to > room.expiredThrough));
  if (!changes) return outcome({ answer: { kind: 'removed', messages: 0 } });
  const current = gone.some(({ number }) => number === room.subject?.number) ? room.subject : undefined;
  const expired: Expired = {
    kind: 'expired',
    at: timeOf(room, context),
    by: from.person,
    through: to,
    ...(back && { back }),
    messages: gone.length,
    numbers: stretchesOf(gone.map(({ number }) => number)),
    ordinals: stretchesOf(gone.flatMap(({ ordinal }) => ordinal ?? [])),
    ...(cleared && { cleared }),
    ...(current && { subject: current }),
  };
  return outcome({ events: [expired], gone, answer: { kind: 'removed', messages: gone.length } });
}

export function applyExpired(room: Room, { through, back, ordinals, cleared, subject }: Expired): void {
  room.expiredThrough = back ? through : Math.max(room.expiredThrough, through);
  const last = ordinals.at(-1)?.[1];
  if (cleared) {
    room.clearedThrough = Math.max(room.clearedThrough, through);
    if (last !== undefined) room.removals = withCleared(room.removals, last);
  } else {
    room.removals = withRemoved(room.removals, ordinals.flatMap(numbersIn));
  }
  // It stays until there is another one: its message may be gone when the record is read again.
  if (subject !== undefined) room.subject = subject;
}

function numbersIn([first, last]: Stretch): number[] {
  return Array.from({ length: last - first + 1 }, (_, nth) => first + nth);
}
