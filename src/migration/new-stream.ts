/**
 * The record of a room with what was said elsewhere before all that was said here. Numbers of a record are for good, so it is
 * another record, under another key; the address changes hands when it is whole. Until then nobody sees anything of it, and
 * every step may be done again.
 */
import type { Created } from '../room/events.ts';
import type { HoldBook } from '../room/holds.ts';
import { openHouse } from '../room/open-house.ts';
import { defaultCategory, type Room } from '../room/state.ts';
import { defaultSettings } from '../room/traits/index.ts';
import { decodeEvent, peopleIn } from '../service/event-codec.ts';
import { roomStream } from '../service/room-loader.ts';
import { encodeRoom } from '../service/snapshot-codec.ts';
import { listParts } from '../service/snapshot-parts.ts';
import type { PersonKey, StreamId } from '../store/event.ts';
import { inParts } from '../store/in-parts.ts';
import { type Store, StoreError } from '../store/port.ts';
import type { StoredMembership } from '../store/transfer.ts';
import type { ForeignRoom } from './foreign.ts';
import { type HistoryEnvironment, writeHistory } from './history.ts';
import { type Mark, saveMark } from './marks.ts';
import { renumberedEvent, renumberRoom, type Shift } from './renumbered.ts';
import { RoomBeingMade, type Writing } from './room-being-made.ts';

export interface StreamWish {
  readonly jid: string;
  readonly foreign: ForeignRoom;
  /** As it is here already. */
  readonly own: Room | undefined;
  /** Milliseconds since 1970: when the first was said. */
  readonly since: number;
  readonly category: string;
  readonly holds: HoldBook;
}

export type StreamEnvironment = Writing & HistoryEnvironment;

const eventsAtATime = 500;
const membershipsAtATime = 500;

/** Writes all that is missing of it; the mark is then one of a record that is whole. */
export async function writeStream(wish: StreamWish, mark: Mark, env: StreamEnvironment): Promise<RoomBeingMade> {
  const stream = roomStream(mark.key);
  const identity = { key: mark.key, jid: wish.jid, directory: { ...openHouse, holds: wish.holds } };
  let now = mark;
  if (now.phase === 'history') {
    const made = await RoomBeingMade.open(env, stream, identity);
    if (made.room.number === 0) await made.write([await firstEvent(wish, env)]);
    await writeHistory(made, wish.foreign, env);
    const { number, ordinal, subject } = made.room;
    now = { ...now, phase: 'own', number, ordinal, ...(subject && { subject }) };
    await saveMark(env.store, wish.jid, now);
    if (wish.own === undefined) {
      await made.saveSnapshot();
      return made;
    }
  }
  if (now.phase === 'own' && wish.own !== undefined) await appendOwn(wish.own, stream, now, env.store);
  return RoomBeingMade.open(env, stream, identity);
}

/** A room that is here already has been made by whom it was made by, only earlier. */
async function firstEvent(
  { foreign, own, since, category }: StreamWish,
  { store, by }: StreamEnvironment,
): Promise<Created> {
  const settings = { ...defaultSettings, ...foreign.settings };
  const inCategory = category === defaultCategory ? {} : { category };
  const fresh: Created = { kind: 'created', at: since, by, settings, open: true, ...inCategory, forOthers: true };
  if (own === undefined) return fresh;
  const [first] = await store.read({ stream: roomStream(own.key), after: 0, order: 'ascending', limit: 1 });
  if (first?.number !== 1) return fresh;
  const event = decodeEvent(first, await store.people.jids(peopleIn(first)));
  return event.kind === 'created' ? { ...event, at: Math.min(since, event.at) } : fresh;
}

async function appendOwn(own: Room, stream: StreamId, mark: Mark, store: Store): Promise<void> {
  const { number = 1, ordinal = 0 } = mark;
  const shift = { numbers: number - 1, ordinals: ordinal };
  const from = roomStream(own.key);
  const [last] = await store.read({ stream, after: number - 1, order: 'ascending', limit: 1 });
  const [first] = await store.read({ stream, after: 0, order: 'ascending', limit: 1 });
  if (last?.number !== number || first === undefined) throw new StoreError(`the new record of ${own.jid} has a hole`);
  for (let after = 1; ; ) {
    const events = await store.read({ stream: from, after, order: 'ascending', limit: eventsAtATime });
    const moved = events.map((event) => renumberedEvent(event, { stream, shift, since: last.at }));
    if (moved.length > 0) await store.transfer.restoreEvents({ stream, events: moved });
    after = events.at(-1)?.number ?? after;
    if (events.length < eventsAtATime) break;
  }
  await appendIndexes(own, { from, stream, shift }, store);
  const room: Room = { ...own, key: mark.key, createdAt: first.at, at: Math.max(own.at, last.at) };
  renumberRoom(room, shift);
  room.subject ??= mark.subject;
  await store.saveSnapshot({ stream, number: room.number, parts: encodeRoom(room, listParts) });
}

/** Who belongs to the room, how much of it they have seen, and which sessions are in it. */
async function appendIndexes(
  own: Room,
  { from, stream, shift }: { readonly from: StreamId; readonly stream: StreamId; readonly shift: Shift },
  store: Store,
): Promise<void> {
  let memberships: StoredMembership[] = [];
  const restore = async (): Promise<void> => {
    await store.transfer.restoreMemberships(memberships);
    memberships = [];
  };
  for (const { person } of own.entries.values()) {
    const seen = await seenBy(person.key, from, store);
    if (seen !== undefined) memberships.push({ person: person.key, stream, seen: seen + shift.numbers });
    if (memberships.length === membershipsAtATime) await restore();
  }
  await restore();
  const sessions = [...own.sessions.keys()].map((session) => ({ session, streams: [stream] }));
  for (const some of inParts(sessions, membershipsAtATime)) await store.transfer.restoreSessions(some);
}

/** Undefined for who does not belong to it. */
async function seenBy(person: PersonKey, stream: StreamId, store: Store): Promise<number | undefined> {
  for (let after: StreamId | undefined; ; ) {
    const query = { person, limit: membershipsAtATime, ...(after !== undefined && { after }) };
    const page = await store.memberships.list(query);
    const found = page.find((one) => one.stream === stream);
    if (found !== undefined || page.length < membershipsAtATime) return found?.seen;
    after = page.at(-1)?.stream;
  }
}
