import { isRefusal } from '../../wire/error.ts';
import { type Column, serviceCommand } from '../command.ts';
import { date } from '../date-field.ts';
import { optional, person, text } from '../fields.ts';
import type { AuditEntry } from '../house.ts';
import { momentText } from '../moment.ts';
import { changeText, whereText } from './words.ts';

function columnsFor(entries: readonly AuditEntry[]): Column[] {
  const titles = Object.fromEntries(entries.map(({ what, title }) => [what, title]));
  return [
    { name: 'at', label: 'When' },
    { name: 'by', label: 'Who' },
    { name: 'where', label: 'Where' },
    { name: 'what', label: 'What', inWords: titles },
    { name: 'change', label: 'Before and after' },
  ];
}

export const readAudit = serviceCommand({
  node: 'longroom:audit:read',
  words: 'audit',
  positional: ['where'],
  changes: false,
  title: 'Who changed what',
  instructions: 'Shows what was changed, when and by whom, the newest first.',
  mayRun: 'service admin',
  fields: {
    where: optional(
      text({
        name: 'where',
        label: 'Where',
        description: 'The address of a room, the name of a category, or "service"; everywhere if it is left out.',
        charactersMax: 3_071,
      }),
    ),
    by: optional(person({ name: 'by', label: 'Who did it' })),
    since: optional(date({ name: 'since', label: 'Since' })),
    until: optional(date({ name: 'until', label: 'Before' })),
  },
  async run({ where, by, since, until }, { audit }, { after, limit }) {
    const found = await audit.read({
      limit,
      ...(after !== undefined && { from: after }),
      ...(where !== undefined && { where }),
      ...(by !== undefined && { by }),
      ...(since !== undefined && { since }),
      ...(until !== undefined && { until }),
    });
    if (isRefusal(found)) return found;
    const more = found.next === undefined ? {} : { next: found.next };
    if (found.entries.length === 0 && found.next === undefined) return { note: 'Nothing was changed.' };
    const rows = found.entries.map((entry) => [
      momentText(entry.at),
      entry.by,
      whereText(entry.where),
      entry.what,
      changeText(entry),
    ]);
    return { table: { columns: columnsFor(found.entries), rows }, ...more };
  },
});
