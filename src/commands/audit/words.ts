/** An entry of the audit in plain words. */
import type { AuditEntry } from '../house.ts';
import { optionName } from '../typed.ts';

const categoryPrefix = 'category:';
/** Of one value; whoever needs all of a long list looks at what it belongs to. */
const valueCharactersMax = 200;

export function whereText(where: string): string {
  if (where === 'service') return 'the service';
  return where.startsWith(categoryPrefix) ? `category "${where.slice(categoryPrefix.length)}"` : where;
}

/** Where the word for programs is not the one for people. */
const kinds: Readonly<Record<string, string>> = {
  created: 'room made',
  configured: 'settings changed',
  affiliated: 'list changed',
  moved: 'room moved',
  disabled: 'room disabled',
  enabled: 'room enabled',
  destroyed: 'room deleted',
  carded: 'card changed',
  cleared: 'room cleared',
  posted: 'said for the service',
  'content-removed': 'messages removed',
  'admins-changed': 'administrators changed',
};

export function whatText(what: string): string {
  return kinds[what] ?? what.replaceAll('-', ' ');
}

/** Of these, what was taken off is before, and what was put on after. */
const lists: ReadonlySet<string> = new Set(['allowed', 'denied', 'creators', 'members', 'administrators']);

/** What was, and what is: `name: Den -> Lounge; history: on; denied: removed alice@example.org`. */
export function changeText({ before, after }: Pick<AuditEntry, 'before' | 'after'>): string {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.map((name) => `${optionName(name)}: ${inWords(name, before[name], after[name])}`).join('; ');
}

function inWords(name: string, before: string | undefined, after: string | undefined): string {
  if (!lists.has(name)) return fromTo(before, after);
  const parts = [before && `removed ${valueText(before)}`, after && `added ${valueText(after)}`];
  return parts.filter((part) => part).join(', ');
}

function fromTo(before: string | undefined, after: string | undefined): string {
  if (before === undefined || before === after) return valueText(after);
  return after === undefined ? `${valueText(before)} -> gone` : `${valueText(before)} -> ${valueText(after)}`;
}

function valueText(value = ''): string {
  const characters = [...value];
  if (characters.length === 0) return 'nothing';
  return characters.length > valueCharactersMax ? `${characters.slice(0, valueCharactersMax).join('')}…` : value;
}
