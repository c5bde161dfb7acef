/** What whoever asked is answered, where it is no refusal. Data only; the queries in `service/` make XML of it. */
import type { Action } from './access.ts';
import type { Entry } from './access-list.ts';
import type { Answers, Application } from './applications.ts';
import type { CardPlace } from './card.ts';
import type { Addin, RoomCategory } from './directory.ts';
import type { Hat } from './hats.ts';
import type { ManagerLists } from './manager-lists.ts';
import type { Removals } from './removals.ts';
import type { Affiliation, Facts, Role } from './state.ts';
import type { Settings } from './traits/index.ts';

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
  /** Shown beside the room; absent where it has none, or the one it had is not registered any more. */
  readonly addin?: Addin;
  readonly category: Pick<RoomCategory, 'key' | 'name'>;
  /** Nobody enters it until an administrator enables it again. */
  readonly disabled: boolean;
  /** Days for which it keeps what is said. */
  readonly keptDays: number;
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
  | {
      readonly kind: 'form';
      readonly settings: Settings;
      readonly managers: ManagerLists<string>;
      /** Key of the category the room is in. */
      readonly category: string;
    }
  | { readonly kind: 'list'; readonly items: readonly ListItem[] }
  | { readonly kind: 'info'; readonly info: RoomInfo }
  | { readonly kind: 'occupants'; readonly nicks: readonly string[] }
  | { readonly kind: 'rights'; readonly allowed: readonly Action[] }
  /** With who wears it, where that was asked for. */
  | { readonly kind: 'hats'; readonly hats: readonly (Hat & { readonly jid?: string })[] }
  | { readonly kind: 'nick'; readonly nick?: string }
  | { readonly kind: 'lists'; readonly entries: readonly Entry[] }
  | Reviewed
  | Own
  | CardPlace
  | Recipient
  | RegistrationInfo
  | { readonly kind: 'applications'; readonly applications: readonly Application[] }
  | Readable
  | Content
  /** How many of them there were to take away. */
  | { readonly kind: 'removed'; readonly messages: number };

/** What somebody is in a room, by whatever makes them so. */
export interface Own {
  readonly kind: 'own';
  readonly facts: Facts;
  /** With any of their clients. */
  readonly inside: boolean;
  readonly mayEnter: boolean;
}

/** What a review has removed, or would remove. */
export interface Reviewed {
  readonly kind: 'reviewed';
  /** From the lists. */
  readonly entries: number;
  /** People taken out of the room. */
  readonly occupants: number;
  /** Not everything fitted into one review: another one goes on. */
  readonly more: boolean;
}

/** Who a query is for, as the room knows them, and who asks, as they may know of it. */
export interface Recipient {
  readonly kind: 'recipient';
  /** The session that is shown for the nickname. */
  readonly session: string;
  readonly bare: string;
  /** Occupant JID of the asker. */
  readonly asker: string;
}

/** What was said may be taken away: which stream it is, up to which event, and what of it is gone already. */
export interface Content {
  readonly kind: 'content';
  readonly key: string;
  readonly number: number;
  readonly clearedThrough: number;
  readonly removals: Removals;
}

/** The archive may be read: which stream, up to which event, how much is in it, and how much of who is who. */
export interface Readable {
  readonly kind: 'readable';
  readonly key: string;
  readonly number: number;
  /** Absent where it is not known any more. */
  readonly messages?: number;
  readonly seesRealJids: boolean;
  /** Nothing up to this event counts any more. */
  readonly clearedThrough: number;
  readonly removals: Removals;
}

export const done: Answer = { kind: 'done' };
