import { serviceCommand } from '../command.ts';
import { pageOf } from '../pages.ts';
import { categoryCommands, mayCreateIn } from './fields.ts';

const columns = [
  { name: 'name', label: 'Category' },
  { name: 'create', label: 'May you make rooms' },
  { name: 'description', label: 'Description' },
];

export const listCategories = serviceCommand({
  node: `${categoryCommands}:list`,
  words: 'category list',
  changes: false,
  title: 'Categories',
  instructions: 'Shows the categories whose rooms are for you, and where you may make rooms.',
  mayRun: 'everyone',
  fields: {},
  async run(_, asking, page) {
    const { items, more } = pageOf(asking.categories.visibleTo(asking.from.person), page);
    if (items.length === 0) return { note: 'No category is for you.' };
    const rows = items.map((one) => [one.name, mayCreateIn(one, asking) ? 'yes' : 'no', one.description]);
    return { table: { columns, rows }, ...more };
  },
});
