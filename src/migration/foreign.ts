/** Rooms as another server has kept them, in our words. Who reads a server's files makes these; `import-room.ts` takes them. */
import type { Facts } from '../room/state.ts';
import type { Settings } from '../room/traits/index.ts';
import type { Element } from '../wire/xml.ts';
import type { Findings } from './findings.ts';

export interface ForeignSubject {
  readonly text: string;
  /** Empty where the room itself set it. */
  readonly nick: string;
  /** Milliseconds since 1970, where it is known. */
  readonly at?: number;
}

export interface ForeignEntry {
  /** A bare JID or a domain, prepared. */
  readonly jid: string;
  readonly facts: Facts;
}

export interface ForeignMessage {
  /** What clients know it by; unique in its room. */
  readonly archiveId: string;
  /** Milliseconds since 1970; never less than that of the one before. */
  readonly at: number;
  /** Empty where the room itself spoke. */
  readonly nick: string;
  /** The sender's real address, bare or full, where it is known. */
  readonly sender?: string;
  /** What tells one sender from another where the address is not known. */
  readonly senderHint?: string;
  /** The `<message/>`. */
  readonly stanza: Element;
}

export interface ForeignRoom {
  /** What stands before the @ of its address. */
  readonly local: string;
  /** Where it was. */
  readonly jid: string;
  readonly settings: Partial<Settings>;
  readonly entries: readonly ForeignEntry[];
  readonly subject?: ForeignSubject;
  /** What could not be taken over of settings and lists. */
  readonly findings: Findings;
  /** In order, from the first. What is found on the way is noted; each call goes through all of them. */
  messages(findings: Findings): AsyncIterable<ForeignMessage>;
}

/** A room that is there, and of which nothing can be taken. */
export type LostRoom = Pick<ForeignRoom, 'local' | 'jid'> & { readonly problem: string };

/** What one source holds. */
export interface ForeignRooms {
  /** What concerns no single room. */
  readonly findings: Findings;
  rooms(): AsyncIterable<ForeignRoom | LostRoom>;
  close(): void;
}
