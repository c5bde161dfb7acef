/**
 * Facts about a room that are written. An event is applied to the room (`apply.ts`) the moment it is
 * decided, and is durable before anybody hears of it. Payloads are versioned: a change of meaning gets
 * a new version here and an upgrade in `service/event-codec.ts`.
 */

import type { Answers } from './applications.ts';
import type { Card } from './card.ts';
import type { Hat } from './hats.ts';
import type { Stretch } from './removals.ts';
import type { CardOnRecord, Facts, NewSubject, Person, Role, Subject } from './state.ts';
import type { Settings } from './traits/index.ts';

interface Stamp {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Who did it; the sender of a message, the occupant who entered. */
  readonly by: Person;
}

export interface Created extends Stamp {
  readonly kind: 'created';
  readonly settings: Settings;
  readonly open: boolean;
  /** Key of the category it is made in; left out for the default one. */
  readonly category?: string;
  /** Made for others: whoever did it is on none of its lists. */
  readonly forOthers?: true;
}

export interface Configured extends Stamp {
  readonly kind: 'configured';
  /** Only what changed. */
  readonly settings: Partial<Settings>;
  /** What they were; absent in records of old, as it is in the kinds below. */
  readonly before?: Partial<Settings>;
  readonly open: boolean;
  /** An administrator of the service has it keep what is said for longer than its category. */
  readonly keepsLonger?: true;
}

export interface Affiliated extends Stamp {
  readonly kind: 'affiliated';
  readonly whom: Person;
  /** All facts that hold from now on; none of them: the person leaves the lists. */
  readonly facts: Facts;
  readonly before?: Facts;
}

/** It is in another category from now on; settings and lists stay. */
export interface Moved extends Stamp {
  readonly kind: 'moved';
  readonly from: string;
  readonly to: string;
}

/** Nobody enters, reads or writes until it is enabled. */
export interface Disabled extends Stamp {
  readonly kind: 'disabled';
}

export interface Enabled extends Stamp {
  readonly kind: 'enabled';
}

export interface Entered extends Stamp {
  readonly kind: 'entered';
  readonly nick: string;
  readonly resource: string;
  readonly role: Role;
}

export type LeaveCause =
  | 'left'
  | 'gone'
  | 'kicked'
  | 'banned'
  | 'affiliation'
  | 'members-only'
  | 'disabled'
  | 'destroyed';

/** One session left; the occupant too if it was its last. `by` is whose session it was. */
export interface Left extends Stamp {
  readonly kind: 'left';
  readonly nick: string;
  readonly resource: string;
  readonly cause: LeaveCause;
  /** Nobody else was told, in a large room; so nobody else need be told again. */
  readonly unnoticed?: true;
}

export interface Renamed extends Stamp {
  readonly kind: 'renamed';
  readonly from: string;
  readonly to: string;
  /** As in `Left`. */
  readonly unnoticed?: true;
}

export interface RoleChanged extends Stamp {
  readonly kind: 'role';
  readonly nick: string;
  readonly role: Role;
  /** It comes with what they are; nobody has given or taken it. */
  readonly usual?: true;
  /** Somebody has made them a moderator, whatever they are to the room. */
  readonly appointed?: true;
}

/** A visitor asked for voice, and moderators were told (XEP-0045 §7.13). */
export interface VoiceAsked extends Stamp {
  readonly kind: 'voice-asked';
}

/** The room became large, or small again. */
export interface Resized extends Stamp {
  readonly kind: 'resized';
  readonly large: boolean;
}

/**
 * A groupchat message, subjects included. `xml`: its children, namespace-complete, without our own. What the room itself
 * says of a moderation is such a message as well, `by` the moderator: so it has its place in the order, in the archive
 * and in what is sent again, and nothing that reads messages has to know of another kind.
 */
export interface Posted extends Stamp {
  readonly kind: 'posted';
  /** Empty where the room itself speaks. */
  readonly nick: string;
  readonly id: string;
  readonly originId?: string;
  /** The full JID, for archives of rooms that show real JIDs. */
  readonly resource: string;
  readonly xml: string;
  readonly subject?: NewSubject;
  /** The room's stanza-id (XEP-0359). */
  readonly stanzaId: string;
  /** Its place in the archive, from 1; absent when it is not for the archive (history off, `no-store`). */
  readonly ordinal?: number;
  /** Numbers of the messages that this one takes back: with it they became tombstones. */
  readonly retracts?: readonly number[];
  /** Among them is the room's subject, which is none from then on, or one it had earlier. */
  readonly takesSubject?: 'current' | 'earlier';
  /** In slow mode: its sender waits before the next one (XEP-0500). */
  readonly slowed?: true;
  /** Nothing is left of it: it is not in the archive any more, and is told to nobody. */
  readonly gone?: true;
}

