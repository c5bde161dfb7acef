/**
 * What leaves a room, and for whom: it waits for the commit of what it tells. Data only; `service/render.ts` makes
 * stanzas of it.
 */
import type { Application } from './applications.ts';
import type { AvatarDelivery } from './card.ts';
import type { Hat } from './hats.ts';
import type { AffiliationsDelivery, AffiliationsRefusedDelivery, Versions } from './list-versions.ts';
import type { MentionDelivery } from './mentions.ts';
import type { HistoryWish } from './presence-request.ts';
import type { Affiliation, Occupant, Role } from './state.ts';

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
  /** Whose presence it is; absent for somebody who is not in the room. */
  readonly personKey?: string;
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
  /** Nothing up to this event, ... */
  readonly after: number;
  /** ... and all up to and including this one. */
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
