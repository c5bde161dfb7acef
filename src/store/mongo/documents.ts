/** What the documents of the directories look like, and where they are. Texts that order a list are written by `inOrder`. */
import type { Collection, Db } from 'mongodb';
import type { PersonKey, RoomKey, StreamId } from '../event.ts';
import type { RoomRetention } from '../port.ts';

export interface RoomDocument {
  /** The address, as `inOrder` writes it. */
  readonly _id: string;
  readonly key: RoomKey;
  /** Number of the event in the room's stream that its listing comes from; 0 where that came by itself. */
  readonly describedAt: number;
  /** Whether anybody has described it; until then what follows says nothing. */
  readonly described: boolean;
  readonly name: string;
  readonly description: string;
  readonly listed: boolean;
  readonly category: string;
  readonly disabled: boolean;
  /** Listed, and not disabled. */
  readonly shown: boolean;
  readonly auditorium: boolean;
  readonly membersOnly: boolean;
  readonly addin: string;
  readonly occupants: number;
  readonly language: string;
  readonly open: boolean;
  readonly realJids: boolean;
  readonly retention: RoomRetention;
  /** To be searched: without case and accents; the language in lower case with a hyphen behind it. */
  readonly folded: { readonly name: string; readonly description: string; readonly address: string };
  readonly languageTag: string;
}

export interface PersonDocument {
  readonly _id: PersonKey;
  readonly jid: string;
}

export interface SessionDocument {
  /** Session and stream. */
  readonly _id: string;
  readonly session: string;
  readonly stream: StreamId;
  /** Number of the event that it comes from. */
  readonly number: number;
}

export interface MembershipDocument {
  /** Person, and where the stream began: that is the order in which they are listed. */
  readonly _id: string;
  readonly person: PersonKey;
  readonly stream: StreamId;
  readonly seen: number;
  /** Of those who belong no more a document stays, so that a commit of before that comes late does not bring them back. */
  readonly belongs: boolean;
  /** Number of the event that `belongs` comes from. */
  readonly number: number;
}

export interface AuditDocument {
  /** Counts up. */
  readonly _id: number;
  readonly stream: StreamId;
  readonly number: number;
  readonly at: number;
  readonly person?: PersonKey;
  /** `_id` of the document with the event. */
  readonly document: string;
}

export function roomsIn(database: Db): Collection<RoomDocument> {
  return database.collection('rooms');
}

export function peopleIn(database: Db): Collection<PersonDocument> {
  return database.collection('people');
}

export function sessionsIn(database: Db): Collection<SessionDocument> {
  return database.collection('sessions');
}

export function membershipsIn(database: Db): Collection<MembershipDocument> {
  return database.collection('memberships');
}

export function auditIn(database: Db): Collection<AuditDocument> {
  return database.collection('audit');
}
