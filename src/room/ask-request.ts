/** What may be asked without anything being changed: about the room, and about what somebody may do there. */
import type { Action } from './access.ts';
import type { RoomCategory } from './directory.ts';
import type { From } from './party.ts';
import type { Affiliation, Role } from './state.ts';

export interface Ping extends From {
  readonly kind: 'ping';
  readonly nick: string;
}

/** To whom does a query for this nickname go? Answered with `recipient` or a refusal. */
export interface AskRecipient extends From {
  readonly kind: 'ask-recipient';
  readonly nick: string;
}

/** Which nickname is reserved for this party? */
export interface AskNick extends From {
  readonly kind: 'ask-nick';
}

export interface AskList extends From {
  readonly kind: 'ask-list';
  readonly by: { readonly affiliation: Affiliation } | { readonly role: Role };
}

export interface AskInfo extends From {
  readonly kind: 'ask-info';
}

export interface AskOccupants extends From {
  readonly kind: 'ask-occupants';
}

/** May this party read the archive? Answered with `readable` or a refusal. */
export interface AskToRead extends From {
  readonly kind: 'ask-to-read';
}

/** May this party change lists, configure the room, invite or moderate? Asked before people are looked up for it. */
export interface AskStanding extends From {
  readonly kind: 'ask-standing';
  readonly to: 'administer' | 'configure' | 'invite' | 'moderate';
}

/** Which of these actions may this party do? Answered with `rights`, whoever asks. */
export interface AskRights extends From {
  readonly kind: 'ask-rights';
  readonly actions: readonly Action[];
}

/** The hats there are, or each with everybody who wears it. */
export interface AskHats extends From {
  readonly kind: 'ask-hats';
  readonly which: 'defined' | 'assigned';
}

/** Where is the card? Answered with `card`. */
export interface AskCard extends From {
  readonly kind: 'ask-card';
}

/** What would a review within this category remove? Answered with `reviewed`; for the service itself. */
export interface AskReview extends From {
  readonly kind: 'ask-review';
  readonly within: RoomCategory;
}

/** Everybody of whom the lists say something, with all of it. Answered with `lists`. */
export interface AskLists extends From {
  readonly kind: 'ask-lists';
}

/** What is this party in the room? Answered with `own`. */
export interface AskOwn extends From {
  readonly kind: 'ask-own';
}

/** Whoever may enter, and is not in the room, has themselves invited: so any client can be led there. */
export interface InviteOneself extends From {
  readonly kind: 'invite-oneself';
  /** One of their clients, or their bare JID for all of them. */
  readonly to: string;
  readonly reason: string;
}

export type AskRequest =
  | Ping
  | AskRecipient
  | AskNick
  | AskList
  | AskInfo
  | AskOccupants
  | AskToRead
  | AskStanding
  | AskRights
  | AskHats
  | AskCard
  | AskReview
  | AskLists
  | AskOwn
  | InviteOneself;
