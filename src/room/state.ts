/**
 * A room as plain data. What each field is: *stored* (in snapshots), *rebuilt* (from events or
 * other fields when the room is loaded) or *per session* (asked for again, never stored).
 * Only `apply.ts` changes what is stored; only `details` changes what is per session.
 */
import { AccessList } from './access-list.ts';
import { AffiliationChanges } from './affiliation-changes.ts';
import { type Applications, noApplications } from './applications.ts';
import type { Directory } from './directory.ts';
import { Hats } from './hats.ts';
import { MessageRate } from './message-rate.ts';
import { nickKey } from './nick-key.ts';
import { RecentPosts } from './recent-posts.ts';
import { noRemovals, type Removals } from './removals.ts';
import type { Settings } from './traits/index.ts';
import { isProminent } from './traits/large-rooms.ts';
import type { VoiceNotes } from './voice-notes.ts';

export { nickKey };

/** A bare JID (or a domain, in a ban) and the key under which it stands in events. */
export interface Person {
  readonly key: string;
  readonly jid: string;
}

export type Affiliation = 'owner' | 'admin' | 'member' | 'none' | 'outcast';
export type Role = 'moderator' | 'participant' | 'visitor' | 'none';

/** Facts, not ranks: each stands apart; affiliation and role are computed (`access.ts`). */
export interface Facts {
  readonly manager?: 'owner' | 'admin';
  readonly member?: true;
  readonly presenter?: true;
  readonly outcast?: true;
  /** The reserved nickname (XEP-0045 §7.10). */
  readonly nick?: string;
  /** Why, for a ban. */
  readonly reason?: string;
}

export interface Occupant {
  /** stored */
  nick: string;
  /** stored */
  readonly person: Person;
  /** stored */
  role: Role;
  /** stored: whether others may have been told of it; in a large room not all are (`traits/large-rooms.ts`) */
  announced: boolean;
  /** stored: somebody has made it a moderator for this stay, so that it stays one whatever becomes of groups */
  appointed?: true;
  /**
   * stored (the JIDs); the last one to say something new about itself is the one shown. Another array whenever it
   * changes: one that grows in place has room for 17, and a hundred thousand occupants have a single session.
   */
  sessions: readonly Session[];
}

export interface Session {
  /** stored: the full JID as the server sent it */
  readonly jid: string;
  readonly occupant: Occupant;
  /** per session: what its last presence carried (show, status, capabilities, ...), as XML */
  presence: string;
}

/** What a message made the subject: its `<subject/>` elements as XML, and the text of the one for all languages. */
export interface NewSubject {
  readonly xml: string;
  readonly text: string;
}

export interface Subject extends NewSubject {
  readonly nick: string;
  /** Key of who set it; not known of one that was set before this was kept. */
  readonly by?: string;
  /** The event that set it; not known as above. */
  readonly number?: number;
  readonly at: number;
}

/** The room's card (XEP-0054) is large and seldom wanted: here is only where it is, and what it shows. */
export interface CardOnRecord {
  /** Number of the event that holds it. */
  readonly number: number;
  /** SHA-1 of each of its pictures, in hexadecimal (XEP-0153 §3.1). */
  readonly hashes: readonly string[];
}

