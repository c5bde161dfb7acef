/** An entry of the audit in plain words. */
import type { AuditEntry } from '../house.ts';

const categoryPrefix = 'category:';
/** Of one value; whoever needs all of a long list looks at what it belongs to. */
const valueCharactersMax = 200;

export function whereText(where: string): string {
  if (where === 'service') return 'the service';
  return where.startsWith(categoryPrefix) ? `category "${where.slice(categoryPrefix.length)}"` : where;
}

/** Of these, who was put on and who was taken off is told, and not what they were. */
const lists: ReadonlySet<string> = new Set(['allowed', 'denied', 'creators', 'members', 'administrators']);

/** What was, and what is: `name: Den -> Lounge; history: on; denied: added bob@example.org`. */
export function changeText({ before, after }: Pick<AuditEntry, 'before' | 'after'>): string {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const textOf = (name: string) => (lists.has(name) ? putAndTaken : fromTo)(before[name], after[name]);
  return names.map((name) => `${inWords(name)}: ${textOf(name)}`).join('; ');
}

/** `membersOnly` is `members only`; addresses and names of groups stay as they are. */
function inWords(name: string): string {
  if (!/^[a-z]+([A-Z][a-z]+)+$/.test(name)) return name;
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function putAndTaken(taken: string | undefined, put: string | undefined): string {
  const parts = [put && `added ${valueText(put)}`, taken && `removed ${valueText(taken)}`];
  return parts.filter((part) => part !== undefined && part !== '').join(', ');
}

/** What stays the same only says what it is about. */
function fromTo(before: string | undefined, after: string | undefined): string {
  if (before === undefined || before === after) return valueText(after);
  return after === undefined ? `${valueText(before)} -> gone` : `${valueText(before)} -> ${valueText(after)}`;
}

function valueText(value = ''): string {
  const characters = [...value];
  if (characters.length === 0) return 'nothing';
  return characters.length > valueCharactersMax ? `${characters.slice(0, valueCharactersMax).join('')}…` : value;
}
