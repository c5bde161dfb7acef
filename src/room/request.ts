/** What may be asked of a room, after the wire has been read. One kind per use case. */
import type { Action } from './access.ts';
import type { Card } from './card.ts';
import type { Hat } from './hats.ts';
import type { ManagerLists } from './manager-lists.ts';
import type { From, Party } from './party.ts';
import type { RegistrationRequest } from './registration-request.ts';
import type { Moderation, RecordedMessage, Retracting } from './retract.ts';
import type { Affiliation, NewSubject, Person, Role } from './state.ts';
import type { Settings } from './traits/index.ts';

export type { Party };

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

/** What of a message people read. */
export interface Said {
  /** Of the longest `<body/>`, as JavaScript counts them: an emoji is two or more. */
  readonly characters: number;
  /** It only repeats, for older clients, what another element says (XEP-0428). */
  readonly fallback?: true;
}

export interface Post extends From {
  readonly kind: 'post';
  readonly id: string;
  readonly originId?: string;
  readonly xml: string;
  /** Set when the message is a change of subject. */
  readonly subject?: NewSubject;
  /** What it takes back (XEP-0424), as its sender names it, and what that is once it was looked for. */
  readonly retracts?: Retracting;
  /** Absent where it has no text. */
  readonly said?: Said;
  /** Whether the sender (or the kind of message) wants it kept, may do without, or it only passes by. */
  readonly keep: 'archived' | 'unarchived' | 'passing';
  /** Addresses it refers to, and its text, where people may be told that it mentions them (XEP-0452). */
  readonly mentions?: readonly string[];
  readonly text?: string;
}

export interface PrivateMessage extends From {
  readonly kind: 'private-message';
  readonly nick: string;
  readonly id: string;
  readonly type: 'chat' | 'normal';
  readonly xml: string;
  /** As in `Post`. */
  readonly said?: Said;
}

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

export interface AskForm extends From {
  readonly kind: 'ask-form';
}

export interface Configure extends From {
  readonly kind: 'configure';
  readonly settings: Partial<Settings>;
  /** Who shall own and administer the room, if the form says so. */
  readonly managers?: ManagerLists<Person>;
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

export interface AskList extends From {
  readonly kind: 'ask-list';
  readonly by: { readonly affiliation: Affiliation } | { readonly role: Role };
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

/** A moderator takes back what somebody said (XEP-0425). */
export interface Moderate extends From {
  readonly kind: 'moderate';
  /** The message meant, first, and its corrections. */
  readonly messages: readonly RecordedMessage[];
  /** What everybody is told, as XML, and what the tombstones say of it. */
  readonly xml: string;
  readonly moderation: Moderation;
}

/** May this party change lists, configure the room, invite or moderate? Asked before people are looked up for it. */
export interface AskStanding extends From {
  readonly kind: 'ask-standing';
  readonly to: 'administer' | 'configure' | 'invite' | 'moderate';
}

export interface Invitee {
  readonly whom: Person;
  /** As the inviter wrote it, prepared: with a resource where one of the person's clients is meant (§7.9). */
  readonly address: string;
  readonly reason?: string;
  /** The invitation continues a chat of two, perhaps in a thread (§7.9). */
  readonly continues?: { readonly thread?: string };
}

export interface Invite extends From {
  readonly kind: 'invite';
  readonly id?: string;
  readonly invitations: readonly Invitee[];
}

export interface Decline extends From {
  readonly kind: 'decline';
  readonly id?: string;
  /** The inviter, by occupant JID or real address. */
  readonly to: string;
  readonly reason?: string;
}

/** Which of these actions may this party do? Answered with `rights`, whoever asks. */
export interface AskRights extends From {
  readonly kind: 'ask-rights';
  readonly actions: readonly Action[];
}

export type HatChange =
  | { readonly kind: 'create'; readonly hat: Hat }
  | { readonly kind: 'destroy'; readonly uri: string }
  | { readonly kind: 'assign' | 'unassign'; readonly whom: Person; readonly uri: string };

export interface ChangeHats extends From {
  readonly kind: 'change-hats';
  readonly change: HatChange;
}

/** The hats there are, or each with everybody who wears it. */
export interface AskHats extends From {
  readonly kind: 'ask-hats';
  readonly which: 'defined' | 'assigned';
}

/** A visitor wants to speak (XEP-0045 §7.13). */
export interface AskForVoice extends From {
  readonly kind: 'ask-for-voice';
}

/** What a moderator made of it (§8.6). */
export interface AnswerVoice extends From {
  readonly kind: 'answer-voice';
  readonly nick: string;
  /** The session that asked, as the form said. */
  readonly session: string;
  readonly allow: boolean;
}

/** Takes out whoever is blocked from the service by now. */
export interface TurnOut extends From {
  readonly kind: 'turn-out';
}

/** Absent: the room is to have none any more. */
export interface SetCard extends From {
  readonly kind: 'set-card';
  readonly card?: Card;
}

/** Where is the card? Answered with `card`. */
export interface AskCard extends From {
  readonly kind: 'ask-card';
}

export type RoomRequest =
  | Enter
  | Presence
  | Leave
  | Gone
  | Post
  | PrivateMessage
  | Ping
  | AskRecipient
  | AskNick
  | AskForm
  | Configure
  | CancelForm
  | Destroy
  | AskList
  | Administer
  | AskInfo
  | AskOccupants
  | AskToRead
  | AskStanding
  | Moderate
  | Invite
  | Decline
  | AskRights
  | ChangeHats
  | AskHats
  | AskForVoice
  | AnswerVoice
  | TurnOut
  | RegistrationRequest
  | SetCard
  | AskCard;
