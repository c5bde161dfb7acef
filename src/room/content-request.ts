/** What administrators of the service ask of what was said in a room: that it goes, for all and for good. */
import type { From } from './party.ts';
import type { Moderation, RecordedMessage } from './retract.ts';

/** May this party take away what was said? Answered with `content`. */
export interface AskContent extends From {
  readonly kind: 'ask-content';
  /** All up to then, in milliseconds since 1970. */
  readonly until?: number;
}

/** Everything up to an event goes at once; what is stored of it is cut afterwards, with `remove-messages`. */
export interface Clear extends From {
  readonly kind: 'clear';
  /** The last event meant, and the last ordinal up to there. */
  readonly through: number;
  readonly ordinal: number;
  /** When that was said, at the latest: milliseconds since 1970. */
  readonly until: number;
}

export interface RemoveMessages extends From {
  readonly kind: 'remove-messages';
  readonly messages: readonly RecordedMessage[];
  /** The job that has it done. */
  readonly job: string;
  /** What tombstones say; left out, nothing stays. */
  readonly moderation?: Moderation;
}

/** All of it is done: what was asked for, in words, and how many messages went. */
export interface NoteRemoval extends From {
  readonly kind: 'note-removal';
  readonly asked: Readonly<Record<string, string>>;
  readonly messages: number;
  /** The job that has done it. */
  readonly job: string;
}

export type ContentRequest = AskContent | Clear | RemoveMessages | NoteRemoval;
