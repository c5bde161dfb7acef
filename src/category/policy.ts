/**
 * Who may use the service, and who may make rooms. What says most about somebody counts: what is said of the person, then of
 * a group (where groups disagree, no wins), then of the domain, then of everyone, and then what holds where nothing is said.
 */

import { everyone } from '../principal-text.ts';
import { domainOf } from '../wire/jid.ts';

/** What may be allowed or refused to a principal. */
export type PolicyRight = 'use' | 'create';

/** By the text of the principal. */
export type PolicyRules = ReadonlyMap<string, boolean>;

/** `otherwise`: what holds for whom no rule is about. */
export function isPermitted(
  rules: PolicyRules,
  bare: string,
  ask: { groupsOf(bare: string): readonly string[]; otherwise(bare: string): boolean },
): boolean {
  if (rules.size === 0) return ask.otherwise(bare);
  const own = rules.get(bare);
  if (own !== undefined) return own;
  let byGroup: boolean | undefined;
  for (const group of ask.groupsOf(bare)) {
    const rule = rules.get(group);
    if (rule === false) return false;
    byGroup ??= rule;
  }
  return byGroup ?? rules.get(domainOf(bare)) ?? rules.get(everyone) ?? ask.otherwise(bare);
}

/** Which people of other domains than ours may come at all: none, all, or those of these domains. */
export type Federation = 'off' | 'all' | readonly string[];

/** Whether somebody is of our domains, or of one that federation lets in; a ceiling that no rule lifts. */
export function ceilingOf(users: readonly string[], federation: Federation): (bare: string) => boolean {
  if (users.includes(everyone) || federation === 'all') return () => true;
  const known = new Set([...users, ...(federation === 'off' ? [] : federation)]);
  return (bare) => known.has(domainOf(bare));
}
