/** Questions that change nothing: what the room is, who is in it, who is on its lists. */

import { isGroup } from '../principal-text.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import {
  affiliationFrom,
  affiliationOf,
  belongs,
  categoryOf,
  factsOf,
  isInScope,
  may,
  standingOf,
  standingWithAnySession,
} from './access.ts';
import { type Answer, done, type ListItem, type Recipient } from './answer.ts';
import type {
  AskInfo,
  AskList,
  AskNick,
  AskOccupants,
  AskRecipient,
  AskRights,
  AskStanding,
  AskToRead,
  Ping,
} from './ask-request.ts';
import type { Context } from './context.ts';
import { managerButNoMember, noHistory, outOfScope, roomDisabled } from './house-refusals.ts';
import { type Outcome, outcome } from './outcome.ts';
import {
  banned,
  forbidden,
  listNotForYou,
  noSuchOccupant,
  notAModerator,
  notAnOccupant,
  ownersOnly,
  roomLocked,
} from './refusals.ts';
import { removedInAll } from './removals.ts';
import { keptDays } from './retention.ts';
import { type Affiliation, occupantByNick, occupantJid, type Room, shownSession } from './state.ts';
import { objectionToQuery } from './traits/index.ts';

/**
 * XEP-0410: an occupant learns that it still is one; anybody else that it is not. A ping of somebody else is a query
 * like any other, but whether they are there is told in any case.
 */
export function ping(room: Room, request: Ping): Outcome {
  const answer = recipientOf(room, request);
  if (isRefusal(answer) || answer.bare === request.from.person.jid) {
    return outcome({ answer: isRefusal(answer) ? answer : done });
  }
  return outcome({ answer: objectionToQuery({ room }) === undefined ? answer : done });
}

/** Who is in the room may ask the client of somebody else in it, past the room's own knowledge (XEP-0045 §17.4). */
export function askRecipient(room: Room, request: AskRecipient): Outcome {
  const answer = recipientOf(room, request);
  return outcome({ answer: isRefusal(answer) ? answer : (objectionToQuery({ room }) ?? answer) });
}

function recipientOf(room: Room, { from, nick }: Ping | AskRecipient): Recipient | Refusal {
  const asking = room.sessions.get(from.session)?.occupant;
  if (asking === undefined) return notAnOccupant();
  const target = occupantByNick(room, nick);
  if (target === undefined) return noSuchOccupant();
  return {
    kind: 'recipient',
    // The one whose presence, and so whose capabilities, others know.
    session: shownSession(target).jid,
    bare: target.person.jid,
    asker: occupantJid(room, asking.nick),
  };
}

/** XEP-0045 §7.12: the asker's own, in the room or not. */
export function askNick(room: Room, request: AskNick): Outcome {
  const nick = room.entries.get(request.from.person.jid)?.facts.nick;
  return outcome({ answer: { kind: 'nick', ...(nick !== undefined && { nick }) } });
}

export function askInfo(room: Room, request: AskInfo, context: Context): Outcome {
  const { copiesCharactersMax, now } = context;
  if (!room.open && affiliationOf(room, request.from.person) !== 'owner') return outcome({ answer: roomLocked() });
  const addin = room.directory.addin(room.settings.addin);
  const { key, name } = categoryOf(room);
  const messagesPerHour = isForEverybody(room) ? room.rate.perHour(now) : undefined;
  return outcome({
    answer: {
      kind: 'info',
      info: {
        name: room.settings.name,
        settings: room.settings,
        // What was said is for those who may read it.
        subject: objectionToReading(room, request, context) === undefined ? (room.subject?.text ?? '') : '',
        occupants: room.occupants.size,
        large: room.large,
        createdAt: room.createdAt,
        hats: room.hats.defined,
        messageCharactersMax: Math.floor(copiesCharactersMax / Math.max(1, room.sessions.size)),
        ...(messagesPerHour !== undefined && { messagesPerHour }),
        ...(addin && { addin }),
        category: { key, name },
        disabled: room.disabled,
        keptDays: keptDays(room),
        avatars: room.card?.hashes ?? [],
      },
    },
  });
}

/** Only then it may be told how much is said (XEP-0502 §3.1, §9). */
function isForEverybody({ open, settings }: Room): boolean {
  const { persistent, public: listed, membersOnly, passwordProtected } = settings;
  return open && persistent && listed && !membersOnly && !passwordProtected;
}

/** Nicknames, where the list is public or the asker is in the room; else none (XEP-0045 §6.5). */
export function askOccupants(room: Room, request: AskOccupants, context: Context): Outcome {
  const inside = room.sessions.has(request.from.session);
  const isReadable = (): boolean => objectionToReading(room, request, context) === undefined;
  const visible = inside || (room.settings.occupantsListed && room.settings.public && isReadable());
  const nicks = visible ? [...room.occupants.values()].map((occupant) => occupant.nick) : [];
  return outcome({ answer: { kind: 'occupants', nicks } });
}

