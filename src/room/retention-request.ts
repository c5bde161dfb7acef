/** What the service itself asks of a room for the sake of how long things are kept. */
import type { From } from './party.ts';
import type { RecordedMessage } from './retract.ts';

/** The messages behind one event, up to another, are all older than the room keeps them. Answered with `removed`. */
export interface Expire extends From {
  readonly kind: 'expire';
  readonly after: number;
  readonly through: number;
  /** All there are between, but those that are gone. */
  readonly messages: readonly RecordedMessage[];
  /** The last of a going through from the beginning: what lies behind it has not been seen to, whatever was once. */
  readonly last?: true;
}

/** What was set aside when it was taken back is not on hold any more. */
export interface LetGo extends From {
  readonly kind: 'let-go';
  /** The events that set it aside, and what each of them holds. */
  readonly setAside: readonly { readonly number: number; readonly by: string; readonly at: number }[];
}

export type RetentionRequest = Expire | LetGo;
