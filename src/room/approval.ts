/** Approving registrations (XEP-0045 §9.9): managers are asked by a form, or look at the list, and decide. */

import { isPerson } from '../principal-text.ts';
import { isInScope, isReservedForOthers, may, occupantOf, standingOf } from './access.ts';
import { done } from './answer.ts';
import type { Application } from './applications.ts';
import type { Context } from './context.ts';
import { mayBeWrittenTo } from './courtesy.ts';
import type { Delivery } from './delivery.ts';
import { notInScope } from './house-refusals.ts';
import { invitation } from './invitation.ts';
import { changeFacts } from './membership.ts';
import { nickKey } from './nick-key.ts';
import { type Outcome, outcome } from './outcome.ts';
import { forbidden, nickReserved, noSuchApplication } from './refusals.ts';
import type { AskApplications, DecideApplication } from './registration-request.ts';
import type { Party } from './request.ts';
import { moderators, type Person, type Room, timeOf } from './state.ts';
import { hasInvitations } from './traits/invitations.ts';

/** Forms a manager gets on entering; whoever has more to decide on looks at the list. */
const formsOnEntryMax = 10;
/** Managers who are written to where none is in the room. */
const awayMax = 20;

/** Administrators of the service look at the list; the forms are for those who look after the room. */
const onlyManagers = { isServiceAdmin: () => false };

function isManager(room: Room, person: Person): boolean {
  return may('decide on registrations', { room, person, role: 'none' }, onlyManagers);
}

export function toManagers(room: Room, application: Application, context: Context): Delivery[] {
  const to = managersToAsk(room, context);
  return to.length === 0 ? [] : [{ kind: 'application', application, to }];
}

/** All sessions of managers in the room; only where there is none, the addresses of those who are away. */
export function managersToAsk(room: Room, context: Context): string[] {
  const there = managersThere(room);
  return there.length > 0 ? there : managersAway(room, context);
}

/** Sessions in the room of those who may decide. Every manager is a moderator there. */
function managersThere(room: Room): string[] {
  return moderators(room)
    .filter(({ person }) => isManager(room, person))
    .flatMap(({ sessions }) => sessions.map(({ jid }) => jid));
}

function managersAway(room: Room, { isBlocked }: Context): string[] {
  const away: string[] = [];
  for (const { person } of room.entries.values()) {
    if (away.length === awayMax) break;
    if (isPerson(person.jid) && isManager(room, person) && !isBlocked(person)) away.push(person.jid);
  }
  return away;
}

/** What a manager who enters has to be asked. */
export function pendingFor(room: Room, { session, person }: Party): Delivery[] {
  const { pending } = room.applications;
  if (pending.size === 0 || !isManager(room, person)) return [];
  const oldest = [...pending.values()].slice(0, formsOnEntryMax);
  return oldest.map((application) => ({ kind: 'application', application, to: [session] }));
}

export function askApplications(room: Room, { from }: AskApplications, context: Context): Outcome {
  if (!may('decide on registrations', standingOf(room, from), context)) return outcome({ answer: managersOnly() });
  return outcome({ answer: { kind: 'applications', applications: [...room.applications.pending.values()] } });
}

const managersOnly = () => forbidden('Only owners and admins of the room decide who becomes a member.');

/** The first word counts: what others say later is told to be too late. */
export function decideApplication(room: Room, request: DecideApplication, context: Context): Outcome {
  const { from, allow } = request;
  if (!may('decide on registrations', standingOf(room, from), context)) return outcome({ answer: managersOnly() });
  const application = find(room, request);
  if (application === undefined) return outcome({ answer: noSuchApplication() });
  return allow ? approve(room, application, request, context) : refuse(room, application, request, context);
}

function find(room: Room, { number, nick }: DecideApplication): Application | undefined {
  const pending = [...room.applications.pending.values()];
  if (number !== undefined) return pending.find((one) => one.number === number);
  return nick === undefined ? undefined : pending.find((one) => nickKey(one.nick) === nickKey(nick));
}

/** A manager may have put another nickname into the form. */
function approve(
  room: Room,
  { person: whom, nick: wanted }: Application,
  { from, nick = wanted }: DecideApplication,
  context: Context,
): Outcome {
  if (!isInScope(room, whom)) return outcome({ answer: notInScope() });
  if (isReservedForOthers(room, nick, whom)) return outcome({ answer: nickReserved() });
  const facts = { ...room.entries.get(whom.jid)?.facts, member: true as const, nick };
  const { events, deliveries } = changeFacts(room, { whom, facts, by: from.person }, context);
  // Whoever is in the room sees it in its own presence.
  const isHere = sessionsOf(room, whom).length > 0;
  const told = isHere || !mayBeWrittenTo(room, whom, context) ? [] : [welcome(room, whom, from)];
  return outcome({ events, deliveries: [...deliveries, ...told], answer: done });
}

/** Clients show no other message of a room to somebody who is not in it as well as an invitation. */
function welcome(room: Room, whom: Person, from: Party): Delivery {
  const manager = { person: from.person, nick: occupantOf(room, from)?.nick };
  const reason = 'You asked to become a member of this room, and now you are one.';
  if (!hasInvitations(room)) return { kind: 'word', text: reason, to: [whom.jid] };
  return invitation(room, manager, { reason }, whom.jid);
}

function refuse(room: Room, { person }: Application, { from }: DecideApplication, context: Context): Outcome {
  return outcome({
    events: [{ kind: 'dismissed', at: timeOf(room, context), by: from.person, whom: person }],
    deliveries: mayBeWrittenTo(room, person, context) ? [refusedWord(room, person)] : [],
    answer: done,
  });
}

/** What somebody is told whose request was refused. */
export function refusedWord(room: Room, person: Person): Delivery {
  const there = sessionsOf(room, person);
  return {
    kind: 'word',
    text: 'You asked to become a member of this room. Its managers have decided against it.',
    to: there.length > 0 ? there : [person.jid],
  };
}

function sessionsOf(room: Room, { jid }: Person): string[] {
  const there: string[] = [];
  for (const { person, sessions } of room.occupants.values()) {
    if (person.jid === jid) there.push(...sessions.map((session) => session.jid));
  }
  return there;
}
