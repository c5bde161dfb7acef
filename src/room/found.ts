/** Making a room complete with settings and lists, without entering it. Who enters one that is not there is in `create.ts`. */

import { isPerson } from '../principal-text.ts';
import type { Refusal } from '../wire/error.ts';
import type { CreateRoom } from './administration-request.ts';
import { done } from './answer.ts';
import type { Context } from './context.ts';
import { absentToldMax, mayBeWrittenTo } from './courtesy.ts';
import type { Affiliated, Created } from './events.ts';
import {
  calledAsCategory,
  noSuchAddin,
  noSuchCategory,
  notInScope,
  notYourCategory,
  tooManyAtOnce,
} from './house-refusals.ts';
import { invitation } from './invitation.ts';
import { newSettings } from './new-settings.ts';
import { type Outcome, outcome } from './outcome.ts';
import { defaultCategory, type Facts, type Person, type Room } from './state.ts';
import { defaultSettings, impliedBy, objectionToSettings, type Settings } from './traits/index.ts';
import { hasInvitations } from './traits/invitations.ts';

/** Managers and members named at once. */
const namedMax = 1_000;

/** Whoever makes a room manages it and is its member, unless an administrator makes it for others. */
export function found(room: Room, request: CreateRoom, context: Context): Outcome {
  const refused = objectionToFounding(room, request, context);
  if (refused !== undefined) return outcome({ answer: refused });
  const { from, category, managers } = request;
  const settings = settingsOf(request, context);
  const stamp = { at: context.now, by: from.person };
  const inScope = room.directory.category(category).inScope(from.person.jid);
  const forOthers = context.isServiceAdmin(from.person) && (managers.length > 0 || !inScope);
  const created: Created = {
    kind: 'created',
    ...stamp,
    settings,
    open: true,
    ...(category !== defaultCategory && { category }),
    ...(forOthers && { forOthers }),
  };
  const listed = listOf(request, forOthers);
  const affiliated: Affiliated[] = listed.map(([whom, facts]) => ({
    kind: 'affiliated',
    ...stamp,
    whom,
    facts,
    before: {},
  }));
  const made: Room = { ...room, category, settings };
  const invited = settings.membersOnly && hasInvitations(made) ? listed.filter(([{ jid }]) => isPerson(jid)) : [];
  return outcome({
    events: [created, ...affiliated],
    deliveries: invited
      .filter(([whom]) => mayBeWrittenTo(made, whom, context))
      .slice(0, absentToldMax)
      .map(([{ jid }]) => invitation(made, { person: from.person, nick: undefined }, {}, jid)),
    answer: done,
  });
}

function settingsOf({ settings }: CreateRoom, context: Context): Settings {
  const usual = newSettings(context);
  return { ...usual, ...impliedBy(settings, usual) };
}

/** What stands in the way of the room itself; that the address is taken is not for everybody to know. */
export function objectionToFounding(room: Room, request: CreateRoom, context: Context): Refusal | undefined {
  const { from, category: key, managers, members } = request;
  const category = room.directory.category(key);
  const oversees = context.isServiceAdmin(from.person);
  if (category.key !== key || category.closing) return oversees ? noSuchCategory() : notYourCategory();
  if (!oversees && !category.mayCreate(from.person.jid)) return notYourCategory();
  if (managers.length + members.length > namedMax) return tooManyAtOnce(namedMax);
  if (![...managers, ...members].every(({ jid }) => category.covers(jid))) return notInScope();
  const settings = settingsOf(request, context);
  if (settings.addin !== '' && room.directory.addin(settings.addin) === undefined) return noSuchAddin();
  if (room.directory.isCategoryName(settings.name)) return calledAsCategory(settings.name);
  return objectionToSettings(settings, defaultSettings);
}

function listOf({ from, managers, members }: CreateRoom, forOthers: boolean): readonly (readonly [Person, Facts])[] {
  const listed = new Map<string, readonly [Person, Facts]>();
  for (const person of members) listed.set(person.jid, [person, { member: true }]);
  for (const person of managers) listed.set(person.jid, [person, { manager: 'owner', member: true }]);
  // The creator stands on the lists already.
  if (!forOthers) listed.delete(from.person.jid);
  return [...listed.values()];
}
