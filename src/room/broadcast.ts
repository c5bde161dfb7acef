/** Who hears of an occupant's presence, and in which of the three forms: its own, with real JID, without. */
import { affiliationOf, seesRealJids } from './access.ts';
import type { OccupantItem, PresenceDelivery, RosterDelivery } from './outcome.ts';
import { type Occupant, occupantJid, type Role, type Room, shownSession } from './state.ts';

export interface Announcement {
  readonly nick: string;
  readonly item: Omit<OccupantItem, 'jid'>;
  /** The session shown, for those who see real JIDs. */
  readonly realJid?: string;
  readonly presence: string;
  readonly unavailable?: boolean;
  readonly statuses?: readonly number[];
  /** Further statuses for the occupant's own sessions, beside 110. */
  readonly ownStatuses?: readonly number[];
  readonly destroy?: PresenceDelivery['destroy'];
}

/** The announcement for all sessions in the room, but for `except`. */
export function announce(
  room: Room,
  about: Occupant | undefined,
  announcement: Announcement,
  except?: string,
): PresenceDelivery[] {
  const own: string[] = [];
  const seeing: string[] = [];
  const others: string[] = [];
  for (const session of room.sessions.values()) {
    if (session.jid === except) continue;
    if (session.occupant === about) own.push(session.jid);
    else if (seesRealJids(room, session.occupant.role)) seeing.push(session.jid);
    else others.push(session.jid);
  }
  const deliveries: PresenceDelivery[] = [];
  if (seeing.length > 0) deliveries.push(presenceWithRealJid(room, announcement, seeing));
  if (others.length > 0) deliveries.push(presenceOf(room, announcement, others));
  if (own.length > 0) deliveries.push(ownPresence(room, announcement, own));
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
    unavailable: announcement.unavailable ?? false,
    presence: announcement.presence,
    item: announcement.item,
    statuses: announcement.statuses ?? [],
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
    item: { affiliation: affiliationOf(room, occupant.person), role: occupant.role },
    realJid: shown.jid,
    presence: shown.presence,
  };
}

/** Everybody who is in the room, told to one session that sees with this role. */
export function rosterFor(
  room: Room,
  viewer: { readonly session: string; readonly role: Role; readonly except?: Occupant | undefined },
): RosterDelivery[] {
  const occupants: Occupant[] = [];
  for (const occupant of room.occupants.values()) if (occupant !== viewer.except) occupants.push(occupant);
  if (occupants.length === 0) return [];
  return [{ kind: 'roster', occupants, seesRealJids: seesRealJids(room, viewer.role), to: viewer.session }];
}
