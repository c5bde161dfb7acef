/** Reading what was done by whom, over all streams: events that were written as `audited`. */
import type { PersonKey, StoredEvent, StreamId } from './event.ts';

/** Opaque, and good for ever; it survives JSON and is fit to be shown and typed. */
export type AuditPlace = string;

/** Each condition narrows it. */
export interface AuditQuery {
  /** Only what is older than this place. */
  readonly before?: AuditPlace;
  readonly limit: number;
  readonly stream?: StreamId;
  /** Who did it. */
  readonly person?: PersonKey;
  /** Milliseconds since 1970: not before `since`, and before `until`. */
  readonly since?: number;
  readonly until?: number;
}

export interface AuditPage {
  /** Newest first: by their time, and of the same time by when they were written. */
  readonly events: readonly StoredEvent[];
  /** Where to go on; absent where nothing more is to be found. */
  readonly place?: AuditPlace;
}

/** An event's time, and how many audited events had been written with it. */
export interface AuditMark {
  readonly at: number;
  readonly nth: number;
}

export function auditPlace({ at, nth }: AuditMark): AuditPlace {
  return `${at}-${nth}`;
}

/** Every adapter rejects a `before` that cannot be read with this text. */
export const noAuditPlace = 'this is not a place in the audit: go on with one that a page ended with';

/** Undefined where the text is no place. */
export function readAuditPlace(place: AuditPlace): AuditMark | undefined {
  const [, at, nth] = /^(\d{1,15})-(\d{1,15})$/.exec(place) ?? [];
  return at === undefined ? undefined : { at: Number(at), nth: Number(nth) };
}
