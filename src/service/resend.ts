/**
 * Sending again what may not have arrived: after a restart or a cut stream, everything since the delivered mark,
 * in each room before anything newer and with the same stanza-ids (DESIGN: Nothing lost, nothing doubled).
 */
import { affiliationOf } from '../room/access.ts';
import { managersThere } from '../room/approval.ts';
import { announce, announcementOf, ownPresence, tellOthers } from '../room/broadcast.ts';
import { avatarFor } from '../room/card.ts';
import type { Context } from '../room/context.ts';
import type { Delivery, PresenceDelivery } from '../room/delivery.ts';
import { toldAgain } from '../room/destroy.ts';
import { enter } from '../room/enter.ts';
import type { Entered, Left, Renamed, RoleChanged, RoomEvent } from '../room/events.ts';
import { leaveStatuses } from '../room/leave.ts';
import { acquaint } from '../room/resize.ts';
import { noSubject } from '../room/retract.ts';
import { audience, occupantByNick, type Person, type Room } from '../room/state.ts';
import { holdsBack, isShown, isUnnoticed, type News } from '../room/traits/large-rooms.ts';
import { unveil } from '../room/unveil.ts';
import type { StreamId } from '../store/event.ts';
import type { FeedPosition, Store } from '../store/port.ts';
import { decodeEvent, peopleIn } from './event-codec.ts';
import type { RoomOutbox } from './outbox.ts';
import { render, renderStored } from './render.ts';
import { isRoomStream, roomKeyOf, roomStream } from './room-loader.ts';
import { Stays } from './stays.ts';

const batch = 500;

/** A room in which something may not have arrived, and from which event on. */
export interface UndeliveredRoom {
  readonly jid: string;
  readonly key: string;
  readonly first: number;
}

export interface Undelivered {
  readonly rooms: readonly UndeliveredRoom[];
  /** Rooms that are no more, and from which event on somebody may not have heard of it. */
  readonly ended: readonly { readonly stream: StreamId; readonly first: number }[];
  /** Everything up to here is in it. */
  readonly position: FeedPosition;
}

/** What was committed since a position. */
export async function findUndelivered(store: Store, since: FeedPosition): Promise<Undelivered> {
  const firstNumbers = new Map<StreamId, number>();
  const destroyed = new Set<StreamId>();
  let position = since;
  for (;;) {
    const page = await store.feed({ after: position, limit: batch });
    position = page.position;
    if (page.events.length === 0) break;
    for (const { stream, number, kind } of page.events) {
      // Of the service itself nobody is told.
      if (!isRoomStream(stream)) continue;
      if (kind === 'destroyed') destroyed.add(stream);
      if (number < (firstNumbers.get(stream) ?? Number.POSITIVE_INFINITY)) firstNumbers.set(stream, number);
    }
  }
  const rooms = await Promise.all(
    [...firstNumbers].map(async ([stream, first]) => {
      const entry = await store.rooms.findByKey(roomKeyOf(stream));
      return entry === undefined ? [] : [{ jid: entry.jid, key: entry.key, first }];
    }),
  );
  const ended = [...destroyed].map((stream) => ({ stream, first: firstNumbers.get(stream) ?? 1 }));
  return { rooms: rooms.flat(), ended, position };
}

/** Tells everybody who was in a room when it was destroyed, or had left it shortly before. It has no mailbox any more; all there is, is its record. */
export async function resendEnd(
  { stream, first }: Undelivered['ended'][number],
  env: { readonly store: Store; outboxOf(roomJid: string): RoomOutbox },
): Promise<void> {
  const leavers = new Map<string, Left>();
  for await (const { event } of eventsFrom({ stream, first, through: Number.MAX_SAFE_INTEGER }, env.store)) {
    if (event.kind === 'left') leavers.set(`${event.by.jid}/${event.resource}`, event);
    if (event.kind !== 'destroyed') continue;
    for (const [session, { nick, by, cause }] of leavers) {
      if (cause === 'gone') continue;
      const { room: jid } = event;
      const told =
        cause === 'destroyed'
          ? toldAgain(event, { nick, by, session })
          : ownFarewell({ jid, nick, by, session, cause });
      env.outboxOf(jid).send(render(told, { jid, key: roomKeyOf(stream) }), told.to);
    }
  }
}

/** Somebody may not have heard that it left: the room ended with it, and so nothing of it is asked any more. */
function ownFarewell(left: Pick<Left, 'nick' | 'by' | 'cause'> & { jid: string; session: string }): PresenceDelivery {
  const { jid, nick, by, session, cause } = left;
  const item = { affiliation: 'none', role: 'none' } as const;
  const about = { nick, personKey: by.key } as const;
  const farewell = {
    ...about,
    item,
    realJid: session,
    presence: '',
    unavailable: true,
    statuses: leaveStatuses[cause],
  };
  return ownPresence({ jid }, farewell, [session]);
}

export interface ResendEnvironment {
  readonly store: Store;
  readonly outbox: RoomOutbox;
  context(room: Room): Context;
}

/** Sends everything of the room from this event on to those whom it concerns and who are in it now. */
export async function resendRoom(room: Room, first: number, env: ResendEnvironment): Promise<void> {
  const stays = new Stays();
  const tail = { stream: roomStream(room.key), first, through: room.number };
  for await (const { number, event } of eventsFrom(tail, env.store)) stays.note(number, event);
  for await (const { number, event } of eventsFrom(tail, env.store)) {
    resendEvent(room, event, { number, stays, env });
  }
}

interface Tail {
  readonly stream: StreamId;
  readonly first: number;
  readonly through: number;
}

