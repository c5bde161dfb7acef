/**
 * What comes of a request: events to be written, details of sessions that are only remembered,
 * deliveries that wait for the commit, and the answer. Data only; `service/` carries it out.
 */
import type { Refusal } from '../wire/error.ts';
import type { Action } from './access.ts';
import type { Answers, Application } from './applications.ts';
import type { AvatarDelivery, CardPlace } from './card.ts';
import type { RoomEvent } from './events.ts';
import type { Hat } from './hats.ts';
import type { AffiliationsDelivery, AffiliationsRefusedDelivery, Versions } from './list-versions.ts';
import type { ManagerLists } from './manager-lists.ts';
import type { MentionDelivery } from './mentions.ts';
import type { HistoryWish } from './request.ts';
import type { Tombstone } from './retract.ts';
import type { Affiliation, Occupant, Person, Role } from './state.ts';
import type { Settings } from './traits/index.ts';

/** The `<item/>` that tells of an occupant (XEP-0045 §7.2.2). */
export interface OccupantItem {
  readonly affiliation: Affiliation;
  readonly role: Role;
  readonly jid?: string;
  /** The new nickname, with status 303. */
  readonly nick?: string;
  /** Nickname of who did it. */
  readonly actor?: string;
  readonly reason?: string;
}

export interface PresenceDelivery {
  readonly kind: 'presence';
  readonly from: string;
  /** Whose presence it is. */
  readonly personKey: string;
  readonly unavailable: boolean;
  readonly id?: string;
  readonly presence: string;
  readonly item: OccupantItem;
  /** Left out where there is nothing to say of them; an empty list says that there are none. */
  readonly hats?: readonly Hat[] | undefined;
  readonly statuses: readonly number[];
  /** Where it tells of a change of the lists, or of the version they are in (XEP-0463). */
  readonly versions?: Versions;
  readonly destroy?: { readonly reason?: string; readonly alternate?: string; readonly password?: string };
  readonly to: readonly string[];
}

/** The presence of each of these occupants, as they are before the events of the outcome, told to one session. */
export interface RosterDelivery {
  readonly kind: 'roster';
  readonly occupants: readonly Occupant[];
  readonly seesRealJids: boolean;
  readonly to: string;
}

/** A message as the room reflects it, live. */
export interface ReflectionDelivery {
  readonly kind: 'reflection';
  readonly from: string;
  /** Who says it; absent where it is the room itself. */
  readonly personKey?: string;
  readonly id: string;
  readonly xml: string;
  /** The room's stanza-id (XEP-0359); absent on what only passes by. */
  readonly stanzaId?: string;
  readonly to: readonly string[];
}

export interface PrivateDelivery {
  readonly kind: 'private';
  readonly from: string;
  readonly personKey: string;
  readonly id: string;
  readonly type: 'chat' | 'normal';
  readonly xml: string;
  readonly to: readonly string[];
}

/** Discussion history (XEP-0045 §7.2.13), read from the store at its place in the session's queue. */
export interface ReplayDelivery {
  readonly kind: 'replay';
  readonly to: string;
  /** Up to and including this event. */
  readonly upTo: number;
  readonly history: HistoryWish;
}

/** The first copy of a message that was sent again, for its sender only. */
export interface EchoDelivery {
  readonly kind: 'echo';
  readonly number: number;
  readonly to: string;
}

export interface SubjectDelivery {
  readonly kind: 'subject';
  readonly from: string;
  /** Who set it; absent where nobody did, or it is not known any more. */
  readonly personKey?: string;
  readonly xml: string;
  /** Milliseconds since 1970; absent where the room never had a subject. */
  readonly at?: number;
  readonly to: readonly string[];
}

/** The room's own word about itself: changes of configuration (XEP-0045 §10.2.1). */
export interface NoticeDelivery {
  readonly kind: 'notice';
  readonly statuses: readonly number[];
  readonly to: readonly string[];
}

/** The room's own word about an affiliation, since nobody in the room could show it (XEP-0045 §10.3, §17.1). */
export interface AffiliationDelivery {
  readonly kind: 'affiliation';
  readonly item: OccupantItem;
  readonly statuses: readonly number[];
  /** For those in the room. */
  readonly versions?: Versions;
  readonly to: readonly string[];
}

/** A visitor's wish to speak, for the moderators (XEP-0045 §8.6). */
export interface VoiceRequestDelivery {
  readonly kind: 'voice-request';
  readonly nick: string;
  /** The session that asks. */
  readonly session: string;
  readonly to: readonly string[];
}

/** To somebody who is not in the room. */
export interface InvitationDelivery {
  readonly kind: 'invitation';
  readonly id?: string;
  /** The inviter's nickname where real JIDs are hidden, else the bare JID. */
  readonly from: string;
  readonly reason?: string;
  readonly continues?: { readonly thread?: string };
  readonly password?: string;
  readonly to: readonly string[];
}

export interface DeclineDelivery {
  readonly kind: 'decline';
  readonly id?: string;
  /** Bare JID of whoever declined; the inviter wrote it in the invitation. */
  readonly from: string;
  readonly reason?: string;
  readonly to: readonly string[];
}

