/** What presence asks of a room: to come, to be seen otherwise, to go. */
import type { From } from './party.ts';

/** How much discussion history a newcomer wants (XEP-0045 §7.2.14). Absent: the room's default. */
export interface HistoryWish {
  readonly charactersMax?: number;
  readonly messagesMax?: number;
  /** Milliseconds since 1970. */
  readonly since?: number;
}

export interface Enter extends From {
  readonly kind: 'enter';
  readonly nick: string;
  readonly password?: string;
  readonly history: HistoryWish;
  readonly presence: string;
  readonly id?: string;
  /** The lists are wanted, perhaps only what is new in them since a version (XEP-0463). */
  readonly versions?: { readonly since?: string };
}

/** Presence without the join marker: an update, a change of nickname, or somebody out of step. */
export interface Presence extends From {
  readonly kind: 'presence';
  readonly nick: string;
  readonly presence: string;
  readonly id?: string;
}

export interface Leave extends From {
  readonly kind: 'leave';
  readonly presence: string;
  readonly id?: string;
}

/** The server said that this session is gone: an error came back for something we sent. */
export interface Gone extends From {
  readonly kind: 'gone';
}

export type PresenceRequest = Enter | Presence | Leave | Gone;