/** A first look, so that nobody's list of a thousand names costs anything where it would be refused. */
export function askStanding(room: Room, request: AskStanding, context: Context): Outcome {
  if (request.to === 'invite') {
    return outcome({ answer: standingOf(room, request.from).role === 'none' ? notAnOccupant() : done });
  }
  const standing = standingWithAnySession(room, request.from);
  if (request.to === 'moderate') {
    return outcome({ answer: may('moderate messages', standing, context) ? done : notAModerator() });
  }
  if (request.to === 'configure') {
    return outcome({ answer: may('configure the room', standing, context) ? done : ownersOnly() });
  }
  const allowed = may('change members and bans', standing, context) || may('change roles', standing, context);
  return outcome({ answer: allowed ? done : forbidden('Only owners, admins and moderators of the room may do that.') });
}

export function askRights(room: Room, request: AskRights, context: Context): Outcome {
  const standing = standingOf(room, request.from);
  return outcome({
    answer: { kind: 'rights', allowed: request.actions.filter((action) => may(action, standing, context)) },
  });
}

export function askToRead(room: Room, request: AskToRead, context: Context): Outcome {
  const refused = objectionToReading(room, request, context);
  if (refused !== undefined) return outcome({ answer: refused });
  const removed = removedInAll(room.removals);
  return outcome({
    answer: {
      kind: 'readable',
      key: room.key,
      number: room.number,
      ...(removed !== undefined && { messages: room.ordinal - removed }),
      clearedThrough: room.clearedThrough,
      removals: room.removals,
      seesRealJids: may('see real JIDs', standingOf(room, request.from), context),
    },
  });
}

/** Whoever may enter now may read; where a password guards the door, members may (XEP-0313 §6.1.2). */
function objectionToReading(
  room: Room,
  request: AskToRead | AskOccupants | AskInfo,
  context: Context,
): Refusal | undefined {
  const facts = factsOf(room, request.from.person);
  if (facts.outcast) return banned();
  if (room.disabled) return roomDisabled();
  if (!isInScope(room, request.from.person)) return outOfScope();
  if (!categoryOf(room).history) return noHistory();
  if (room.sessions.has(request.from.session)) return undefined;
  if (!room.open && facts.manager !== 'owner') return roomLocked();
  if (!may('read', standingOf(room, request.from), context)) {
    return facts.manager ? managerButNoMember() : forbidden('Only members may read what was said in this room.');
  }
  if (room.settings.passwordProtected && !belongs(facts)) {
    return forbidden('This room has a password: only its members may read the archive without entering.');
  }
  return undefined;
}

export function askList(room: Room, request: AskList, context: Context): Outcome {
  const standing = standingWithAnySession(room, request.from);
  if ('role' in request.by) {
    const { role } = request.by;
    if (!may(role === 'moderator' ? 'list moderators' : 'list roles', standing, context))
      return outcome({ answer: listNotForYou() });
    return outcome({ answer: rolesList(room, role) });
  }
  const { affiliation } = request.by;
  const action = affiliation === 'outcast' ? 'see the ban list' : 'see the member lists';
  if (!may(action, standing, context)) {
    return outcome({ answer: listNotForYou() });
  }
  return outcome({ answer: { kind: 'list', items: affiliationList(room, affiliation) } });
}

/** Nicknames are those reserved, else those people have in the room; never a role (§17.4, rule 6). */
function affiliationList(room: Room, affiliation: Affiliation): ListItem[] {
  const nicks = new Map<string, string>();
  for (const { person, nick } of room.occupants.values()) nicks.set(person.jid, nick);
  const items: ListItem[] = [];
  for (const { person, facts } of room.entries.values()) {
    // A group has no address to be shown by; the commands of the room show it.
    if (affiliationFrom(facts) !== affiliation || isGroup(person.jid)) continue;
    const nick = facts.nick ?? nicks.get(person.jid);
    items.push({
      jid: person.jid,
      affiliation,
      ...(nick !== undefined && { nick }),
      ...(facts.reason !== undefined && { reason: facts.reason }),
    });
  }
  return items;
}

function rolesList(room: Room, role: string): Answer {
  const items: ListItem[] = [];
  for (const occupant of room.occupants.values()) {
    if (occupant.role !== role) continue;
    items.push({
      jid: occupant.sessions[0]?.jid ?? occupant.person.jid,
      nick: occupant.nick,
      affiliation: affiliationFrom(factsOf(room, occupant.person)),
      role: occupant.role,
    });
  }
  return { kind: 'list', items };
}
