/** Taking away what was said, for administrators of the service: by the hundred, and without telling each in the room. */
import { may, standingOf } from './access.ts';
import { done } from './answer.ts';
import type { AskContent, Clear, ContentRequest, NoteRemoval, RemoveMessages } from './content-request.ts';
import type { Context } from './context.ts';
import type { Purged } from './events.ts';
import { isHeld, objectionToClearing } from './on-hold.ts';
import { type Outcome, outcome } from './outcome.ts';
import { administratorsRemove } from './refusals.ts';
import { removedAmong } from './removals.ts';
import { noSubject, type RecordedMessage } from './retract.ts';
import { type Room, timeOf } from './state.ts';

export function askContent(room: Room, request: AskContent, context: Context): Outcome {
  if (!mayRemove(room, request, context)) return outcome({ answer: administratorsRemove() });
  const { from, until } = request;
  const held = until === undefined ? undefined : objectionToClearing(room, from, until, context);
  if (held !== undefined) return outcome({ answer: held });
  const { key, number, clearedThrough, removals } = room;
  return outcome({ answer: { kind: 'content', key, number, clearedThrough, removals } });
}

/** Who is in the room keeps what they have seen; whoever comes finds nothing of it. */
export function clear(room: Room, request: Clear, context: Context): Outcome {
  if (!mayRemove(room, request, context)) return outcome({ answer: administratorsRemove() });
  const { from, through } = request;
  // Nothing is left there: what went before stays as it is.
  const ordinal = request.ordinal === 0 ? room.removals.through : Math.min(request.ordinal, room.ordinal);
  const held = objectionToClearing(room, from, request.until, context);
  if (held !== undefined) return outcome({ answer: held });
  if (through <= room.clearedThrough) return outcome({ answer: { kind: 'removed', messages: 0 } });
  const messages = ordinal - (removedAmong(room.removals, [1, ordinal]) ?? 0);
  const takesSubject = room.subject?.number !== undefined && room.subject.number <= through;
  return outcome({
    events: [
      {
        kind: 'cleared',
        at: timeOf(room, context),
        by: from.person,
        through: Math.min(through, room.number),
        ordinal,
        takesSubject: takesSubject ? 'current' : 'earlier',
      },
    ],
    deliveries: takesSubject ? [noSubject(room)] : [],
    answer: { kind: 'removed', messages },
  });
}

export function removeMessages(room: Room, request: RemoveMessages, context: Context): Outcome {
  if (!mayRemove(room, request, context)) return outcome({ answer: administratorsRemove() });
  const { from, moderation, job } = request;
  // Of a tombstone nothing is left to replace, but it can still go.
  const messages = request.messages.filter(
    (message) => (moderation === undefined || !message.retracted) && !isHeld(room, message),
  );
  if (messages.length === 0) return outcome({ answer: { kind: 'removed', messages: 0 } });
  const at = timeOf(room, context);
  const id = context.stanzaId(room.number + 1);
  const takesSubject = subjectAmong(room, messages);
  const ordinals = moderation === undefined ? messages.flatMap(({ ordinal }) => ordinal ?? []) : [];
  return outcome({
    events: [
      {
        kind: 'purged',
        at,
        by: from.person,
        ordinals,
        messages: messages.length,
        job,
        ...(takesSubject && { takesSubject }),
      },
    ],
    ...(moderation === undefined
      ? { gone: messages }
      : { tombstones: messages.map((message) => ({ message, id, at, moderation })) }),
    deliveries: takesSubject === 'current' ? [noSubject(room)] : [],
    answer: { kind: 'removed', messages: messages.length },
  });
}

export function noteRemoval(room: Room, request: NoteRemoval, context: Context): Outcome {
  if (!mayRemove(room, request, context)) return outcome({ answer: administratorsRemove() });
  const { from, asked, messages, job } = request;
  return outcome({
    events: [{ kind: 'content-removed', at: timeOf(room, context), by: from.person, asked, messages, job }],
    answer: done,
  });
}

function subjectAmong(room: Room, messages: readonly RecordedMessage[]): Purged['takesSubject'] {
  const subjects = messages.filter(({ subject }) => subject);
  if (subjects.length === 0) return undefined;
  return subjects.some(({ number }) => number === room.subject?.number) ? 'current' : 'earlier';
}

function mayRemove(room: Room, { from }: ContentRequest, context: Context): boolean {
  return may('take away what was said', standingOf(room, from), context);
}
