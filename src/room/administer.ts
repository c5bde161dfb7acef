/**
 * Changing affiliations and roles (XEP-0045 §8, §9, §10): many items at once, all or none, each change
 * announced. A client that sets an owner to `member` takes the management away and leaves the membership.
 */

import { isRefusal, type Refusal } from '../wire/error.ts';
import { affiliationFrom, affiliationOf, may, standingOf } from './access.ts';
import type { Entry } from './access-list.ts';
import { announce, announcementOf } from './broadcast.ts';
import type { RoomEvent } from './events.ts';
import { type Removal, remove } from './leave.ts';
import { type Context, type Delivery, done, type Outcome, outcome } from './outcome.ts';
import { forbidden, lastOwner, noSuchOccupant, notAllowed } from './refusals.ts';
import type { AdminItem, Administer } from './request.ts';
import { roleOnEntry } from './role.ts';
import {
  type Affiliation,
  type Facts,
  type Occupant,
  occupantByNick,
  type Person,
  type Role,
  type Room,
  timeOf,
} from './state.ts';

type AffiliationItem = Extract<AdminItem, { kind: 'affiliation' }>;
type RoleItem = Extract<AdminItem, { kind: 'role' }>;

export function administer(room: Room, request: Administer, context: Context): Outcome {
  // Decided on a copy of the lists, so that what an item changes holds for the next, and a refusal changes nothing.
  const draft: Room = { ...room, entries: room.entries.draft() };
  const events: RoomEvent[] = [];
  const deliveries: Delivery[] = [];
  const removals = new Map<Occupant, Removal>();
  for (const item of request.items) {
    const effect =
      item.kind === 'role'
        ? changeRole(draft, item, request, context)
        : changeAffiliation(draft, item, request, context);
    if (isRefusal(effect)) return outcome({ answer: effect });
    events.push(...effect.events);
    deliveries.push(...effect.deliveries);
    for (const [occupant, removal] of effect.removals) removals.set(occupant, removal);
  }
  if (draft.entries.owners === 0) return outcome({ answer: lastOwner() });
  const removed = removals.size === 0 ? undefined : remove(draft, removals, context);
  return outcome({
    events: [...events, ...(removed?.events ?? [])],
    deliveries: [...deliveries, ...(removed?.deliveries ?? [])],
    answer: done,
  });
}

interface Effect {
  readonly events: readonly RoomEvent[];
  readonly deliveries: readonly Delivery[];
  readonly removals: ReadonlyMap<Occupant, Removal>;
}

const nobody: ReadonlyMap<Occupant, Removal> = new Map();

function changeAffiliation(
  draft: Room,
  item: AffiliationItem,
  request: Administer,
  context: Context,
): Effect | Refusal {
  const before = affiliationFrom(draft.entries.get(item.whom.jid)?.facts ?? {});
  const refused = objectionToAffiliation(draft, item, before, request, context);
  if (refused !== undefined) return refused;
  const facts = factsAfter(draft.entries.get(item.whom.jid), item);
  if (Object.keys(facts).length === 0) draft.entries.delete(item.whom.jid);
  else draft.entries.set({ person: item.whom, facts });
  const at = timeOf(draft, context);
  const events: RoomEvent[] = [{ kind: 'affiliated', at, by: request.from.person, whom: item.whom, facts }];
  const deliveries: Delivery[] = [];
  const removals = new Map<Occupant, Removal>();
  const actor = draft.sessions.get(request.from.session)?.occupant.nick;
  const why = { ...(actor !== undefined && { actor }), ...(item.reason !== undefined && { reason: item.reason }) };
  for (const occupant of draft.occupants.values()) {
    if (!concerns(item.whom, occupant.person)) continue;
    const affiliation = affiliationOf(draft, occupant.person);
    if (affiliation === 'outcast') {
      removals.set(occupant, { cause: 'banned', item: { affiliation, ...why } });
    } else if (affiliation === 'none' && draft.settings.membersOnly) {
      removals.set(occupant, { cause: 'affiliation', item: { affiliation, ...why } });
    } else {
      const role = roleOnEntry(draft, occupant.person);
      if (role !== occupant.role) events.push({ kind: 'role', at, by: request.from.person, nick: occupant.nick, role });
      const announcement = announcementOf(draft, occupant);
      deliveries.push(...announce(draft, occupant, { ...announcement, item: { affiliation, role, ...why } }));
    }
  }
  return { events, deliveries, removals };
}

