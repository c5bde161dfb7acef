/**
 * What holds of somebody in a room: the facts on themselves, on their domain and on their groups, taken together, and
 * nothing where they are out of scope (DESIGN: Facts, not ranks). A few lookups, whatever the length of the lists; and
 * nothing of it is kept, as groups and categories change beside the room.
 */

import { isPerson } from '../principal-text.ts';
import { domainOf } from '../wire/jid.ts';
import type { RoomCategory } from './directory.ts';
import type { Affiliation, Facts, Person, Room } from './state.ts';

const noFacts: Facts = {};

export function categoryOf({ directory, category }: Pick<Room, 'directory' | 'category'>): RoomCategory {
  return directory.category(category);
}

/** Whether the category has room for this person at all: the ceiling above all lists. */
export function isInScope(room: Pick<Room, 'directory' | 'category'>, { jid }: Pick<Person, 'jid'>): boolean {
  return categoryOf(room).inScope(jid);
}

/** Of a person; of a domain or a group, what stands on the lists of it. */
export function factsOf(room: Room, person: Pick<Person, 'jid'>): Facts {
  const { jid } = person;
  const own = room.entries.get(jid)?.facts;
  if (!isPerson(jid)) return own ?? noFacts;
  // Of a stranger nothing holds, in scope or not; a roster asks for each who is in it.
  if (own === undefined && !room.entries.hasShared) return noFacts;
  if (!isInScope(room, person)) return noFacts;
  return room.entries.hasShared ? together(own, sharedFacts(room, jid)) : (own ?? noFacts);
}

/** Those that come by domain (XEP-0045 §9.1, §9.2) and by group. */
function sharedFacts({ entries, directory }: Room, jid: string): Facts[] {
  const shared: Facts[] = [];
  const domain = entries.get(domainOf(jid));
  if (domain !== undefined) shared.push(domain.facts);
  if (!entries.hasGroups) return shared;
  for (const group of directory.groupsOf(jid)) {
    const entry = entries.get(group);
    if (entry !== undefined) shared.push(entry.facts);
  }
  return shared;
}

/** One's own ban decides; one's own place on the lists stands against a ban of many; else any ban is one. */
function together(own: Facts | undefined, shared: readonly Facts[]): Facts {
  if (own?.outcast || shared.length === 0) return own ?? noFacts;
  const ban = shared.find(({ outcast }) => outcast);
  if (ban !== undefined && !own?.manager && !own?.member) return ban;
  const all = [own ?? noFacts, ...shared.filter(({ outcast }) => !outcast)];
  const managing = all.flatMap(({ manager }) => manager ?? []);
  const manager = managing.find((rank) => rank === 'owner') ?? managing[0];
  return {
    ...(manager !== undefined && { manager }),
    ...(all.some(({ member }) => member) && { member: true }),
    ...(all.some(({ presenter }) => presenter) && { presenter: true }),
    ...(own?.nick !== undefined && { nick: own.nick }),
  };
}

export function affiliationOf(room: Room, person: Pick<Person, 'jid'>): Affiliation {
  return affiliationFrom(factsOf(room, person));
}

export function affiliationFrom(facts: Facts): Affiliation {
  if (facts.outcast) return 'outcast';
  if (facts.manager) return facts.manager;
  return facts.member || facts.presenter ? 'member' : 'none';
}

/** Whether somebody of whom these facts hold belongs to the room: owner, admin or member. */
export function belongs(facts: Facts): boolean {
  const affiliation = affiliationFrom(facts);
  return affiliation !== 'none' && affiliation !== 'outcast';
}

/** Presenters are members; who only manages the room is not. */
export function isMember({ member, presenter, outcast }: Facts): boolean {
  return !outcast && (member === true || presenter === true);
}
