import { isRefusal } from '../../wire/error.ts';
import { serviceCommand } from '../command.ts';
import { oneOf, optional, text } from '../fields.ts';
import { pageOf } from '../pages.ts';
import { fitsPattern, matching, patternHelp } from '../wildcard.ts';
import { category, categoryCommands, findCategory } from './fields.ts';

export const listCategoryEntries = serviceCommand({
  node: `${categoryCommands}:entries`,
  words: 'category entries',
  positional: ['category', 'list', 'filter'],
  changes: false,
  title: 'Who is on a list of a category',
  instructions: 'Shows one of the lists of a category as it stands, however long it is.',
  mayRun: 'service admin',
  fields: {
    category,
    list: oneOf({
      name: 'list',
      label: 'List',
      options: [
        { value: 'allowed', label: 'Allowed' },
        { value: 'denied', label: 'Denied' },
        { value: 'creators', label: 'Creators' },
      ],
    }),
    filter: optional(text({ name: 'filter', label: 'Filter', description: patternHelp, charactersMax: 256 })),
  },
  async run(values, asking, page) {
    const found = findCategory(values.category, asking);
    if (isRefusal(found)) return found;
    const all = found[values.list];
    const { items, more } = pageOf(matching(all, fitsPattern(values.filter)), page);
    if (items.length === 0)
      return { note: all.size === 0 ? 'The list is empty.' : 'Nothing on the list is like that.' };
    return { table: { columns: [{ name: 'who', label: 'Who' }], rows: items.map((one) => [one]) }, ...more };
  },
});
