/** Looking through what was said in a room for the messages that are meant, a window at a time. */
import type { Room } from '../../room/state.ts';
import type { StoredEvent } from '../../store/event.ts';
import type { Store } from '../../store/port.ts';
import { readPosted } from '../event-codec.ts';
import { correctedWithin, correctionsMax, type Found, found, messages } from '../retracted.ts';
import { roomStream } from '../room-loader.ts';
import { isSaid, type MessageWish, matcherOf } from './wish.ts';

/** Events that are looked at together. */
const windowEvents = 500;

/** The part of a record that is looked through: what lies behind one event, up to another. */
export interface Span {
  readonly after: number;
  readonly through: number;
}

export interface Window {
  readonly found: readonly Found[];
  /** Up to here all has been looked at; undefined where nothing is left. */
  readonly next?: number;
}

export type ScannedRoom = Pick<Room, 'key' | 'clearedThrough'>;

export interface ScanWish extends MessageWish {
  /** Tombstones take their places, so what nobody reads, or is one already, is passed over. */
  readonly replace: boolean;
  /** Also what the room itself said. */
  readonly everybody?: true;
}

/** The next messages that are meant, without what they were before and after their corrections. */
export async function nextWindow(store: Store, room: ScannedRoom, span: Span, wish: ScanWish): Promise<Window> {
  const after = Math.max(span.after, room.clearedThrough);
  const stream = roomStream(room.key);
  const range = { stream, after, before: span.through + 1, order: 'ascending', limit: windowEvents } as const;
  const events = await store.read({ ...range, ...(wish.person !== undefined && { person: wish.person }) });
  const isMeant = matcherOf(wish);
  const last = events.at(-1);
  return {
    found: events.flatMap((event) => meantMessage(event, wish, isMeant)),
    ...(events.length === windowEvents && last !== undefined && { next: last.number }),
  };
}

function meantMessage(event: StoredEvent, wish: ScanWish, isMeant: ReturnType<typeof matcherOf>): Found[] {
  const posted = readPosted(event);
  // What the room itself says of a moderation is nobody's word.
  if (posted === undefined || posted.gone || (posted.nick === '' && !wish.everybody)) return [];
  if (wish.replace && (event.replaced || posted.retracts !== undefined || !isSaid(posted.xml))) return [];
  if (!isMeant({ by: event.person ?? '', at: event.at, xml: posted.xml })) return [];
  const message = found(event);
  return message === undefined ? [] : [message];
}

/** With all their other versions: whoever sees a message corrected sees one message. */
export async function withVersions(
  store: Store,
  room: ScannedRoom,
  meant: readonly Found[],
  { replace }: Pick<ScanWish, 'replace'>,
): Promise<readonly Found[]> {
  const [first] = meant;
  const last = meant.at(-1);
  if (first === undefined || last === undefined) return [];
  const known = new Set(meant.map(({ number }) => number));
  const names = new Set(meant.map(nameOf));
  const people = new Set(meant.map(({ by }) => by));
  const others: Found[] = [];
  const range = { after: first.number - correctedWithin - 1, before: last.number + correctedWithin + 1 };
  const alone = people.size === 1 ? { person: first.by } : {};
  for await (const message of messages(store, room, { ...range, ...alone, order: 'ascending' })) {
    if (known.has(message.number) || message.nick === '' || (replace && message.retracted)) continue;
    if (!people.has(message.by) || !isVersionOf(names, message, meant)) continue;
    others.push(message);
    if (others.length === correctionsMax) break;
  }
  return [...meant, ...others];
}

/** By whom, and under which id it was first said. */
function nameOf({ by, id, corrects }: Found): string {
  return `${by} ${corrects ?? id}`;
}

/** Ids are the senders' own: where one is used twice, only what is corrected counts. */
function isVersionOf(names: ReadonlySet<string>, message: Found, meant: readonly Found[]): boolean {
  if ((message.corrects ?? message.id) === '' || !names.has(nameOf(message))) return false;
  return message.corrects !== undefined || meant.some((one) => one.corrects === message.id && one.by === message.by);
}

/** Events looked through before it is said that there may be more. */
const countedEventsMax = 200_000;

/** How many are meant; `atLeast` where not all could be looked at. */
export async function countMeant(
  store: Store,
  room: ScannedRoom,
  span: Span,
  wish: ScanWish,
): Promise<{ readonly messages: number; readonly atLeast: boolean }> {
  const counted = new Set<number>();
  const end = Math.max(span.after, room.clearedThrough) + countedEventsMax;
  let after = span.after;
  for (;;) {
    const window = await nextWindow(store, room, { ...span, after }, wish);
    for (const { number } of await withVersions(store, room, window.found, wish)) counted.add(number);
    if (window.next === undefined) return { messages: counted.size, atLeast: false };
    if (window.next > end) return { messages: counted.size, atLeast: true };
    after = window.next;
  }
}
