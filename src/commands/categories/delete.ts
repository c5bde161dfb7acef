import { isRefusal } from '../../wire/error.ts';
import { serviceCommand } from '../command.ts';
import { category, categoryCommands, findCategory } from './fields.ts';

export const deleteCategory = serviceCommand({
  node: `${categoryCommands}:delete`,
  words: 'category delete',
  positional: ['category'],
  changes: true,
  title: 'Delete a category',
  instructions: 'Only one without rooms can be deleted: move or delete them first.',
  mayRun: 'service admin',
  fields: { category },
  async confirm(values, asking) {
    const found = findCategory(values.category, asking);
    if (isRefusal(found)) return found;
    // Whatever is agreed to, it stays.
    return found.isDefault ? undefined : `Shall the category "${found.name}" be deleted for good?`;
  },
  async run(values, asking) {
    const found = findCategory(values.category, asking);
    if (isRefusal(found)) return found;
    const refused = await asking.categories.remove({ actor: asking.from.person, key: found.key });
    return isRefusal(refused) ? refused : { note: `The category "${found.name}" is gone.` };
  },
});
