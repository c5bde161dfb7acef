/**
 * Sending again what may not have arrived: after a restart or a cut stream, everything since the delivered mark,
 * in each room at its place in the order and with the same stanza-ids (DESIGN: Nothing lost, nothing doubled).
 */
import type { Log } from '../ops/log.ts';
import { announce, announcementOf } from '../room/broadcast.ts';
import { enter } from '../room/enter.ts';
import type { Entered, Left, RoomEvent } from '../room/events.ts';
import type { Context, Delivery } from '../room/outcome.ts';
import { audience, occupantByNick, type Room } from '../room/state.ts';
import type { FeedPosition, Store, StreamId } from '../store/port.ts';
import { decodeEvent, peopleIn } from './codec.ts';
import type { RoomOutbox } from './outbox.ts';
import { renderStored } from './render.ts';
import { roomStream } from './room-loader.ts';
import type { Rooms } from './rooms.ts';

const batch = 500;

export interface ResendEnvironment {
  readonly store: Store;
  readonly log: Log;
  readonly rooms: Rooms;
  context(room: Room): Context;
}

/** What was committed since a position: which rooms, each from which event on. */
export interface Undelivered {
  readonly firstNumbers: ReadonlyMap<StreamId, number>;
  readonly position: FeedPosition;
}

export async function findUndelivered(store: Store, since: FeedPosition): Promise<Undelivered> {
  const firstNumbers = new Map<StreamId, number>();
  let position = since;
  for (;;) {
    const page = await store.feed({ after: position, limit: batch });
    if (page.events.length === 0) return { firstNumbers, position: page.position };
    for (const { stream, number } of page.events) {
      if (number < (firstNumbers.get(stream) ?? Number.POSITIVE_INFINITY)) firstNumbers.set(stream, number);
    }
    position = page.position;
  }
}

/**
 * Queues the sending in every room concerned, so that nothing decided from now on overtakes it; settles when all
 * of it has been handed to the stream.
 */
export async function resend(undelivered: Undelivered, env: ResendEnvironment): Promise<void> {
  const addresses = await Promise.all(
    [...undelivered.firstNumbers].map(async ([stream, first]) => {
      const entry = await env.store.rooms.findByKey(stream.slice(roomStream('').length));
      return entry === undefined ? [] : [{ jid: entry.jid, key: entry.key, first }];
    }),
  );
  await Promise.all(
    addresses.flat().map(({ jid, key, first }) =>
      env.rooms.get(jid).atTurn(async (room) => {
        if (room.key === key) await resendRoom(room, first, env);
      }),
    ),
  );
}

async function resendRoom(room: Room, first: number, env: ResendEnvironment): Promise<void> {
  const outbox = env.rooms.outbox(room.jid);
  const stream = roomStream(room.key);
  const before = room.number + 1;
  let after = first - 1;
  for (;;) {
    const events = await env.store.read({ stream, after, before, order: 'ascending', limit: batch });
    const people = await env.store.people.jids([...new Set(events.flatMap(peopleIn))]);
    for (const stored of events) resendEvent(room, decodeEvent(stored, people), { outbox, env });
    const last = events.at(-1);
    if (events.length < batch || last === undefined) return;
    after = last.number;
  }
}

function resendEvent(
  room: Room,
  event: RoomEvent,
  { outbox, env }: { readonly outbox: RoomOutbox; readonly env: ResendEnvironment },
): void {
  switch (event.kind) {
    case 'posted':
      return outbox.send(renderStored(event, room.jid), audience(room));
    case 'entered':
      return deliver(outbox, room, welcomeAgain(room, event, env));
    case 'left':
      return deliver(outbox, room, farewellAgain(room, event));
    default:
      // Affiliations, roles and settings: whoever missed the change sees it in the next presence or disco.
      return;
  }
}

function deliver(outbox: RoomOutbox, room: Room, deliveries: readonly Delivery[]): void {
  for (const delivery of deliveries) outbox.deliver(delivery, room);
}

/** A newcomer that may not have got its own presence gets all of it, as if it had lost step. */
function welcomeAgain(room: Room, event: Entered, env: ResendEnvironment): readonly Delivery[] {
  const jid = `${event.by.jid}/${event.resource}`;
  const session = room.sessions.get(jid);
  if (session === undefined) return [];
  const { nick } = session.occupant;
  const request = {
    kind: 'enter',
    from: { session: jid, person: event.by },
    nick,
    history: { messagesMax: 0 },
    presence: session.presence,
  } as const;
  return [
    ...announce(room, session.occupant, announcementOf(room, session.occupant), jid),
    ...enter(room, request, env.context(room)).deliveries,
  ];
}

function farewellAgain(room: Room, event: Left): Delivery[] {
  if (occupantByNick(room, event.nick) !== undefined) return [];
  return announce(room, undefined, {
    nick: event.nick,
    item: { affiliation: 'none', role: 'none' },
    presence: '',
    unavailable: true,
    statuses: event.cause === 'gone' ? [333] : [],
  });
}
