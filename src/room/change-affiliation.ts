/** Bans, members, admins and owners (XEP-0045 §9.1 to §9.5, §10.3 to §10.8): one item of a request to change lists. */
import type { Refusal } from '../wire/error.ts';
import { affiliationFrom, affiliationOf, factsOf } from './access.ts';
import { type Administration, roleNow, setRole, why } from './administration.ts';
import type { AdminItem } from './administration-request.ts';
import { announce, announcementOf } from './broadcast.ts';
import { tellOfAbsent } from './courtesy.ts';
import type { Removal } from './leave.ts';
import type { Versions } from './list-versions.ts';
import { objectionToAffiliation, riseOf } from './rank.ts';
import { nickReserved, noSuchOccupant } from './refusals.ts';
import { higherRole, lowerRole, usualRole } from './role.ts';
import { type Affiliation, type Facts, type Occupant, occupantByNick, type Person, type Role } from './state.ts';
import { isToldToOthers } from './traits/large-rooms.ts';

type AffiliationItem = Extract<AdminItem, { kind: 'affiliation' }>;
export type NamedItem = Exclude<AdminItem, { kind: 'role' }>;

export function changeAffiliation(work: Administration, named: NamedItem): Refusal | undefined {
  const item = withAddress(work, named);
  const { draft, asker } = work;
  const facts = item === undefined ? {} : (draft.entries.get(item.whom.jid)?.facts ?? {});
  const oneself = item?.whom.jid === asker.person.jid;
  const change = { from: affiliationFrom(facts), to: named.affiliation, oneself };
  const refused = objectionToAffiliation(change, asker, work.context);
  if (refused !== undefined) return refused;
  if (item === undefined) return noSuchOccupant();
  if (item.nick !== undefined && isTaken(work, item.nick, item.whom)) return nickReserved();
  const wanted = factsAfter(facts, item);
  if (sameFacts(facts, wanted)) return undefined;
  write(work, item, wanted);
  return undefined;
}

function withAddress({ draft }: Administration, item: NamedItem): AffiliationItem | undefined {
  if (item.kind === 'affiliation') return item;
  const occupant = occupantByNick(draft, item.nick);
  const { nick: _, ...rest } = item;
  return occupant && { ...rest, kind: 'affiliation', whom: occupant.person };
}

function isTaken({ draft }: Administration, nick: string, whom: Person): boolean {
  return nick !== '' && draft.entries.holdersOf(nick).some(({ jid }) => jid !== whom.jid);
}

function write(work: Administration, item: AffiliationItem, facts: Facts): void {
  const { draft, at, asker } = work;
  const { whom } = item;
  const concerned = occupantsOf(work, whom).map((occupant) => ({
    occupant,
    before: affiliationOf(draft, occupant.person),
  }));
  const before = affiliationFrom(factsOf(draft, whom));
  if (Object.keys(facts).length === 0) draft.entries.delete(whom.jid);
  else draft.entries.set({ person: whom, facts });
  work.events.push({ kind: 'affiliated', at, by: asker.person, whom, facts });
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
  const after = affiliationOf(draft, whom);
  if (concerned.length === 0 && before !== after) told.push(...tellOfAbsent(work, item, { before, after, versions }));
  if (seen) return;
  work.deliveries.push(...work.changes.message(whom, affiliationFrom(facts), { versions, except: told }));
}

/** A domain concerns everybody who comes from it (§9.2). */
function occupantsOf({ draft }: Administration, { jid }: Person): Occupant[] {
  const from = jid.includes('@') ? undefined : `@${jid}`;
  const concerned: Occupant[] = [];
  for (const occupant of draft.occupants.values()) {
    const { person } = occupant;
    if (person.jid === jid || (from !== undefined && person.jid.endsWith(from))) concerned.push(occupant);
  }
  return concerned;
}

/** Says to whom it shows, at once, that the lists have changed. */
function tellOfOccupant(
  work: Administration,
  { occupant, before }: { readonly occupant: Occupant; readonly before: Affiliation },
  { item, versions }: { readonly item: AffiliationItem; readonly versions?: Versions },
): 'to all' | 'to itself' | 'to nobody' {
  const { draft, removals } = work;
  const affiliation = affiliationOf(draft, occupant.person);
  if (affiliation === before) return 'to nobody';
  const shown = { affiliation, ...why(work, item) };
  const cause = causeToLeave(work, affiliation);
  const leaving = removals.get(occupant);
  if (cause !== undefined || leaving?.cause === 'kicked') {
    // It is told when all else has been: of several changes, those who follow the versions need each in its place.
    const { alone } = work.changes;
    removals.set(occupant, { cause: cause ?? 'kicked', item: shown, ...(alone && versions && { versions }) });
    return alone ? 'to all' : 'to nobody';
  }
  removals.delete(occupant);
  const role = roleAfter(work, occupant, riseOf({ from: before, to: affiliation }));
  if (role !== roleNow(work, occupant)) setRole(work, occupant, role);
  const announcement = announcementOf(draft, occupant);
  work.deliveries.push(
    ...announce(draft, occupant, { ...announcement, ...(versions && { versions }), item: { ...shown, role } }),
  );
  return isToldToOthers(draft, occupant, { role, news: 'standing' }) ? 'to all' : 'to itself';
}

/** Who may not enter may not stay: one presence says both (§9.4). */
function causeToLeave({ draft }: Administration, affiliation: Affiliation): Removal['cause'] | undefined {
  if (affiliation === 'outcast') return 'banned';
  return affiliation === 'none' && draft.settings.membersOnly ? 'affiliation' : undefined;
}

/** Who rises has at least the role that comes with it (§5.1.3); who falls has at most that, which the text leaves to us. */
function roleAfter(work: Administration, occupant: Occupant, rise: number): Role {
  const usual = usualRole(work.draft, occupant.person);
  const now = roleNow(work, occupant);
  return rise >= 0 ? higherRole(now, usual) : lowerRole(now, usual);
}

function factsAfter(facts: Facts, item: AffiliationItem): Facts {
  const nick = item.nick ?? facts.nick ?? '';
  const kept = { ...(nick !== '' && { nick }), ...(facts.presenter && { presenter: true as const }) };
  switch (item.affiliation) {
    case 'owner':
    case 'admin':
      return { ...kept, manager: item.affiliation, member: true };
    case 'member':
      return { ...kept, member: true };
    case 'none':
      return {};
    case 'outcast':
      return { outcast: true, ...(item.reason !== undefined && { reason: item.reason }) };
  }
}

/** A list sent whole names many whom it does not change. */
function sameFacts(one: Facts, other: Facts): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]) as ReadonlySet<keyof Facts>;
  return [...names].every((name) => one[name] === other[name]);
}
