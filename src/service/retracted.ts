/** Finds in a room's record what a retraction means: the message, and with it all its corrections. */
import type { Post } from '../room/message-request.ts';
import { isHeld } from '../room/on-hold.ts';
import type { RecordedMessage } from '../room/retract.ts';
import type { Room } from '../room/state.ts';
import { archiveIdHint } from '../store/archive-id.ts';
import type { StoredEvent } from '../store/event.ts';
import type { EventQuery, Store } from '../store/port.ts';
import { parseElements } from '../wire/parser.ts';
import { correctedId } from '../wire/xep/xep0308.ts';
import { readPosted } from './event-codec.ts';
import { roomStream } from './room-loader.ts';

/** Events looked through for a message by an id of its sender's; clients of today name the room's (XEP-0424 §5.1). */
const namedWithin = 1_000;
/** Events before and behind a message that are looked through for its corrections, and how many of these are taken back. */
export const correctedWithin = 10_000;
export const correctionsMax = 1_000;
/** Of all versions of a message on hold; those beyond are taken back when somebody does it again. */
const setAsideCharactersMax = 4_000_000;
const batch = 500;

export interface Found extends RecordedMessage {
  /** The sender's id of the first version, where this one corrects it. */
  readonly corrects: string | undefined;
}

/** A retraction with the messages that it means; of somebody who is not in the room, as it came. */
export async function withRetracted(request: Post, room: Room, store: Store): Promise<Post> {
  const { from, retracts } = request;
  if (retracts === undefined || !room.sessions.has(from.session)) return request;
  const named = { id: retracts.id, by: from.person.key };
  return { ...request, retracts: { id: retracts.id, messages: await findNamed(store, room, named) } };
}

/** By the id that the room gave to it: the message first, then its corrections; empty where there is none. */
export async function findByStanzaId(store: Store, room: Room, id: string): Promise<readonly RecordedMessage[]> {
  const meant = await withStanzaId(store, room, id);
  return meant === undefined ? [] : withHeld(store, room, await withCorrections(store, room, meant));
}

/** The same by the room's id or, as clients did that knew none, by one that the person's own client gave. */
export async function findNamed(
  store: Store,
  room: Room,
  { id, by }: { readonly id: string; readonly by: string },
): Promise<readonly RecordedMessage[]> {
  const meant = (await withStanzaId(store, room, id)) ?? (await withOwnId(store, room, { id, by }));
  return meant === undefined ? [] : withHeld(store, room, await withCorrections(store, room, meant));
}

/** With what was said, of those that are on hold: it is set aside when they are taken back. */
async function withHeld(
  store: Store,
  room: Room,
  messages: readonly RecordedMessage[],
): Promise<readonly RecordedMessage[]> {
  const told: RecordedMessage[] = [];
  let characters = 0;
  for (const message of messages) {
    const wanted = !message.retracted && characters < setAsideCharactersMax && isHeld(room, message);
    const range = { after: message.number - 1, before: message.number + 1, order: 'ascending', limit: 1 } as const;
    const [event] = wanted ? await store.read({ stream: roomStream(room.key), ...range }) : [];
    characters += event?.payload.length ?? 0;
    told.push(event === undefined ? message : { ...message, said: event.payload });
  }
  return told;
}

async function withStanzaId(store: Store, room: Room, id: string): Promise<Found | undefined> {
  const stream = roomStream(room.key);
  const archived = await store.findArchived({ stream, archiveId: id });
  if (archived !== undefined) return archived.number > room.clearedThrough ? found(archived) : undefined;
  // What is not in the archive has its id as well, and most ids say where to look.
  const number = archiveIdHint(id);
  const hinted = number === undefined || number > room.number ? undefined : await withNumber(store, room, number);
  return hinted?.stanzaId === id ? hinted : undefined;
}

async function withOwnId(
  store: Store,
  room: Room,
  { id, by }: { readonly id: string; readonly by: string },
): Promise<Found | undefined> {
  if (id === '') return undefined;
  const number = room.recent.numberOf(by, id);
  const recent = number === undefined ? undefined : await withNumber(store, room, number);
  if (recent?.by === by && recent.originId === id) return recent;
  const named: Found[] = [];
  const last = { after: room.number - namedWithin, before: room.number + 1 };
  for await (const message of messages(store, room, { ...last, order: 'descending' })) {
    if (message.id !== id && message.originId !== id) continue;
    if (message.by === by) return message;
    named.push(message);
  }
  // Somebody else's: to be refused, not to be passed on to clients that might believe it.
  return named[0];
}

/**
 * All versions of a message: who takes back what they see as one takes back each. That also holds where the one named is
 * a correction, since clients differ in which of them they name.
 */
async function withCorrections(store: Store, room: Room, meant: Found): Promise<readonly RecordedMessage[]> {
  const first = meant.corrects ?? meant.id;
  if (first === '') return [meant];
  const others: Found[] = [];
  let original: Found | undefined;
  const after = meant.corrects === undefined ? meant.number : meant.number - correctedWithin - 1;
  const range = { after, before: meant.number + correctedWithin + 1, person: meant.by, order: 'ascending' } as const;
  for await (const message of messages(store, room, range)) {
    if (message.number === meant.number) continue;
    if (message.corrects === first) others.push(message);
    // A careless client may have given the id to several: the last one before its correction is meant.
    else if (message.id === first && message.number < meant.number) original = message;
    if (others.length === correctionsMax) break;
  }
  return original === undefined ? [meant, ...others] : [meant, original, ...others];
}

async function withNumber(store: Store, room: Room, number: number): Promise<Found | undefined> {
  for await (const message of messages(store, room, { after: number - 1, before: number + 1, order: 'ascending' })) {
    return message;
  }
  return undefined;
}

/** The messages between two numbers, of one person if the range says so; none that is gone. */
export async function* messages(
  store: Store,
  room: Pick<Room, 'key' | 'clearedThrough'>,
  range: Pick<EventQuery, 'person' | 'order'> & { readonly after: number; readonly before: number },
): AsyncGenerator<Found> {
  let { before } = range;
  let after = Math.max(range.after, room.clearedThrough);
  for (;;) {
    const events = await store.read({ ...range, stream: roomStream(room.key), after, before, limit: batch });
    for (const event of events) {
      const message = found(event);
      if (message !== undefined) yield message;
    }
    const last = events.at(-1);
    if (events.length < batch || last === undefined) return;
    if (range.order === 'ascending') after = last.number;
    else before = last.number;
  }
}

export function found(event: StoredEvent): Found | undefined {
  const message = readPosted(event);
  if (message === undefined || message.gone) return undefined;
  const { nick, id, originId, resource, stanzaId, ordinal, xml, subject, slowed } = message;
  return {
    number: event.number,
    by: event.person ?? '',
    nick,
    id,
    ...(originId !== undefined && { originId }),
    resource,
    stanzaId,
    ...(ordinal !== undefined && { ordinal }),
    ...(slowed && { slowed }),
    subject: subject !== undefined,
    retracted: event.replaced,
    at: event.at,
    corrects: xml.includes('<replace') || xml.includes(':replace') ? correctedId(parseElements(xml) ?? []) : undefined,
  };
}
