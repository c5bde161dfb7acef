/** Registering with a room (XEP-0045 §7.10): reserving a nickname, becoming a member, and giving both up. */
import type { Refusal } from '../wire/error.ts';
import { affiliationFrom, affiliationOf, factsOf, isReservedForOthers, may, standingOf } from './access.ts';
import { done } from './answer.ts';
import { patienceMilliseconds, pendingMax } from './applications.ts';
import { toManagers } from './approval.ts';
import type { Context } from './context.ts';
import { changeFacts } from './membership.ts';
import { nickKey } from './nick-key.ts';
import { type Outcome, outcome } from './outcome.ts';
import {
  askedLately,
  mayNotRegister,
  nickReserved,
  nickTaken,
  notRegistered,
  registrationOff,
  roomLocked,
  tooManyApplications,
  tooManyMembers,
} from './refusals.ts';
import type { AskRegistration, Register, Unregister } from './registration-request.ts';
import { type Facts, occupantByNick, type Person, type Room, timeOf } from './state.ts';

/** People on the lists of a room above which nobody puts themselves there: addresses cost nothing, and lists are kept. */
const registeredMax = 100_000;

export function askRegistration(room: Room, request: AskRegistration, context: Context): Outcome {
  const refused = objection(room, request, context);
  if (refused !== undefined) return outcome({ answer: refused });
  const { session, person } = request.from;
  const registered = room.entries.get(person.jid)?.facts.nick;
  const pending = room.applications.pending.get(person.jid);
  const nick = registered ?? pending?.nick ?? room.sessions.get(session)?.occupant.nick ?? '';
  const stranger = affiliationOf(room, person) === 'none';
  return outcome({
    answer: {
      kind: 'registration',
      room: room.settings.name,
      nick,
      answers: pending?.answers ?? {},
      state: registered === undefined ? (pending === undefined ? 'none' : 'pending') : 'registered',
      needsApproval: stranger && room.settings.registration === 'approval',
    },
  });
}

/** A stranger becomes a member, at once or when a manager says so; whoever belongs to the room reserves a nickname. */
export function register(room: Room, request: Register, context: Context): Outcome {
  const { nick } = request;
  const { person } = request.from;
  const refused = objection(room, request, context) ?? objectionToNick(room, nick, person);
  if (refused !== undefined) return outcome({ answer: refused });
  const known = factsOf(room, person);
  if (affiliationFrom(known) !== 'none') {
    if (known.nick === nick && room.entries.get(person.jid) !== undefined) return outcome({ answer: done });
    // What comes by a domain or a group goes with it: only the nickname is one's own.
    const own = room.entries.get(person.jid)?.facts ?? {};
    return outcome({
      ...changeFacts(room, { whom: person, facts: { ...own, nick }, by: person }, context),
      answer: done,
    });
  }
  if (room.settings.registration === 'approval') return apply(room, request, context);
  if (room.entries.size >= registeredMax) return outcome({ answer: tooManyMembers() });
  const facts: Facts = { member: true, nick };
  return outcome({ ...changeFacts(room, { whom: person, facts, by: person }, context), answer: done });
}

function objection(room: Room, { from }: AskRegistration | Register, context: Context): Refusal | undefined {
  if (!room.open && affiliationOf(room, from.person) !== 'owner') return roomLocked();
  if (room.settings.registration === 'off') return registrationOff();
  return may('register with the room', standingOf(room, from), context) ? undefined : mayNotRegister();
}

/** A nickname that somebody else has, or has reserved, cannot be had (§7.10: conflict). */
function objectionToNick(room: Room, nick: string, person: Person): Refusal | undefined {
  if (isReservedForOthers(room, nick, person)) return nickReserved();
  const holder = occupantByNick(room, nick);
  if (holder !== undefined && holder.person.jid !== person.jid) return nickTaken();
  return undefined;
}

/** What another stranger has asked for can be had again when a manager has decided. */
function isAskedFor(room: Room, nick: string, person: Person): boolean {
  const others = [...room.applications.pending.values()].filter((one) => one.person.jid !== person.jid);
  return others.some((one) => nickKey(one.nick) === nickKey(nick));
}

/** To say the same again changes nothing; to say something else is to ask again. */
function apply(room: Room, { from: { person }, nick, answers }: Register, context: Context): Outcome {
  const { pending, resting } = room.applications;
  const before = pending.get(person.jid);
  const same = before?.nick === nick && JSON.stringify(before.answers) === JSON.stringify(answers);
  if (same) return outcome({ answer: done });
  if (isAskedFor(room, nick, person)) return outcome({ answer: nickReserved() });
  const at = timeOf(room, context);
  const until = before === undefined ? resting.get(person.jid)?.until : before.at + patienceMilliseconds;
  if (until !== undefined && at < until) return outcome({ answer: askedLately() });
  if (before === undefined && pending.size >= pendingMax) return outcome({ answer: tooManyApplications() });
  const application = { person, nick, answers, number: room.number + 1, at };
  return outcome({
    events: [{ kind: 'applied', at, by: person, nick, answers }],
    deliveries: toManagers(room, application, context),
    answer: done,
  });
}

/** A request is taken back, whatever the room takes now; else membership and nickname are given up. Who manages the room goes on to, without the nickname (XEP-0077 §3.2). */
export function unregister(room: Room, { from: { person } }: Unregister, context: Context): Outcome {
  if (room.applications.pending.has(person.jid)) {
    const at = timeOf(room, context);
    return outcome({ events: [{ kind: 'dismissed', at, by: person, whom: person }], answer: done });
  }
  if (room.settings.registration === 'off') return outcome({ answer: registrationOff() });
  const known = room.entries.get(person.jid)?.facts;
  if (known === undefined || known.outcast) return outcome({ answer: notRegistered() });
  const { nick, member, presenter, ...rest } = known;
  // Who manages the room keeps their place in it.
  const facts: Facts = known.manager ? { ...rest, ...(member && { member }), ...(presenter && { presenter }) } : rest;
  if (nick === undefined && Object.keys(facts).length === Object.keys(known).length) return outcome({ answer: done });
  return outcome({ ...changeFacts(room, { whom: person, facts, by: person }, context), answer: done });
}
