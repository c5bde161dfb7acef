/** What was said and done in a room here, as it is when other events stand before it: each number and ordinal moved on. */

import { RecentPosts } from '../room/recent-posts.ts';
import type { Removals, Stretch } from '../room/removals.ts';
import type { Room } from '../room/state.ts';
import type { StoredEvent, StreamId } from '../store/event.ts';

export interface Shift {
  /** Of events; the first stays the first. */
  readonly numbers: number;
  /** Of messages. */
  readonly ordinals: number;
}

interface Numbered {
  readonly retracts?: readonly number[];
  readonly ordinal?: number;
  readonly ordinals?: readonly number[];
  readonly before?: { readonly number?: number };
}

interface NumberedExpired {
  readonly through: number;
  readonly numbers: readonly Stretch[];
  readonly ordinals: readonly Stretch[];
  readonly subject?: { readonly number?: number };
}

/** An event but the first; never earlier than `since` (milliseconds since 1970). */
export function renumberedEvent(
  event: StoredEvent,
  to: { readonly stream: StreamId; readonly shift: Shift; readonly since: number },
): StoredEvent {
  const { stream, shift, since } = to;
  return {
    ...event,
    stream,
    number: event.number + shift.numbers,
    at: Math.max(event.at, since),
    ...(event.ordinal !== undefined && { ordinal: event.ordinal + shift.ordinals }),
    payload: renumberedPayload(event, shift),
  };
}

function renumberedPayload({ kind, payload }: StoredEvent, shift: Shift): string {
  switch (kind) {
    case 'posted':
    case 'purged':
    case 'carded':
      return renumberedMessages({ kind, payload }, shift);
    case 'expired':
      return JSON.stringify(renumberedExpired(JSON.parse(payload) as NumberedExpired, shift));
    case 'set-aside': {
      const body = JSON.parse(payload) as { readonly number?: number };
      // Nothing is left in it where the hold is over.
      return JSON.stringify({ ...body, ...(body.number !== undefined && { number: body.number + shift.numbers }) });
    }
    case 'let-go': {
      const body = JSON.parse(payload) as { readonly numbers: readonly number[] };
      return JSON.stringify({ ...body, numbers: body.numbers.map((number) => number + shift.numbers) });
    }
    default:
      return payload;
  }
}

function renumberedExpired(body: NumberedExpired, { numbers, ordinals }: Shift): NumberedExpired {
  const { subject } = body;
  return {
    ...body,
    through: body.through + numbers,
    numbers: moved(body.numbers, numbers),
    ordinals: moved(body.ordinals, ordinals),
    ...(subject?.number !== undefined && { subject: { ...subject, number: subject.number + numbers } }),
  };
}

function moved(stretches: readonly Stretch[], by: number): readonly Stretch[] {
  return stretches.map(([first, last]) => [first + by, last + by] as const);
}

function renumberedMessages(
  { kind, payload }: Pick<StoredEvent, 'kind' | 'payload'>,
  { numbers, ordinals }: Shift,
): string {
  const body = JSON.parse(payload) as Numbered;
  const { retracts, ordinal, ordinals: gone, before } = body;
  return JSON.stringify({
    ...body,
    ...(retracts && { retracts: retracts.map((number) => number + numbers) }),
    ...(ordinal !== undefined && { ordinal: ordinal + ordinals }),
    ...(gone && { ordinals: gone.map((one) => one + ordinals) }),
    ...(kind === 'carded' &&
      before?.number !== undefined && { before: { ...before, number: before.number + numbers } }),
  });
}

/** Changes the room itself; its key and what was before it are not its concern. */
export function renumberRoom(room: Room, { numbers, ordinals }: Shift): void {
  room.number += numbers;
  room.ordinal += ordinals;
  if (room.subject?.number !== undefined) room.subject = { ...room.subject, number: room.subject.number + numbers };
  if (room.card !== undefined) room.card = { ...room.card, number: room.card.number + numbers };
  room.removals = movedRemovals(room.removals, ordinals);
  // What stands before them now has not been gone through for what is too old.
  room.expiredThrough = 0;
  const { base, words } = room.recent.rows;
  room.recent = RecentPosts.from({ base: base + numbers, words });
  const pending = [...room.applications.pending].map(
    ([jid, application]) => [jid, { ...application, number: application.number + numbers }] as const,
  );
  room.applications = { ...room.applications, pending: new Map(pending) };
}

/** Nothing of what stands before them is gone. */
function movedRemovals(removals: Removals, ordinals: number): Removals {
  const { through, upToThere, stretches } = removals;
  return {
    ...removals,
    stretches: moved(stretches, ordinals),
    ...(through > 0 && { through: through + ordinals, ...(upToThere !== undefined && { upToThere }) }),
  };
}
