/**
 * Changing the lists of a room fact by fact, and reading them so: what ranks cannot say (a manager who is no member, a
 * presenter, a group) is said by commands. What comes of it is as for muc#admin.
 */

import { isPerson } from '../principal-text.ts';
import type { Refusal } from '../wire/error.ts';
import { type Action, categoryOf, factsOf, may, standingOf } from './access.ts';
import { begin, finish } from './administer.ts';
import type { Administration } from './administration.ts';
import type { ChangeLists, ListChange } from './administration-request.ts';
import type { AskLists } from './ask-request.ts';
import type { Context } from './context.ts';
import { notAnAuditorium, notInScope, presenterNoMember, tooManyAtOnce } from './house-refusals.ts';
import { type Outcome, outcome } from './outcome.ts';
import { banOfOneself, forbidden, listNotForYou, tooHigh } from './refusals.ts';
import type { Facts, Room } from './state.ts';
import { sameFacts, writeFacts } from './write-facts.ts';

/** In one request. */
export const changesMax = 1_000;

export function changeLists(room: Room, request: ChangeLists, context: Context): Outcome {
  if (request.changes.length > changesMax) return outcome({ answer: tooManyAtOnce(changesMax) });
  return finish(begin(room, request, context), request.changes, change);
}

function change(work: Administration, wish: ListChange): Refusal | undefined {
  const { draft } = work;
  const { whom, set } = wish;
  const facts = draft.entries.get(whom.jid)?.facts ?? {};
  const wanted = factsAfter(facts, wish);
  const refused = objection(work, wish, facts);
  if (refused !== undefined || sameFacts(facts, wanted)) return refused;
  const gives = set.manager || set.member || set.presenter;
  if (gives && !categoryOf(draft).covers(whom.jid)) return notInScope();
  if (set.presenter && !draft.settings.auditorium) return notAnAuditorium();
  if (set.presenter && !mayPresent(draft, wish, wanted)) return presenterNoMember();
  writeFacts(work, wish, withoutLostPresenting(draft, wish, wanted));
  return undefined;
}

/** Who may, by what each fact is; and nobody but owners touches those who manage the room, but for oneself. */
function objection({ asker, context }: Administration, { whom, set }: ListChange, facts: Facts): Refusal | undefined {
  const needed: Action[] = [
    ...(set.manager === undefined ? [] : (['change owners and admins'] as const)),
    ...(set.member === undefined && set.outcast === undefined ? [] : (['change members and bans'] as const)),
    ...(set.presenter === undefined ? [] : (['change presenters'] as const)),
  ];
  if (needed.length === 0 || needed.some((action) => !may(action, asker, context))) {
    return forbidden('Only managers of the room may change its lists, and only owners may say who manages it.');
  }
  const oneself = whom.jid === asker.person.jid;
  if (set.outcast && oneself) return banOfOneself();
  if (!facts.manager || oneself || may('change owners and admins', asker, context)) return undefined;
  return tooHigh();
}

function factsAfter({ reason: known, ...facts }: Facts, { set, reason = known }: ListChange): Facts {
  const { manager, member, presenter, outcast } = set;
  if (outcast) return { outcast: true, ...(reason !== undefined && { reason }) };
  const after: { -readonly [Name in keyof Facts]: Facts[Name] } = { ...facts };
  if (manager === false) delete after.manager;
  else if (manager !== undefined) after.manager = manager;
  if (member === true) after.member = true;
  if (member === false) delete after.member;
  if (presenter === true) after.presenter = true;
  if (presenter === false) delete after.presenter;
  // Whoever is given a place is banned no longer; and a ban that was not lifted keeps its reason.
  if (outcast === false || manager || member || presenter) delete after.outcast;
  return after.outcast && reason !== undefined ? { ...after, reason } : after;
}

/** In a room for members, those who are one: by themselves, by their domain or by a group. */
function mayPresent(draft: Room, { whom }: ListChange, wanted: Facts): boolean {
  if (!draft.settings.membersOnly || wanted.member) return true;
  return isPerson(whom.jid) && factsOf(draft, whom).member === true && !isMemberOfOwn(draft, whom.jid);
}

/** One's own membership is what the change is about, and counts as it will be. */
function isMemberOfOwn({ entries }: Room, jid: string): boolean {
  return entries.get(jid)?.facts.member === true;
}

/** With membership goes presenting, unless a domain or a group makes them a member still. */
function withoutLostPresenting(draft: Room, wish: ListChange, wanted: Facts): Facts {
  if (!wanted.presenter || wish.set.member !== false || !draft.settings.membersOnly) return wanted;
  const after: Room = { ...draft, entries: draft.entries.draft() };
  after.entries.set({ person: wish.whom, facts: wanted });
  if (factsOf(after, wish.whom).member) return wanted;
  const { presenter: _, ...rest } = wanted;
  return rest;
}

export function askLists(room: Room, { from }: AskLists, context: Context): Outcome {
  if (!may('see the ban list', standingOf(room, from), context)) return outcome({ answer: listNotForYou() });
  return outcome({ answer: { kind: 'lists', entries: [...room.entries.values()] } });
}
