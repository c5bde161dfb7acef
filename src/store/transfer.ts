/** What moves a service, or some of its rooms, from one store to another: everything as it is, keys and numbers included. */
import type { PersonKey, StoredEvent, StreamId } from './event.ts';
import type { Membership } from './port.ts';

export interface KnownPerson {
  readonly key: PersonKey;
  readonly jid: string;
}

export interface StoredMembership extends Membership {
  readonly person: PersonKey;
}

/** Moving a service, or rooms, between stores. `store.transfer`. */
export interface Transfer {
  /** Streams that have events or a snapshot, by name (code points). */
  streams(query: { readonly after?: StreamId; readonly limit: number }): Promise<readonly StreamId[]>;
  /** By key (code points). */
  people(query: { readonly after?: PersonKey; readonly limit: number }): Promise<readonly KnownPerson[]>;
  /** All of them, in an order of the store's own; `place` is where to go on, absent at the end. */
  memberships(query: {
    readonly place?: string;
    readonly limit: number;
  }): Promise<{ readonly memberships: readonly StoredMembership[]; readonly place?: string }>;
  /** Keys as they are. Who is there already with this key is left alone; a key or JID that is taken otherwise rejects, and nothing is written. */
  restorePeople(people: readonly KnownPerson[]): Promise<void>;
  /**
   * Appends events of one stream as another store had them: numbers (gaps are those of compaction), times, archive ids, what was
   * replaced. Events that are there already with these numbers are left alone, so that it may be repeated; otherwise the first must
   * be beyond the last of the stream. They come in the feed as new ones, and audited ones in the audit.
   */
  restoreEvents(wish: { readonly stream: StreamId; readonly events: readonly StoredEvent[] }): Promise<void>;
  /** Of streams that are there; who belongs to one already stays as they are. */
  restoreMemberships(memberships: readonly StoredMembership[]): Promise<void>;
  /** Of streams that are there; sessions that are in one already stay in it. */
  restoreSessions(
    sessions: readonly { readonly session: string; readonly streams: readonly StreamId[] }[],
  ): Promise<void>;
}