function objectionToAffiliation(
  draft: Room,
  item: AffiliationItem,
  before: Affiliation,
  request: Administer,
  context: Context,
): Refusal | undefined {
  const standing = { room: draft, person: request.from.person, role: 'none' as const };
  const high = (affiliation: Affiliation) => affiliation === 'owner' || affiliation === 'admin';
  if (!may('change members and bans', standing, context)) {
    return forbidden('Only owners and admins of the room may change its lists.');
  }
  if ((high(before) || high(item.affiliation)) && !may('change owners and admins', standing, context)) {
    return notAllowed('Only an owner may make, or unmake, owners and admins.');
  }
  if (item.affiliation === 'outcast' && item.whom.jid === request.from.person.jid) {
    return refusalSelfBan();
  }
  return undefined;
}

const refusalSelfBan = (): Refusal => ({
  ...lastOwner(),
  text: 'You cannot ban yourself. Leave the room, or let another owner do it.',
});

function factsAfter(entry: Entry | undefined, item: AffiliationItem): Facts {
  const nick = item.nick ?? entry?.facts.nick;
  const reserved = nick === undefined ? {} : { nick };
  const presenter = entry?.facts.presenter ? { presenter: true as const } : {};
  switch (item.affiliation) {
    case 'owner':
    case 'admin':
      return { ...reserved, ...presenter, manager: item.affiliation, member: true };
    case 'member':
      return { ...reserved, ...presenter, member: true };
    case 'none':
      return {};
    case 'outcast':
      return { outcast: true, ...(item.reason !== undefined && { reason: item.reason }) };
  }
}

/** A domain concerns everybody who comes from it. */
function concerns(whom: Person, person: Person): boolean {
  return whom.jid === person.jid || person.jid.endsWith(`@${whom.jid}`);
}

function changeRole(draft: Room, item: RoleItem, request: Administer, context: Context): Effect | Refusal {
  const occupant = occupantByNick(draft, item.nick);
  if (occupant === undefined) return noSuchOccupant();
  const actor = draft.sessions.get(request.from.session)?.occupant;
  const refused = objectionToRole(draft, item.role, occupant, request, context);
  if (refused !== undefined) return refused;
  const affiliation = affiliationOf(draft, occupant.person);
  const why = { ...(actor && { actor: actor.nick }), ...(item.reason !== undefined && { reason: item.reason }) };
  if (item.role === 'none') {
    const removal: Removal = { cause: 'kicked', item: { affiliation, ...why } };
    return { events: [], deliveries: [], removals: new Map([[occupant, removal]]) };
  }
  if (item.role === occupant.role) return { events: [], deliveries: [], removals: nobody };
  const at = timeOf(draft, context);
  const announcement = { ...announcementOf(draft, occupant), item: { affiliation, role: item.role, ...why } };
  return {
    events: [{ kind: 'role', at, by: request.from.person, nick: occupant.nick, role: item.role }],
    deliveries: announce(draft, occupant, announcement),
    removals: nobody,
  };
}

const ranks: Record<Affiliation, number> = { outcast: 0, none: 0, member: 1, admin: 2, owner: 3 };

/** §8.2 to §8.5, §9.6, §9.7: nobody touches those who stand higher; moderators are made by admins. */
function objectionToRole(
  room: Room,
  role: Role,
  occupant: Occupant,
  request: Administer,
  context: Context,
): Refusal | undefined {
  const standing = standingOf(room, request.from);
  if (!may('change roles', standing, context)) return forbidden('Only moderators may do that.');
  const mine = ranks[affiliationOf(room, request.from.person)];
  const theirs = ranks[affiliationOf(room, occupant.person)];
  if (role === 'moderator' || (occupant.role === 'moderator' && role !== 'none')) {
    if (!may('change members and bans', standing, context))
      return notAllowed('Only admins and owners make moderators.');
  }
  return theirs > mine || (theirs >= ranks.admin && role !== 'moderator')
    ? notAllowed('You cannot do that to somebody who stands as high as you, or higher.')
    : undefined;
}