async function* eventsFrom(
  { stream, first, through }: Tail,
  store: Store,
): AsyncGenerator<{ readonly number: number; readonly event: RoomEvent }> {
  let after = first - 1;
  for (;;) {
    const events = await store.read({ stream, after, before: through + 1, order: 'ascending', limit: batch });
    const people = await store.people.jids([...new Set(events.flatMap(peopleIn))]);
    for (const stored of events) yield { number: stored.number, event: decodeEvent(stored, people) };
    const last = events.at(-1);
    if (events.length < batch || last === undefined) return;
    after = last.number;
  }
}

interface Place {
  readonly number: number;
  /** Who came and went in what is sent again: what was said while they were away is none of theirs. */
  readonly stays: Stays;
  readonly env: ResendEnvironment;
}

function resendEvent(room: Room, event: RoomEvent, { number, stays, env }: Place): void {
  const { outbox } = env;
  switch (event.kind) {
    case 'posted': {
      const there = audience(room);
      const to = stays.any ? there.filter((session) => stays.wasInside(session, number)) : there;
      outbox.send(renderStored({ ...event, personKey: event.by.key }, room), to);
      return event.takesSubject === 'current' && room.subject === undefined
        ? deliver(outbox, room, [noSubject(room)])
        : undefined;
    }
    case 'entered':
      if (stays.entry(`${event.by.jid}/${event.resource}`) === number) {
        deliver(outbox, room, welcomeAgain(room, event, env));
      }
      return;
    case 'left':
      return deliver(outbox, room, farewellAgain(room, event));
    case 'renamed':
      return deliver(outbox, room, renamedAgain(room, event));
    case 'resized':
      return event.large || room.large ? undefined : deliver(outbox, room, acquaint(room));
    case 'configured':
      // Other settings are seen in the next disco.
      return event.settings.presenceOf && deliver(outbox, room, unveil(room, room.occupants.values()));
    case 'role':
      return deliver(outbox, room, promotedAgain(room, event));
    case 'hat-assigned':
    case 'hat-unassigned':
      return deliver(outbox, room, hatsAgain(room, event.whom));
    case 'applied':
      return deliver(outbox, room, askedAgain(room, event, { number, stays }));
    case 'carded':
      return deliver(outbox, room, [avatarFor(room, audience(room))]);
    default:
      // Affiliations: whoever missed the change sees it in the next presence.
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

/** Under the old name the occupant goes, with the new one told (303); under the new one it is there, if it still is. */
function renamedAgain(room: Room, event: Renamed): Delivery[] {
  const occupant = occupantByNick(room, event.to);
  const holder = occupantByNick(room, event.from);
  if (holder !== undefined && holder !== occupant) return [];
  const item = { affiliation: affiliationOf(room, event.by), role: occupant?.role ?? 'none', nick: event.to };
  const common = { personKey: event.by.key, presence: '', unavailable: true, news: newsAgain(event) } as const;
  const gone = { nick: event.from, item, statuses: [303], ...common } as const;
  const toAll = announce(room, occupant, gone);
  return occupant === undefined ? toAll : [...toAll, ...announce(room, occupant, announcementOf(room, occupant))];
}

/** Most roles are seen in the next presence; but of who is shown only now nobody may have heard yet. */
function promotedAgain(room: Room, event: RoleChanged): Delivery[] {
  const occupant = occupantByNick(room, event.nick);
  if (occupant === undefined || !holdsBack(room)) return [];
  return occupant.role === event.role && isShown(room, occupant.role) ? tellOthers(room, occupant) : [];
}

function hatsAgain(room: Room, { jid }: Person): Delivery[] {
  const wearers = [...room.occupants.values()].filter(({ person }) => person.jid === jid);
  const hats = room.hats.wornBy(jid) ?? [];
  return wearers.flatMap((occupant) => announce(room, occupant, { ...announcementOf(room, occupant), hats }));
}

/** Managers are asked again, if it still stands; who entered meanwhile is asked on entering. */
function askedAgain(room: Room, { by }: RoomEvent, { number, stays }: Omit<Place, 'env'>): Delivery[] {
  const application = room.applications.pending.get(by.jid);
  const to = managersThere(room).filter((session) => stays.entry(session) === undefined);
  return application?.number === number && to.length > 0 ? [{ kind: 'application', application, to }] : [];
}

function farewellAgain(room: Room, event: Left): Delivery[] {
  const jid = `${event.by.jid}/${event.resource}`;
  const farewell = {
    nick: event.nick,
    personKey: event.by.key,
    item: { affiliation: affiliationOf(room, event.by), role: 'none' },
    presence: '',
    unavailable: true,
    statuses: leaveStatuses[event.cause],
    news: newsAgain(event),
  } as const;
  const back = occupantByNick(room, event.nick);
  // Whoever came back unseen, since the room has become large, is still shown to those who missed the farewell.
  const unseen = back !== undefined && isUnnoticed(room, back) && !event.unnoticed;
  const toOthers = back === undefined ? announce(room, undefined, farewell) : [];
  if (unseen) toOthers.push(...tellOthers(room, back, farewell));
  // Whoever was made to leave may not have heard of it.
  const toLeaver =
    event.cause === 'gone' || room.sessions.has(jid) ? [] : [ownPresence(room, { ...farewell, realJid: jid }, [jid])];
  return [...toOthers, ...toLeaver];
}

/** In a large room: who is gone cannot be asked any more whether it was announced, so its event says it. */
function newsAgain(event: Left | Renamed): News {
  return event.unnoticed ? 'detail' : 'removal';
}
