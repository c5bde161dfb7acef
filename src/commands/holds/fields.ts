/** What the commands for legal holds ask for, and how they show one. */
import { type Refusal, refusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import { choice, type Option } from '../fields.ts';
import type { HoldFacts } from '../holds.ts';
import { momentText } from '../moment.ts';

export const holdCommands = 'longroom:holds';

export const hold = choice({ name: 'hold', label: 'Legal hold', example: 'Case 17', options: holdsToChoose });

async function holdsToChoose({ holds }: Asking): Promise<readonly Option[] | Refusal> {
  const all = holds.list();
  if (all.length === 0) return refusal('item-not-found', 'cancel', 'There is no legal hold. "hold create" makes one.');
  return all.map(({ name }) => ({ value: name, label: name }));
}

/** How much of it, for a list; what exactly, `hold show` says. */
export function briefly({ everything, rooms, categories, people }: HoldFacts): string {
  if (everything) return 'everything';
  const parts = [
    [rooms.length, 'rooms'],
    [categories.length, 'categories'],
    [people.length, 'people'],
  ] as const;
  return parts.flatMap(([count, what]) => (count === 0 ? [] : [`${what}: ${count}`])).join(', ');
}

export function timeOf({ from, until }: Pick<HoldFacts, 'from' | 'until'>): string {
  if (from === undefined && until === undefined) return 'whenever';
  const since = from === undefined ? '' : `from ${momentText(from)}`;
  return [since, until === undefined ? '' : `until ${momentText(until)}`].filter((text) => text !== '').join(' ');
}
