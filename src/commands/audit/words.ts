/** An entry of the audit in plain words. */
import type { AuditEntry } from '../house.ts';

const categoryPrefix = 'category:';
/** Of one value; whoever needs all of a long list looks at what it belongs to. */
const valueCharactersMax = 200;

export function whereText(where: string): string {
  if (where === 'service') return 'the service';
  return where.startsWith(categoryPrefix) ? `category "${where.slice(categoryPrefix.length)}"` : where;
}

/** What was, and what is: `name: Den -> Lounge; history: on`. */
export function changeText({ before, after }: Pick<AuditEntry, 'before' | 'after'>): string {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.map((name) => `${name}: ${fromTo(before[name], after[name])}`).join('; ');
}

function fromTo(before: string | undefined, after: string | undefined): string {
  if (before === undefined) return valueText(after);
  return after === undefined ? `${valueText(before)} -> gone` : `${valueText(before)} -> ${valueText(after)}`;
}

function valueText(value = ''): string {
  const characters = [...value];
  if (characters.length === 0) return 'nothing';
  return characters.length > valueCharactersMax ? `${characters.slice(0, valueCharactersMax).join('')}…` : value;
}
