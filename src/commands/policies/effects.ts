/** Who would leave their rooms because of a rule. */

import type { Asking } from '../asking.ts';
import type { PolicyRule } from '../house.ts';
import { counted } from '../pages.ts';
import { decidingRule } from './why.ts';

/** People in rooms now to whom another rule than today's would say no. */
export async function lostBy(
  changed: { readonly right: 'use'; readonly principal: string; readonly allowed?: boolean },
  { policies, groups, people }: Asking,
): Promise<string> {
  const rest = policies.rules().filter(({ right, principal }) => right !== 'use' || principal !== changed.principal);
  const { allowed } = changed;
  const rules: PolicyRule[] = allowed === undefined ? rest : [...rest, { ...changed, allowed }];
  const about = (bare: string) => ({ right: 'use', bare, groups: groups.groupsOf(bare) }) as const;
  const { people: count, complete } = await people.inRooms(
    (bare) => policies.isPermitted('use', bare) && decidingRule(rules, about(bare))?.allowed === false,
  );
  if (count === 0 && complete) return 'Nobody who is in a room now has to leave.';
  return `${complete ? '' : 'At least '}${counted(count, 'person who is in rooms now has', 'people who are in rooms now have')} to leave.`;
}
