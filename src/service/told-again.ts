/** What is told again of an event that may not have arrived, given the room as it is now. */
import { affiliationOf } from '../room/access.ts';
import { managersToAsk } from '../room/approval.ts';
import { announce, announcementOf, ownPresence, tellOthers } from '../room/broadcast.ts';
import type { Context } from '../room/context.ts';
import type { Delivery, PresenceDelivery } from '../room/delivery.ts';
import { enter } from '../room/enter.ts';
import type { Entered, Left, Renamed, RoleChanged, RoomEvent } from '../room/events.ts';
import { leaveStatuses } from '../room/leave.ts';
import { hatsShown } from '../room/presenters.ts';
import { occupantByNick, type Person, type Room } from '../room/state.ts';
import { holdsBack, isShown, isUnnoticed, type News } from '../room/traits/large-rooms.ts';
import type { Stays } from './stays.ts';

/** A newcomer that may not have got its own presence gets all of it, as if it had lost step. */
export function welcomeAgain(room: Room, event: Entered, env: { context(room: Room): Context }): readonly Delivery[] {
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
export function renamedAgain(room: Room, event: Renamed): Delivery[] {
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
export function promotedAgain(room: Room, event: RoleChanged): Delivery[] {
  const occupant = occupantByNick(room, event.nick);
  if (occupant === undefined || !holdsBack(room)) return [];
  return occupant.role === event.role && isShown(room, occupant.role) ? tellOthers(room, occupant) : [];
}

export function hatsAgain(room: Room, { jid }: Person): Delivery[] {
  const wearers = [...room.occupants.values()].filter(({ person }) => person.jid === jid);
  const hats = hatsShown(room, { jid }) ?? [];
  return wearers.flatMap((occupant) => announce(room, occupant, { ...announcementOf(room, occupant), hats }));
}

/** Managers are asked again, if it still stands; who entered meanwhile is asked on entering. */
export function askedAgain(
  room: Room,
  { by }: RoomEvent,
  { number, stays, context }: { readonly number: number; readonly stays: Stays; readonly context: Context },
): Delivery[] {
  const application = room.applications.pending.get(by.jid);
  if (application?.number !== number) return [];
  const to = managersToAsk(room, context).filter((address) => stays.entry(address) === undefined);
  return to.length > 0 ? [{ kind: 'application', application, to }] : [];
}

/** A hat that looks another way now is shown on whoever wears it. */
export function wornAgain(room: Room, uri: string): Delivery[] {
  return [...room.occupants.values()]
    .filter(({ person }) => room.hats.wornBy(person.jid)?.some((hat) => hat.uri === uri))
    .flatMap((occupant) => announce(room, occupant, announcementOf(room, occupant)));
}

export function farewellAgain(room: Room, event: Left): Delivery[] {
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

/** Somebody may not have heard that it left: the room ended with it, and so nothing of it is asked any more. */
export function ownFarewell(
  left: Pick<Left, 'nick' | 'by' | 'cause'> & { jid: string; session: string },
): PresenceDelivery {
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
