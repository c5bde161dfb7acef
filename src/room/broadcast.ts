/**
 * Who hears of an occupant's presence, and in which of the three forms: its own, with real JID, without. Of whom
 * others hear in a large room is in `traits/large-rooms.ts`.
 */
import { affiliationOf, seesRealJids } from './access.ts';
import type { OccupantItem, PresenceDelivery, RosterDelivery } from './delivery.ts';
import type { Hat } from './hats.ts';
import type { Versions } from './list-versions.ts';
import { hatsShown } from './presenters.ts';
import { type Occupant, occupantJid, prominent, type Role, type Room, shownSession } from './state.ts';
import { isShown, isToldToOthers, type News } from './traits/large-rooms.ts';

export interface Announcement {
  readonly nick: string;
  readonly personKey: string;
  readonly item: Omit<OccupantItem, 'jid'>;
  /** The session shown, for those who see real JIDs. */
  readonly realJid?: string;
  readonly presence: string;
  /** Of somebody who is there: what it wears (XEP-0317). */
  readonly hats?: readonly Hat[] | undefined;
  readonly unavailable?: boolean;
  readonly statuses?: readonly number[];
  /** Further statuses for the occupant's own sessions, beside 110. */
  readonly ownStatuses?: readonly number[];
  readonly destroy?: PresenceDelivery['destroy'];
  /** Of a change of its affiliation (XEP-0463). */
  readonly versions?: Versions;
  /** In a large room it decides whether others are told; `standing` where it is left out. */
  readonly news?: News;
}

/** The announcement for all sessions in the room whom it is for, but for `except`, which is one of its own. */
export function announce(
  room: Room,
  about: Occupant | undefined,
  announcement: Announcement,
  except?: string,
): PresenceDelivery[] {
  const { item, news = 'standing' } = announcement;
  const deliveries = isToldToOthers(room, about, { role: item.role, news }) ? forOthers(room, about, announcement) : [];
  const own = about?.sessions.map(({ jid }) => jid).filter((jid) => jid !== except) ?? [];
  if (own.length > 0) deliveries.push(ownPresence(room, announcement, own));
  return deliveries;
}

/** The announcement, or the occupant as it stands, for everybody else whatever the size of the room. */
export function tellOthers(
  room: Room,
  about: Occupant,
  announcement: Announcement = announcementOf(room, about),
): PresenceDelivery[] {
  return forOthers(room, about, announcement);
}

function forOthers(room: Room, about: Occupant | undefined, announcement: Announcement): PresenceDelivery[] {
  const seeing: string[] = [];
  const others: string[] = [];
  for (const session of room.sessions.values()) {
    if (session.occupant === about) continue;
    if (seesRealJids(room, session.occupant.role)) seeing.push(session.jid);
    else others.push(session.jid);
  }
  const deliveries: PresenceDelivery[] = [];
  if (seeing.length > 0) deliveries.push(presenceWithRealJid(room, announcement, seeing));
  if (others.length > 0) deliveries.push(presenceOf(room, announcement, others));
  return deliveries;
}

export function presenceOf(
  room: Pick<Room, 'jid'>,
  announcement: Announcement,
  to: readonly string[],
): PresenceDelivery {
  return {
    kind: 'presence',
    from: occupantJid(room, announcement.nick),
    personKey: announcement.personKey,
    unavailable: announcement.unavailable ?? false,
    presence: announcement.presence,
    item: announcement.item,
    hats: announcement.hats,
    statuses: announcement.statuses ?? [],
    ...(announcement.versions && { versions: announcement.versions }),
    ...(announcement.destroy && { destroy: announcement.destroy }),
    to,
  };
}

export function presenceWithRealJid(
  room: Pick<Room, 'jid'>,
  announcement: Announcement,
  to: readonly string[],
): PresenceDelivery {
  const delivery = presenceOf(room, announcement, to);
  return announcement.realJid === undefined
    ? delivery
    : { ...delivery, item: { ...delivery.item, jid: announcement.realJid } };
}

/** What an occupant hears of itself: always with its real JID and status 110 (XEP-0045 §7.2.2). */
export function ownPresence(
  room: Pick<Room, 'jid'>,
  announcement: Announcement,
  to: readonly string[],
): PresenceDelivery {
  const delivery = presenceWithRealJid(room, announcement, to);
  return { ...delivery, statuses: [...delivery.statuses, ...(announcement.ownStatuses ?? []), 110] };
}

/** An occupant as it stands in the room now. */
export function announcementOf(room: Room, occupant: Occupant): Announcement {
  const shown = shownSession(occupant);
  return {
    nick: occupant.nick,
    personKey: occupant.person.key,
    item: { affiliation: affiliationOf(room, occupant.person), role: occupant.role },
    realJid: shown.jid,
    presence: shown.presence,
    hats: hatsShown(room, occupant.person),
  };
}

/** Everybody who is shown in the room, told to one session that sees with this role. */
export function rosterFor(
  room: Room,
  viewer: { readonly session: string; readonly role: Role; readonly except?: Occupant | undefined },
): RosterDelivery[] {
  const occupants: Occupant[] = [];
  for (const occupant of room.large ? prominent(room) : room.occupants.values()) {
    if (occupant !== viewer.except && isShown(room, occupant.role)) occupants.push(occupant);
  }
  if (occupants.length === 0) return [];
  return [{ kind: 'roster', occupants, seesRealJids: seesRealJids(room, viewer.role), to: viewer.session }];
}
