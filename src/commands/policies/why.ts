/** Which rule says what holds for somebody: the one that says most about them. */

import type { PolicyRight } from '../../category/policy.ts';
import { everyone, groupNameOf, isGroup } from '../../principal-text.ts';
import { domainOf } from '../../wire/jid.ts';
import type { PolicyRule } from '../house.ts';

/** In the order of `category/policy.ts`; nothing where no rule is about them. */
export function decidingRule(
  rules: readonly PolicyRule[],
  { right, bare, groups }: { readonly right: PolicyRight; readonly bare: string; readonly groups: readonly string[] },
): PolicyRule | undefined {
  const own = new Map(rules.filter((rule) => rule.right === right).map((rule) => [rule.principal, rule]));
  const byGroup = groups.flatMap((group) => own.get(group) ?? []);
  return (
    own.get(bare) ??
    byGroup.find(({ allowed }) => !allowed) ??
    byGroup[0] ??
    own.get(domainOf(bare)) ??
    own.get(everyone)
  );
}

/** Whom a rule is about, in words. */
export function principalWords(principal: string): string {
  if (principal === everyone) return 'everyone';
  if (isGroup(principal)) return `the group "${groupNameOf(principal)}"`;
  return principal.includes('@') ? principal : `everybody of the domain ${principal}`;
}
