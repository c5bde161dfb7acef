/**
 * Who is in scope: allowed and not denied, and deny always wins (DESIGN: Words). Asked at every door, and so made of a few
 * look-ups by hash, whatever the length of the lists.
 */

import { everyone, groupNameOf, isGroup, isPerson } from '../principal-text.ts';
import { domainOf } from '../wire/jid.ts';
import type { Principals } from './principal-set.ts';

export interface ScopeLists {
  readonly allowed: Principals;
  readonly denied: Principals;
}

/** What scope has to know of groups. */
export interface GroupIndex {
  /** The groups somebody is in, as principals. */
  groupsOf(bare: string): readonly string[];
  /** Members of a group by its name: bare JIDs and domains. Undefined where there is no such group. */
  membersOf(name: string): Iterable<string> | undefined;
}

/** Whether a person is in scope. */
export function isInScope({ allowed, denied }: ScopeLists, bare: string, groups: GroupIndex): boolean {
  if (allowed.size === 0) return false;
  if (denied.size === 0 && allowed.has(everyone)) return true;
  const inGroups = groups.groupsOf(bare);
  return !isNamed(denied, bare, inGroups) && isNamed(allowed, bare, inGroups);
}

/** Whether a list names a person: as such, or by domain, by a group or with everyone. */
export function isNamed(list: Principals, bare: string, inGroups: readonly string[]): boolean {
  if (list.size === 0) return false;
  if (list.has(bare) || list.has(everyone) || list.has(domainOf(bare))) return true;
  for (const group of inGroups) if (list.has(group)) return true;
  return false;
}

/**
 * Whether a principal as a whole may stand on the lists of a room. Of a group whose name is not allowed itself, every
 * member of now has to be in scope; single ones who are denied are kept out of the room all the same.
 */
export function covers(lists: ScopeLists, principal: string, groups: GroupIndex): boolean {
  const { allowed, denied } = lists;
  if (isPerson(principal)) return isInScope(lists, principal, groups);
  if (denied.has(principal) || denied.has(everyone)) return false;
  if (allowed.has(principal) || allowed.has(everyone)) return true;
  if (!isGroup(principal)) return false;
  const members = groups.membersOf(groupNameOf(principal));
  if (members === undefined) return false;
  let some = false;
  for (const member of members) {
    if (!covers(lists, member, groups)) return false;
    some = true;
  }
  return some;
}
