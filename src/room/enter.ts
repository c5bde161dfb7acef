/** Entering a room (XEP-0045 §7.2), for the first time, with one more session, or again after losing step. */

import type { Refusal } from '../wire/error.ts';
import { affiliationOf, categoryOf, isReservedForOthers } from './access.ts';
import { affiliationsFor } from './affiliation-versions.ts';
import { pendingFor } from './approval.ts';
import { type Announcement, announce, ownPresence, rosterFor } from './broadcast.ts';
import { shownCard } from './card.ts';
import type { Context } from './context.ts';
import type { Delivery } from './delivery.ts';
import type { RoomEvent } from './events.ts';
import { changeNick } from './nick.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { Enter } from './presence-request.ts';
import { hatsShown } from './presenters.ts';
import { banned, nickTaken, roomLocked } from './refusals.ts';
import { removedInAll } from './removals.ts';
import { roleOnEntry } from './role.ts';
import {
  nickKey,
  type Occupant,
  occupantByNick,
  occupantJid,
  type Role,
  type Room,
  resourceOf,
  type Session,
  timeOf,
} from './state.ts';
import { nickOnEntry, objectionToEntering } from './traits/index.ts';

export function enter(room: Room, wish: Enter, context: Context): Outcome {
  const request = { ...wish, nick: nickOnEntry({ room, person: wish.from.person, nick: wish.nick }) };
  const known = room.sessions.get(request.from.session);
  if (known !== undefined) {
    return nickKey(known.occupant.nick) === nickKey(request.nick)
      ? resynchronise(room, wish, known, context)
      : changeNick(room, request, known, context);
  }
  const refused = objection(room, request);
  if (refused !== undefined) return outcome({ answer: refused });

  const { from } = request;
  const sharing = occupantByNick(room, request.nick);
  const role = sharing?.role ?? roleOnEntry(room, from.person);
  const event: RoomEvent = {
    kind: 'entered',
    at: timeOf(room, context),
    by: from.person,
    nick: sharing?.nick ?? request.nick,
    resource: resourceOf(from.session, from.person),
    role,
  };
  return outcome({
    events: [event],
    details: [{ session: from.session, presence: request.presence }],
    deliveries: welcome(room, request, { sharing, role, statuses: rewritten(wish.nick, event.nick) }, context),
  });
}

function objection(room: Room, request: Enter): Refusal | undefined {
  const { person } = request.from;
  const affiliation = affiliationOf(room, person);
  if (affiliation === 'outcast') return banned();
  if (!room.open && affiliation !== 'owner') return roomLocked();
  const sharing = occupantByNick(room, request.nick);
  const refused = objectionToEntering({
    room,
    person,
    password: request.password,
    present: sharing?.person.jid === person.jid,
  });
  if (refused !== undefined) return refused;
  if (sharing !== undefined && sharing.person.jid !== person.jid) return nickTaken();
  return isReservedForOthers(room, request.nick, person) ? nickTaken() : undefined;
}

/**
 * The order is the specification's: roster, own presence, history, subject, then life (§7.2.2, §7.2.13, §7.2.15). The
 * lists, where they are asked for, come first of all (XEP-0463 §5.2.1).
 */
export function welcome(
  room: Room,
  request: Enter,
  entry: { readonly sharing: Occupant | undefined; readonly role: Role; readonly statuses: readonly number[] },
  context: Context,
): Delivery[] {
  const { session, person } = request.from;
  const announcement: Announcement = {
    nick: entry.sharing?.nick ?? request.nick,
    personKey: person.key,
    item: { affiliation: affiliationOf(room, person), role: entry.role },
    realJid: session,
    presence: request.presence,
    hats: hatsShown(room, person),
    ownStatuses: [...roomStatuses(room), ...entry.statuses],
    // One more session, or the same one again, is nothing new about its occupant.
    ...(entry.sharing && { news: 'detail' }),
  };
  const lists = affiliationsFor(room, request, entry.role, context);
  const own = ownPresence(room, { ...announcement, ...(lists.versions && { versions: lists.versions }) }, [session]);
  return [
    ...lists.deliveries,
    ...shownCard(room, session),
    ...rosterFor(room, { session, role: entry.role, except: entry.sharing }),
    ...announce(room, entry.sharing, announcement, session),
    request.id === undefined ? own : { ...own, id: request.id },
    ...history(room, request),
    currentSubject(room, session),
    ...pendingFor(room, request.from),
  ];
}

function history(room: Room, { from, history }: Enter): Delivery[] {
  if (room.ordinal === removedInAll(room.removals) || !categoryOf(room).history) return [];
  const messagesMax = Math.min(history.messagesMax ?? room.settings.historyOnEntry, 500);
  return [
    {
      kind: 'replay',
      to: from.session,
      after: room.clearedThrough,
      upTo: room.number,
      history: { ...history, messagesMax },
    },
  ];
}

/** What a newcomer is warned of: 100 for real JIDs, 170 for publication (§7.2.3, §7.2.12). */
function roomStatuses(room: Room): number[] {
  const statuses: number[] = [];
  if (room.settings.whois === 'anyone') statuses.push(100);
  if (room.settings.publicLogging) statuses.push(170);
  return statuses;
}

function currentSubject(room: Room, session: string): Delivery {
  const { subject } = room;
  return {
    kind: 'subject',
    from: subject === undefined ? room.jid : occupantJid(room, subject.nick),
    xml: subject?.xml ?? '<subject/>',
    ...(subject?.by !== undefined && { personKey: subject.by }),
    ...(subject && { at: subject.at }),
    to: [session],
  };
}

/**
 * Who comes with another nickname than it gets is told (210, §7.2.2): one person has one spelling of it at a time, and
 * some rooms know people by their reserved ones only.
 */
function rewritten(wished: string, nick: string): number[] {
  return wished === nick ? [] : [210];
}

/** A client that lost step gets the whole of it again, as if it had just entered (§7.2.2). */
function resynchronise(room: Room, request: Enter, known: Session, context: Context): Outcome {
  return outcome({
    details: [{ session: known.jid, presence: request.presence }],
    deliveries: welcome(
      room,
      { ...request, nick: known.occupant.nick },
      {
        sharing: known.occupant,
        role: known.occupant.role,
        // Its creator may not have heard that the room is new, and it waits for the first configuration (§10.1.1).
        statuses: [...(room.open ? [] : [201]), ...rewritten(request.nick, known.occupant.nick)],
      },
      context,
    ),
  });
}
