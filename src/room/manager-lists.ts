/**
 * Owners and admins as the owner's form has them: full lists (XEP-0045 §10.5, §10.8, §15.5.3), which become the changes
 * that lead from those the room has to those the form names.
 */

import { isGroup } from '../principal-text.ts';
import { affiliationFrom } from './access.ts';
import type { AdminItem } from './administration-request.ts';
import type { Affiliation, Person, Room } from './state.ts';

export interface ManagerLists<T> {
  /** Absent: they stay as they are. */
  readonly owners?: readonly T[];
  readonly admins?: readonly T[];
}

/** In a form; longer lists are left to queries for them. */
export const managersMax = 1_000;

/** Whose list is too long to be shown, and so to be sent back, is left out. */
export function managersOf(room: Room): ManagerLists<string> {
  const owners: string[] = [];
  const admins: string[] = [];
  for (const { person, facts } of room.entries.values()) {
    if (isGroup(person.jid)) continue;
    const affiliation = affiliationFrom(facts);
    if (affiliation === 'owner') owners.push(person.jid);
    else if (affiliation === 'admin') admins.push(person.jid);
  }
  return {
    ...(owners.length <= managersMax && { owners: owners.sort() }),
    ...(admins.length <= managersMax && { admins: admins.sort() }),
  };
}

type Change = Extract<AdminItem, { kind: 'affiliation' }>;

/**
 * Whoever is on both lists is an owner. Who was an owner and is so no more becomes an admin (§10.2), unless the form
 * names the admins, and others; who was an admin stays a member.
 */
export function changesTo(room: Room, { owners: listed, admins }: ManagerLists<Person>): Change[] {
  // The first form asks for owners besides the one who makes the room (§10.1.3).
  const owners = listed?.length === 0 && !room.open ? undefined : listed;
  if (owners === undefined && admins === undefined) return [];
  const wanted = new Map<string, Change>();
  const now = (person: Person): Affiliation => affiliationFrom(room.entries.get(person.jid)?.facts ?? {});
  const want = (whom: Person, affiliation: Affiliation): void => {
    wanted.set(whom.jid, { kind: 'affiliation', whom, affiliation });
  };
  for (const { person, facts } of room.entries.values()) {
    // The form cannot name groups, and so leaves them where they are.
    if (isGroup(person.jid)) continue;
    const affiliation = affiliationFrom(facts);
    if (affiliation === 'owner' && owners !== undefined) want(person, admins === undefined ? 'admin' : 'member');
    if (affiliation === 'admin' && admins !== undefined) want(person, 'member');
  }
  for (const person of admins ?? []) if (owners !== undefined || now(person) !== 'owner') want(person, 'admin');
  for (const person of owners ?? []) want(person, 'owner');
  return [...wanted.values()].filter(({ whom, affiliation }) => now(whom) !== affiliation);
}
