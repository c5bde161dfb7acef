/** Everybody whom a category lets stand on the lists of its rooms. */
import { groupNameOf, isGroup } from '../../principal-text.ts';
import type { RoomCategory } from '../../room/directory.ts';
import type { Asking } from '../asking.ts';
import type { CategoryList } from '../house.ts';

export interface Scope {
  readonly allowed: CategoryList;
  readonly view: RoomCategory;
  /** The address of the room that was asked for. */
  readonly room?: string;
}

/** Names that are looked at; who has more filters by domain or group instead. */
const lookedAtMax = 500_000;

/** Principals on the list of the allowed, and members of its groups, each once; none of the denied. */
export function* eligibleIn({ allowed, view }: Scope, { groups }: Pick<Asking, 'groups'>): Iterable<string> {
  const told = new Set<string>();
  for (const principal of allowed) {
    for (const one of withMembers(principal, groups)) {
      if (told.size >= lookedAtMax) return;
      if (told.has(one)) continue;
      told.add(one);
      if (view.covers(one)) yield one;
    }
  }
}

function* withMembers(principal: string, groups: Asking['groups']): Iterable<string> {
  yield principal;
  if (isGroup(principal)) yield* groups.membersOf(groupNameOf(principal)) ?? [];
}