/** Somebody asks to become a member (XEP-0045 §7.10). */
export interface Applied extends Stamp {
  readonly kind: 'applied';
  readonly nick: string;
  readonly answers: Answers;
}

/** Such a request was refused by a manager or, if `by` is whoever made it, withdrawn. */
export interface Dismissed extends Stamp {
  readonly kind: 'dismissed';
  readonly whom: Person;
}

export interface Destroyed extends Stamp {
  readonly kind: 'destroyed';
  /** Its address, which may be another room's soon. */
  readonly room: string;
  readonly reason?: string;
  readonly alternate?: string;
}

/** A hat was made, or the one with its URI changed (XEP-0317). */
export interface HatCreated extends Stamp {
  readonly kind: 'hat-created';
  readonly hat: Hat;
  /** The one it takes the place of. */
  readonly before?: Hat;
}

/** Nobody wears it any more. */
export interface HatDestroyed extends Stamp {
  readonly kind: 'hat-destroyed';
  readonly uri: string;
  readonly before?: Hat;
}

export interface HatAssigned extends Stamp {
  readonly kind: 'hat-assigned';
  readonly whom: Person;
  readonly uri: string;
}

export interface HatUnassigned extends Stamp {
  readonly kind: 'hat-unassigned';
  readonly whom: Person;
  readonly uri: string;
}

/** The room's card (XEP-0054) was changed, or taken away. A later one takes the place of this one's content. */
export interface Carded extends Stamp {
  readonly kind: 'carded';
  readonly card?: Card;
  /** Where the one before it lies, if there was one. */
  readonly before?: CardOnRecord;
}

/** Messages became tombstones, or are gone without a trace, by word of an administrator. */
export interface Purged extends Stamp {
  readonly kind: 'purged';
  /** Of those that are gone from the archive. */
  readonly ordinals: readonly number[];
  /** How many there were, and the job that took them away. */
  readonly messages: number;
  readonly job: string;
  /** As in `Posted`. */
  readonly takesSubject?: 'current' | 'earlier';
}

/** All that was said up to an event is gone. */
export interface Cleared extends Stamp {
  readonly kind: 'cleared';
  readonly through: number;
  /** The last one up to there. */
  readonly ordinal: number;
  readonly takesSubject: 'current' | 'earlier';
}

/**
 * Messages are gone because their time is over. For whoever follows the record: nothing is left of the events named in
 * `numbers`, whether they were in the archive or not.
 */
export interface Expired extends Stamp {
  readonly kind: 'expired';
  /** Up to this event all has gone that may go. */
  readonly through: number;
  /** It was further once: what was passed over there is not over any more, but will be. */
  readonly back?: true;
  readonly messages: number;
  readonly numbers: readonly Stretch[];
  /** Of those that were in the archive. */
  readonly ordinals: readonly Stretch[];
  /** Nothing that was said is left up to there. */
  readonly cleared?: true;
  /** The subject, whose own message is among them. */
  readonly subject?: Subject;
}

/** A message was taken back while it was on hold. Only the record has it any more. */
export interface SetAside extends Stamp {
  readonly kind: 'set-aside';
  readonly number: number;
  /** Key of who wrote it. */
  readonly sender: string;
  readonly saidAt: number;
  /** As it lay in the record. */
  readonly said: string;
}

/** The hold is over: what these events had set aside is gone. */
export interface HeldLetGo extends Stamp {
  readonly kind: 'let-go';
  readonly numbers: readonly number[];
}

/** An administrator had what was said taken away: what was asked for, and how much it was. */
export interface ContentRemoved extends Stamp {
  readonly kind: 'content-removed';
  readonly asked: Readonly<Record<string, string>>;
  readonly messages: number;
  readonly job: string;
}

export type RoomEvent =
  | Created
  | Configured
  | Affiliated
  | Moved
  | Disabled
  | Enabled
  | Entered
  | Left
  | Renamed
  | RoleChanged
  | VoiceAsked
  | Resized
  | Posted
  | HatCreated
  | HatDestroyed
  | HatAssigned
  | HatUnassigned
  | Applied
  | Dismissed
  | Carded
  | Purged
  | Cleared
  | ContentRemoved
  | Expired
  | SetAside
  | HeldLetGo
  | Destroyed;
