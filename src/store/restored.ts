/** Which events of a wish to restore can be written at all. Every adapter refuses the others with these texts. */
import type { StoredEvent, StreamId } from './event.ts';

/** A call of `restoreEvents` is one commit to whoever reads the feed. */
const restoredMax = 1_000;

/** Why no store can write these events, or nothing. */
export function malformedRestore(wish: {
  readonly stream: StreamId;
  readonly events: readonly StoredEvent[];
}): string | undefined {
  if (wish.events.length > restoredMax) return `at most ${restoredMax} events are restored at a time`;
  let before = { number: 0, at: 0 };
  for (const event of wish.events) {
    if (event.stream !== wish.stream) return `an event of ${event.stream} is not one of ${wish.stream}`;
    if (!Number.isSafeInteger(event.number) || event.number <= before.number)
      return `the numbers of ${wish.stream} do not rise`;
    if (!Number.isSafeInteger(event.at) || event.at < before.at)
      return `the time of event ${event.number} of ${wish.stream} goes back`;
    if (!Number.isSafeInteger(event.version) || event.version < 0 || event.version >= 2 ** 32)
      return 'the version of an event is a whole number';
    if (event.audited && event.compactable) return 'an event that is audited is kept';
    if ((event.archiveId === undefined) !== (event.ordinal === undefined)) return 'archiveId and ordinal go together';
    before = event;
  }
  return undefined;
}

/** Why events cannot follow what a stream has: they would lie between what is there. */
export function restoredBetween(stream: StreamId, number: number, last: number): string {
  return `event ${number} of ${stream} cannot be restored: the stream goes to ${last} and does not have it`;
}

/** Why events cannot follow what a stream has: time would go back. */
export function restoredEarlier(stream: StreamId, number: number): string {
  return `event ${number} of ${stream} cannot be restored: it is earlier than what the stream has`;
}

export function noSuchStream(stream: StreamId): string {
  return `there is no stream ${stream}: its events are restored first`;
}

export function takenOtherwise(person: { readonly key: string; readonly jid: string }): string {
  return `${person.jid} or the key ${person.key} stands for somebody else here`;
}
