/** What those ask who run a room or the service: its form and card, its lists, roles and hats, what is taken back, who goes. */
import type { Card } from './card.ts';
import type { Hat } from './hats.ts';
import type { ManagerLists } from './manager-lists.ts';
import type { From } from './party.ts';
import type { Moderation, RecordedMessage } from './retract.ts';
import type { Affiliation, Person, Role } from './state.ts';
import type { Settings } from './traits/index.ts';

export interface AskForm extends From {
  readonly kind: 'ask-form';
}

export interface Configure extends From {
  readonly kind: 'configure';
  readonly settings: Partial<Settings>;
  /** Who shall own and administer the room, if the form says so. */
  readonly managers?: ManagerLists<Person>;
  /** Key of the category into which a `move` is to follow: refused whole where the move would be. */
  readonly category?: string;
}

export interface CancelForm extends From {
  readonly kind: 'cancel-form';
}

export interface Destroy extends From {
  readonly kind: 'destroy';
  readonly reason?: string;
  readonly alternate?: string;
  readonly password?: string;
}

export type AdminItem =
  | {
      readonly kind: 'affiliation';
      readonly whom: Person;
      readonly affiliation: Affiliation;
      /** To be reserved; empty to free the one that was. */
      readonly nick?: string;
      readonly reason?: string;
    }
  /** Of whoever has this nickname in the room now; nothing is reserved. */
  | {
      readonly kind: 'affiliation-of-nick';
      readonly nick: string;
      readonly affiliation: Affiliation;
      readonly reason?: string;
    }
  | { readonly kind: 'role'; readonly nick: string; readonly role: Role; readonly reason?: string };

export interface Administer extends From {
  readonly kind: 'administer';
  readonly items: readonly AdminItem[];
}

/** A moderator takes back what somebody said (XEP-0425). */
export interface Moderate extends From {
  readonly kind: 'moderate';
  /** The message meant, first, and its corrections. */
  readonly messages: readonly RecordedMessage[];
  /** What everybody is told, as XML, and what the tombstones say of it. */
  readonly xml: string;
  readonly moderation: Moderation;
}

export type HatChange =
  | { readonly kind: 'create'; readonly hat: Hat }
  | { readonly kind: 'destroy'; readonly uri: string }
  | { readonly kind: 'assign' | 'unassign'; readonly whom: Person; readonly uri: string };

export interface ChangeHats extends From {
  readonly kind: 'change-hats';
  readonly change: HatChange;
}

/** Absent: the room is to have none any more. */
export interface SetCard extends From {
  readonly kind: 'set-card';
  readonly card?: Card;
}

/** Into another category; whom that has no place for leaves, and what it does not cover goes from the lists. */
export interface Move extends From {
  readonly kind: 'move';
  /** Key of the category. */
  readonly to: string;
}

/** Everybody leaves, and nobody enters, reads or writes until it is enabled. */
export interface Disable extends From {
  readonly kind: 'disable';
}

export interface Enable extends From {
  readonly kind: 'enable';
}

/**
 * The service's own, after something about its people has changed: takes out who is blocked, out of scope, or not let in
 * any more.
 */
export interface Review extends From {
  readonly kind: 'review';
  /** Also what the category does not cover goes from the lists, so many entries at a time. */
  readonly purge: boolean;
}

/** A fact that stands from now on, or not any more. */
export interface ListChange {
  readonly whom: Person;
  readonly set: {
    readonly manager?: 'owner' | 'admin' | false;
    readonly member?: boolean;
    readonly presenter?: boolean;
    readonly outcast?: boolean;
  };
  readonly reason?: string;
}

/** Facts one by one, where muc#admin has ranks only. All of them or none. */
export interface ChangeLists extends From {
  readonly kind: 'change-lists';
  readonly changes: readonly ListChange[];
}

/** A room complete with settings and lists, without entering it. */
export interface CreateRoom extends From {
  readonly kind: 'create-room';
  /** Key of its category. */
  readonly category: string;
  readonly settings: Partial<Settings>;
  readonly managers: readonly Person[];
  readonly members: readonly Person[];
}

/** Something that the service says to everybody who is in the room. */
export interface ServiceWord extends From {
  readonly kind: 'service-word';
  readonly id: string;
  /** What it says, as XML. */
  readonly xml: string;
}

export type AdministrationRequest =
  | AskForm
  | ServiceWord
  | Configure
  | CancelForm
  | Destroy
  | Administer
  | Moderate
  | ChangeHats
  | SetCard
  | Move
  | Disable
  | Enable
  | Review
  | ChangeLists
  | CreateRoom;
