/**
 * The points at which a trait may object. Guards are pure: they see the room, who asks and what for,
 * and say why not, or nothing. Their order is the order of the array in `traits/index.ts`.
 */
import type { Refusal } from '../wire/error.ts';
import type { Said } from './message-request.ts';
import type { Occupant, Person, Role, Room } from './state.ts';

export interface EnterQuestion {
  readonly room: Room;
  readonly person: Person;
  readonly password: string | undefined;
  /** Whether other sessions of this person are in the room already. */
  readonly present: boolean;
}

export interface SpeakQuestion {
  readonly room: Room;
  readonly occupant: Occupant;
  /** Absent where the message has no text. */
  readonly said?: Said | undefined;
  readonly now: number;
}

export interface WhisperQuestion {
  readonly room: Room;
  readonly sender: Occupant;
  readonly receiver: Occupant;
  readonly said?: Said | undefined;
}

export interface NickQuestion {
  readonly room: Room;
  readonly person: Person;
  /** As it was wished for. */
  readonly nick: string;
}

export interface RoleQuestion {
  readonly room: Room;
  readonly person: Person;
}

export interface Guards {
  readonly enter?: (question: EnterQuestion) => Refusal | undefined;
  readonly post?: (question: SpeakQuestion) => Refusal | undefined;
  readonly subject?: (question: SpeakQuestion) => Refusal | undefined;
  readonly privateMessage?: (question: WhisperQuestion) => Refusal | undefined;
  /** A change to this nickname. */
  readonly rename?: (question: NickQuestion) => Refusal | undefined;
  /** The nickname somebody enters with, where it is another one. */
  readonly nickOnEntry?: (question: NickQuestion) => string | undefined;
  /** Queries to the clients of others. */
  readonly query?: (question: { readonly room: Room }) => Refusal | undefined;
  /** A lesser role for somebody who is no moderator by affiliation. */
  readonly roleOnEntry?: (question: RoleQuestion) => Role | undefined;
  /** Refuses a set of settings that do not go together. */
  readonly settings?: (settings: Room['settings'], before: Room['settings']) => Refusal | undefined;
  /** What a form says that does not say it: settings that follow from those it changes. */
  readonly implied?: (form: Partial<Room['settings']>, before: Room['settings']) => Partial<Room['settings']>;
}
