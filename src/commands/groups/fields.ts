/** What the commands for groups ask for. */

import type { CategoryWish } from '../../category/change.ts';
import { readGroupName } from '../../category/principal.ts';
import { groupText } from '../../principal-text.ts';
import { isRefusal, type Refusal, refusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import { effectsTogether } from '../categories/effects.ts';
import type { CategoryEffects, CategoryFacts, GroupFacts } from '../house.ts';
import { type Item, item } from '../item-fields.ts';

export const groupCommands = 'longroom:groups';

/** Of groups made by commands; those of others come from outside. */
const ownSource = 'command';

const groupName: Item<string> = { of: 'text', read: readGroupName, write: (name) => name };

/** With or without `group:` before it. */
export const group = item({
  name: 'group',
  label: 'Group',
  description: 'Its name.',
  example: 'traders',
  item: { ...groupName, read: (typed) => readGroupName(typed.replace(/^group:/, '')) },
});

export function findGroup(name: string, { groups }: Asking): GroupFacts | Refusal {
  return groups.list().find((one) => one.name === name) ?? noSuchGroup();
}

/** The same of one that commands may change. */
export function findOwnGroup(name: string, asking: Asking): GroupFacts | Refusal {
  const found = findGroup(name, asking);
  if (isRefusal(found) || found.source === ownSource) return found;
  return refusal(
    'not-allowed',
    'cancel',
    `This group comes from ${sourceText(found.source)}: it can be changed there only.`,
  );
}

const noSuchGroup = (): Refusal =>
  refusal('item-not-found', 'modify', 'There is no group of this name. "group list" shows those there are.');

export function sourceText(source: string): string {
  switch (source) {
    case ownSource:
      return 'commands';
    case 'config':
      return 'the configuration';
    case 'ldap':
      return 'LDAP';
    default:
      return source;
  }
}

/** Categories and policies that name the group. Not the lists of rooms: those are asked for in each room. */
export function usesOf(name: string, { categories, policies, from }: Asking): string[] {
  const principal = groupText(name);
  const inCategories = categories.visibleTo(from.person).flatMap((category) => {
    const lists = listsNaming(category, principal);
    return lists.length === 0 ? [] : [`the category "${category.name}" (${lists.join(', ')})`];
  });
  const rules = policies.rules().filter((rule) => rule.principal === principal);
  const inPolicies = rules.map(({ right, allowed }) => `the policy (${right}: ${allowed ? 'allow' : 'deny'})`);
  return [...inCategories, ...inPolicies];
}

function listsNaming(category: CategoryFacts, principal: string): ('allowed' | 'denied' | 'creators')[] {
  return (['allowed', 'denied', 'creators'] as const).filter((list) => category[list].has(principal));
}

/** Categories that are asked what they would lose, since each has all its rooms looked at. */
const countedMax = 20;

/** What rooms would lose if no category named the group any more. */
export async function effectsWithout(name: string, { categories, from }: Asking): Promise<CategoryEffects> {
  const principal = groupText(name);
  const naming = categories.visibleTo(from.person).filter(({ allowed }) => allowed.has(principal));
  const effects: (CategoryEffects | Refusal)[] = [];
  for (const category of naming.slice(0, countedMax)) {
    const remove = { remove: [principal] };
    const wish: CategoryWish = { allowed: remove, ...(category.creators.has(principal) && { creators: remove }) };
    effects.push(await categories.countEffects({ key: category.key, wish }));
  }
  const sum = effectsTogether(effects);
  return naming.length > countedMax ? { ...sum, atLeast: true } : sum;
}

const usesShownMax = 10;

export function usesText(uses: readonly string[]): string {
  const shown = uses.slice(0, usesShownMax).join('; ');
  return uses.length > usesShownMax ? `${shown}; and ${uses.length - usesShownMax} more` : shown;
}
