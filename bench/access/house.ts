/** Categories with lists of a hundred thousand and people in hundreds of groups, in memory, as rooms ask them. */

import { emptyCategory } from '../../src/category/category.ts';
import type { GroupMembers } from '../../src/category/group-members.ts';
import { PrincipalSet } from '../../src/category/principal-set.ts';
import { CategoryView } from '../../src/category/room-category.ts';
import type { Directory } from '../../src/room/directory.ts';

export const domain = 'chat.example.org';

export function userJid(index: number): string {
  return `person.number${index}@${domain}`;
}

export function groupName(index: number): string {
  return `Desk ${index}, floor ${index % 40}`.replace(',', '');
}

/** Whoever is in scope by none but the last of their groups: everything is looked up before it is found. */
export interface ScopeLength {
  /** Of the allowed and of the denied list. */
  readonly entries: number;
  /** The group that allows; everyone where it is left out. */
  readonly through?: string;
}

/** A tenth of each list are groups that nobody asked about is in. */
function strangers(list: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    index % 10 === 0 ? `group:${list} ${index}` : `${list}${index}@elsewhere.example`,
  );
}

export function directoryOf(groups: GroupMembers, { entries, through }: ScopeLength): Directory {
  const category = {
    ...emptyCategory('default'),
    allowed: new PrincipalSet([...strangers('allowed', entries), through === undefined ? '*' : `group:${through}`]),
    denied: new PrincipalSet(strangers('denied', entries)),
  };
  const groupsOf = (bare: string) => groups.groupsOf(bare);
  const view = new CategoryView(category, {
    groupsOf,
    membersOf: (name) => groups.membersOf(name),
    mayUse: () => true,
    mayMakeRooms: () => true,
  });
  return { groupsOf, category: () => view, addin: () => undefined, isCategoryName: () => false };
}