export interface Room {
  /** stored: immutable and random; another one after the room was destroyed and made again */
  readonly key: string;
  /** stored */
  readonly jid: string;
  /** stored; false until the first configuration (XEP-0045 §10.1.3) */
  open: boolean;
  /** stored: nobody may enter any more; the address is free again */
  destroyed: boolean;
  /** stored: nobody enters, reads or writes until an administrator of the service enables it again */
  disabled: boolean;
  /** stored: key of the category it is in */
  category: string;
  /** per process: given when the room is loaded */
  readonly directory: Directory;
  /** stored: whether presence is held back (`traits/large-rooms.ts`) */
  large: boolean;
  /** stored: milliseconds since 1970 */
  createdAt: number;
  /** stored */
  settings: Settings;
  /** stored */
  readonly entries: AccessList;
  /** stored: by the folded nickname (`nickKey`) */
  readonly occupants: Map<string, Occupant>;
  /** rebuilt: by full JID */
  readonly sessions: Map<string, Session>;
  /** stored */
  subject: Subject | undefined;
  /** stored: number and time of the last event; the next one is never earlier */
  number: number;
  at: number;
  /** stored: how many messages have been archived */
  ordinal: number;
  /** stored: which of them are gone without a trace */
  removals: Removals;
  /** stored: number of the last event before which nothing that was said is left */
  clearedThrough: number;
  /** stored: and of the one up to which all has gone whose time was over, but for what was on hold */
  expiredThrough: number;
  /** stored: how long it keeps what is said is its own, also where that is longer than its category has it */
  keepsLonger: boolean;
  /** stored */
  hats: Hats;
  /** stored: of the lists */
  changes: AffiliationChanges;
  /** stored */
  rate: MessageRate;
  /** stored: undefined where the room has none */
  card: CardOnRecord | undefined;
  /** stored: recent messages by sender and origin-id */
  recent: RecentPosts;
  /** stored; undefined where there are none */
  voiceNotes: VoiceNotes | undefined;
  /**
   * stored: when those who wait in slow mode last said something, by person key, in the order of time; undefined while
   * nobody waits
   */
  lastPostAt: Map<string, number> | undefined;
  /** stored: who waits to become a member */
  applications: Applications;
  /** rebuilt: JIDs of all sessions, for whoever sends to everybody; undefined when out of date */
  audience: readonly string[] | undefined;
  /** rebuilt: those with role moderator; undefined when out of date */
  moderators: readonly Occupant[] | undefined;
  /** rebuilt: those who are shown in a large room, too; undefined when out of date */
  prominent: readonly Occupant[] | undefined;
}

/** The category of rooms older than categories, and of those made where nobody has made another one. */
export const defaultCategory = 'default';

export interface RoomIdentity {
  readonly key: string;
  readonly jid: string;
  readonly directory: Directory;
}

export function emptyRoom(identity: RoomIdentity, settings: Settings): Room {
  return {
    ...identity,
    open: false,
    destroyed: false,
    disabled: false,
    category: defaultCategory,
    large: false,
    createdAt: 0,
    settings,
    entries: new AccessList(),
    occupants: new Map(),
    sessions: new Map(),
    subject: undefined,
    number: 0,
    at: 0,
    ordinal: 0,
    removals: noRemovals,
    clearedThrough: 0,
    expiredThrough: 0,
    keepsLonger: false,
    hats: new Hats(),
    changes: new AffiliationChanges(),
    rate: new MessageRate(),
    card: undefined,
    recent: new RecentPosts(),
    voiceNotes: undefined,
    lastPostAt: undefined,
    applications: noApplications,
    audience: undefined,
    moderators: undefined,
    prominent: undefined,
  };
}

export function occupantJid(room: Pick<Room, 'jid'>, nick: string): string {
  return `${room.jid}/${nick}`;
}

/** The time of an event decided now: time never goes back within a room. */
export function timeOf(room: Room, { now }: { readonly now: number }): number {
  return Math.max(now, room.at);
}

/** The resource of a session: what stands behind the person's bare JID and the slash. */
export function resourceOf(session: string, person: Person): string {
  return session.slice(person.jid.length + 1);
}

export function occupantByNick(room: Room, nick: string): Occupant | undefined {
  return room.occupants.get(nickKey(nick));
}

/** The session whose presence others see for the occupant: the one that spoke of itself last. */
export function shownSession(occupant: Occupant): Session {
  const session = occupant.sessions.at(-1);
  if (session === undefined) throw new Error(`occupant ${occupant.nick} without a session`);
  return session;
}

export function moderators(room: Room): readonly Occupant[] {
  room.moderators ??= [...room.occupants.values()].filter(({ role }) => role === 'moderator');
  return room.moderators;
}

/** Whom a large room shows: moderators and, in an auditorium, presenters. */
export function prominent(room: Room): readonly Occupant[] {
  room.prominent ??= [...room.occupants.values()].filter(({ role }) => isProminent(room, role));
  return room.prominent;
}

export function audience(room: Room): readonly string[] {
  room.audience ??= [...room.sessions.keys()];
  return room.audience;
}
