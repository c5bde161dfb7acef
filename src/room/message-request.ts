/** What messages ask of a room: to be said to all or to one, to bring somebody in, to let somebody speak. */
import type { From } from './party.ts';
import type { Retracting } from './retract.ts';
import type { NewSubject, Person } from './state.ts';

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

export type MessageRequest = Post | PrivateMessage | Invite | Decline | AskForVoice | AnswerVoice;
