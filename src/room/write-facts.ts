/**
 * What stands on the lists of somebody from now on, and what comes of it: for those in the room whom it is about, for
 * those who see the lists, and for whoever is away. Whether it may be is decided before.
 */

import { isDomain, isGroup, isPerson } from '../principal-text.ts';
import { domainOf } from '../wire/jid.ts';
import { affiliationFrom, affiliationOf, factsOf, may } from './access.ts';
import { type Administration, roleNow, setRole, why } from './administration.ts';
import { announce, announcementOf } from './broadcast.ts';
import { tellOfAbsent } from './courtesy.ts';
import type { Removal } from './leave.ts';
import type { Versions } from './list-versions.ts';
import { isPresenter } from './presenters.ts';
import { riseOf } from './rank.ts';
import { higherRole, lowerRole, usualRole } from './role.ts';
import type { Affiliation, Facts, Occupant, Person, Role, Room } from './state.ts';
import { isToldToOthers } from './traits/large-rooms.ts';

interface Named {
  readonly whom: Person;
  readonly reason?: string;
}

interface Concerned {
  readonly occupant: Occupant;
  readonly before: Affiliation;
  readonly presented: boolean;
}

export function writeFacts(work: Administration, item: Named, facts: Facts): void {
  const { draft, at, asker } = work;
  const { whom } = item;
  const concerned = concernedBy(draft, whom);
  const before = affiliationFrom(factsOf(draft, whom));
  const listed = draft.entries.get(whom.jid)?.facts ?? {};
  if (Object.keys(facts).length === 0) draft.entries.delete(whom.jid);
  else draft.entries.set({ person: whom, facts });
  work.events.push({ kind: 'affiliated', at, by: asker.person, whom, facts, before: listed });
  if (isGroup(whom.jid)) for (const one of concerned) tellOfOccupant(work, one, { item });
  else tell(work, item, { concerned, before, facts });
  if (listed.member && !facts.member && !isPerson(whom.jid)) dropPresenters(work, whom);
}

function tell(
  work: Administration,
  item: Named,
  change: { readonly concerned: readonly Concerned[]; readonly before: Affiliation; readonly facts: Facts },
): void {
  const { concerned, before, facts } = change;
  const { whom } = item;
  const versions = work.changes.next();
  // One presence leads from version to version; what others say of the same change has none.
  let seen = false;
  const told: string[] = [];
  for (const one of concerned) {
    const leads = !seen && told.length === 0 && one.occupant.person.jid === whom.jid;
    const shown = tellOfOccupant(work, one, { item, ...(leads && { versions }) });
    if (leads && shown === 'to all') seen = true;
    if (leads && shown === 'to itself') told.push(...one.occupant.sessions.map(({ jid }) => jid));
  }
  const after = affiliationOf(work.draft, whom);
  if (concerned.length === 0 && before !== after) told.push(...tellOfAbsent(work, item, { before, after, versions }));
  if (seen) return;
  work.deliveries.push(...work.changes.message(whom, affiliationFrom(facts), { versions, except: told }));
}

/** A domain concerns everybody who comes from it (§9.2), a group everybody in it. */
function concernedBy(draft: Room, { jid }: Person): Concerned[] {
  const concerned: Concerned[] = [];
  for (const occupant of draft.occupants.values()) {
    if (!isOf(draft, occupant.person, jid)) continue;
    const { person } = occupant;
    concerned.push({ occupant, before: affiliationOf(draft, person), presented: isPresenter(draft, person) });
  }
  return concerned;
}

function isOf({ directory }: Pick<Room, 'directory'>, { jid }: Person, listed: string): boolean {
  if (isGroup(listed)) return directory.groupsOf(jid).includes(listed);
  return jid === listed || (isDomain(listed) && isPerson(jid) && domainOf(jid) === listed);
}

/** Who was a member by this domain or group alone is none any more, and so no presenter either. */
function dropPresenters(work: Administration, whom: Person): void {
  const { draft } = work;
  if (draft.entries.presenters === 0 || !draft.settings.membersOnly) return;
  for (const { person, facts } of [...draft.entries.values()]) {
    if (!facts.presenter || !isPerson(person.jid) || !isOf(draft, person, whom.jid)) continue;
    const { presenter: _, ...rest } = facts;
    if (!factsOf(draft, person).member) writeFacts(work, { whom: person }, rest);
  }
}

/** Says to whom it shows, at once, that the lists have changed. */
function tellOfOccupant(
  work: Administration,
  { occupant, before, presented }: Concerned,
  { item, versions }: { readonly item: Named; readonly versions?: Versions },
): 'to all' | 'to itself' | 'to nobody' {
  const { draft, removals } = work;
  const affiliation = affiliationOf(draft, occupant.person);
  const presents = isPresenter(draft, occupant.person);
  const cause = causeToLeave(work, occupant, affiliation);
  if (affiliation === before && presents === presented && cause === undefined) return 'to nobody';
  const shown = { affiliation, ...why(work, item) };
  const leaving = removals.get(occupant);
  if (cause !== undefined || leaving?.cause === 'kicked') {
    // It is told when all else has been: of several changes, those who follow the versions need each in its place.
    const { alone } = work.changes;
    removals.set(occupant, { cause: cause ?? 'kicked', item: shown, ...(alone && versions && { versions }) });
    return alone ? 'to all' : 'to nobody';
  }
  removals.delete(occupant);
  const rise = riseOf({ from: before, to: affiliation }) || Number(presents) - Number(presented);
  const role = roleAfter(work, occupant, rise);
  if (role !== roleNow(work, occupant)) setRole(work, occupant, { role });
  const announcement = announcementOf(draft, occupant);
  // An empty list of hats is shown, too: it is how a client learns that the last one is gone.
  const hats = announcement.hats ?? (presented ? [] : undefined);
  work.deliveries.push(
    ...announce(draft, occupant, { ...announcement, hats, ...(versions && { versions }), item: { ...shown, role } }),
  );
  return isToldToOthers(draft, occupant, { role, news: 'standing' }) ? 'to all' : 'to itself';
}

/** Who may not enter may not stay: one presence says both (§9.4). */
function causeToLeave(
  { draft, context }: Administration,
  { person }: Occupant,
  affiliation: Affiliation,
): Removal['cause'] | undefined {
  if (affiliation === 'outcast') return 'banned';
  return may('enter', { room: draft, person, role: 'none' }, context) ? undefined : 'affiliation';
}

/** Who rises has at least the role that comes with it (§5.1.3); who falls has at most that, which the text leaves to us. */
function roleAfter(work: Administration, occupant: Occupant, rise: number): Role {
  const usual = usualRole(work.draft, occupant.person);
  const now = roleNow(work, occupant);
  return rise >= 0 ? higherRole(now, usual) : lowerRole(now, usual);
}

export function sameFacts(one: Facts, other: Facts): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]) as ReadonlySet<keyof Facts>;
  return [...names].every((name) => one[name] === other[name]);
}
