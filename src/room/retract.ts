/** Taking back what was said, by whoever said it (XEP-0424) or by a moderator (XEP-0425): what both have in common. */
import type { Refusal } from '../wire/error.ts';
import type { SubjectDelivery } from './delivery.ts';
import type { Posted, SetAside } from './events.ts';
import { maySetAside, setAside } from './on-hold.ts';
import { notYourMessage, roomsOwnWord } from './refusals.ts';
import { audience, type Person, type Room } from './state.ts';

/** A message as it lies in the record, as far as taking it back has to know it. */
export interface RecordedMessage {
  readonly number: number;
  /** Key of its sender. */
  readonly by: string;
  readonly nick: string;
  readonly id: string;
  readonly originId?: string;
  readonly resource: string;
  readonly stanzaId: string;
  readonly ordinal?: number;
  /** Its sender waits in slow mode: taken back, it has been said all the same. */
  readonly slowed?: true;
  /** It set the subject of the room. */
  readonly subject: boolean;
  /** It is a tombstone already. */
  readonly retracted: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** All of it, as it lies in the record; only where it is on hold. */
  readonly said?: string;
}

export interface Retracting {
  readonly id: string;
  /** The message meant, first, and its corrections; empty where there is none with this id. */
  readonly messages: readonly RecordedMessage[];
}

/** Who moderated, as everybody may know it, and why. */
export interface Moderation {
  readonly by: string;
  readonly occupantId: string;
  readonly reason?: string;
}

/** What becomes of a message that was taken back. */
export interface Tombstone {
  readonly message: RecordedMessage;
  /** The id of the message that took it back, and when that was. */
  readonly id: string;
  readonly at: number;
  readonly moderation?: Moderation;
}

/** One takes back one's own words. What is not there is nobody's: clients that know more may know it (`message.ts`). */
export function objectionToRetracting({ messages }: Retracting, person: Person): Refusal | undefined {
  const [meant] = messages;
  if (meant === undefined) return undefined;
  if (meant.nick === '') return roomsOwnWord();
  return meant.by === person.key ? undefined : notYourMessage();
}

interface Why extends Pick<Tombstone, 'id' | 'at' | 'moderation'> {
  readonly by: Person;
}

interface Retraction {
  /** For the event that takes them back. */
  readonly told: Pick<Posted, 'retracts' | 'takesSubject'>;
  readonly tombstones: readonly Tombstone[];
  /** Behind that event: what nobody reads any more, and has to stay. */
  readonly setAside: readonly SetAside[];
  readonly deliveries: readonly SubjectDelivery[];
}

/** What comes of taking these messages back; those that are tombstones already stay as they are. */
export function retraction(room: Room, messages: readonly RecordedMessage[], { by, ...why }: Why): Retraction {
  const fresh = messages.filter((message) => !message.retracted && maySetAside(room, message));
  if (fresh.length === 0) return { told: {}, tombstones: [], setAside: [], deliveries: [] };
  const numbers = fresh.map(({ number }) => number);
  const current = room.subject?.number !== undefined && numbers.includes(room.subject.number);
  const takesSubject = current ? 'current' : 'earlier';
  return {
    told: { retracts: numbers, ...(fresh.some(({ subject }) => subject) && { takesSubject }) },
    tombstones: fresh.map((message) => ({ message, ...why })),
    setAside: setAside(room, fresh, { at: why.at, by }),
    deliveries: current ? [noSubject(room)] : [],
  };
}

/** A subject that was taken back would else be shown for good, and to everybody who comes. */
export function noSubject(room: Room): SubjectDelivery {
  return { kind: 'subject', from: room.jid, xml: '<subject/>', to: audience(room) };
}
