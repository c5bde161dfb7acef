/**
 * What comes of a request: events to be written, details of sessions that are only remembered,
 * deliveries that wait for the commit, and the answer. Data only; `service/` carries it out.
 */
import type { Refusal } from '../wire/error.ts';
import type { Answer } from './answer.ts';
import type { Delivery } from './delivery.ts';
import type { RoomEvent } from './events.ts';
import type { RecordedMessage, Tombstone } from './retract.ts';

/** What a session last said of itself. Remembered, not written. */
export interface Detail {
  readonly session: string;
  readonly presence: string;
}

export interface Outcome {
  readonly events: readonly RoomEvent[];
  /** What is left of messages that the events take back. */
  readonly tombstones: readonly Tombstone[];
  /** Messages of which nothing is left. */
  readonly gone: readonly RecordedMessage[];
  /** Numbers of other events whose content is gone. */
  readonly emptied: readonly number[];
  readonly details: readonly Detail[];
  readonly deliveries: readonly Delivery[];
  readonly answer?: Answer | Refusal;
  /** There is a room, and whoever asked is not to know of it. */
  readonly hidden?: true;
}

const nothing: readonly never[] = [];

export function outcome(parts: Partial<Outcome>): Outcome {
  return {
    events: nothing,
    tombstones: nothing,
    gone: nothing,
    emptied: nothing,
    details: nothing,
    deliveries: nothing,
    ...parts,
  };
}