/** Somebody's request to become a member, for those who decide on it (XEP-0045 §9.9). */
export interface ApplicationDelivery {
  readonly kind: 'application';
  readonly application: Application;
  readonly to: readonly string[];
}

/** A sentence of the room's for one person, where no extension has words for it. */
export interface WordDelivery {
  readonly kind: 'word';
  readonly text: string;
  readonly to: readonly string[];
}

export type Delivery =
  | PresenceDelivery
  | RosterDelivery
  | ReflectionDelivery
  | PrivateDelivery
  | ReplayDelivery
  | EchoDelivery
  | SubjectDelivery
  | NoticeDelivery
  | AffiliationDelivery
  | VoiceRequestDelivery
  | AvatarDelivery
  | InvitationDelivery
  | DeclineDelivery
  | ApplicationDelivery
  | WordDelivery
  | AffiliationsDelivery
  | AffiliationsRefusedDelivery
  | MentionDelivery;

export interface ListItem {
  readonly jid?: string;
  readonly nick?: string;
  readonly affiliation: Affiliation;
  readonly role?: Role;
  readonly reason?: string;
}

export interface RoomInfo {
  readonly name: string;
  readonly settings: Settings;
  readonly subject: string;
  readonly occupants: number;
  /** Presence is held back: whoever wants to know who is there has to ask. */
  readonly large: boolean;
  readonly createdAt: number;
  readonly hats: readonly Hat[];
  /** Characters a message may have as a whole, with so many sessions in the room. */
  readonly messageCharactersMax: number;
  /** Absent where it is not known, or not for everybody to know (XEP-0502). */
  readonly messagesPerHour?: number;
  /** SHA-1 of each picture of the card. */
  readonly avatars: readonly string[];
}

/** Where somebody stands with registering, and what a form would begin with. */
export interface RegistrationInfo {
  readonly kind: 'registration';
  /** Name of the room; may be empty. */
  readonly room: string;
  /** Reserved, asked for or in use by them; may be empty. */
  readonly nick: string;
  readonly answers: Answers;
  readonly state: 'none' | 'pending' | 'registered';
  readonly needsApproval: boolean;
}

export type Answer =
  | { readonly kind: 'done' }
  | { readonly kind: 'form'; readonly settings: Settings; readonly managers: ManagerLists<string> }
  | { readonly kind: 'list'; readonly items: readonly ListItem[] }
  | { readonly kind: 'info'; readonly info: RoomInfo }
  | { readonly kind: 'occupants'; readonly nicks: readonly string[] }
  | { readonly kind: 'rights'; readonly allowed: readonly Action[] }
  /** With who wears it, where that was asked for. */
  | { readonly kind: 'hats'; readonly hats: readonly (Hat & { readonly jid?: string })[] }
  | { readonly kind: 'nick'; readonly nick?: string }
  | CardPlace
  | Recipient
  | RegistrationInfo
  | { readonly kind: 'applications'; readonly applications: readonly Application[] }
  | Readable;

/** Who a query is for, as the room knows them, and who asks, as they may know of it. */
export interface Recipient {
  readonly kind: 'recipient';
  /** The session that is shown for the nickname. */
  readonly session: string;
  readonly bare: string;
  /** Occupant JID of the asker. */
  readonly asker: string;
}

/** The archive may be read: which stream, up to which event, how much is in it, and how much of who is who. */
export interface Readable {
  readonly kind: 'readable';
  readonly key: string;
  readonly number: number;
  readonly messages: number;
  readonly seesRealJids: boolean;
}

/** What a session last said of itself. Remembered, not written. */
export interface Detail {
  readonly session: string;
  readonly presence: string;
}

export interface Outcome {
  readonly events: readonly RoomEvent[];
  /** What is left of messages that the events take back. */
  readonly tombstones: readonly Tombstone[];
  readonly details: readonly Detail[];
  readonly deliveries: readonly Delivery[];
  readonly answer?: Answer | Refusal;
}

/** All that the core may know of the world. */
export interface Context {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** A new stanza-id for the event with this number: opaque, never used before. */
  stanzaId(number: number): string;
  /** Characters that one message may become, all copies together; the room's size decides how long it may be. */
  readonly copiesCharactersMax: number;
  /** Sessions above which a room is large if its owner has said nothing else; 0 for never. */
  readonly largeRoomsAbove: number;
  /** Whether somebody may make new rooms (XEP-0045 §10.1). */
  mayCreateRooms(person: Person): boolean;
  /** Facts that hold for a person outside the room: administrators of the service. */
  isServiceAdmin(person: Person): boolean;
  /** Nobody whom the service has blocked enters any room. */
  isBlocked(person: Person): boolean;
}

const nothing: readonly never[] = [];

export function outcome(parts: Partial<Outcome>): Outcome {
  return { events: nothing, tombstones: nothing, details: nothing, deliveries: nothing, ...parts };
}

export const done: Answer = { kind: 'done' };
