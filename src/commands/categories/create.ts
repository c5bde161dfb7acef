import { usualTraits } from '../../category/category.ts';
import type { CategoryWish } from '../../category/change.ts';
import { isRefusal } from '../../wire/error.ts';
import { serviceCommand } from '../command.ts';
import { given } from '../given.ts';
import { listWish } from '../principals.ts';
import { categoryCommands, newTraits } from './fields.ts';

export const createCategory = serviceCommand({
  node: `${categoryCommands}:create`,
  words: 'category create',
  positional: ['name'],
  changes: true,
  title: 'Create a category',
  instructions:
    'Rooms can be made in it then by its creators. Nobody comes in until somebody is allowed. On the lists stand addresses, domains, group:NAME, or * for everyone; one in a line.',
  mayRun: 'service admin',
  fields: newTraits,
  presets: async () => {
    const { invitations, fileUpload, history, ownersDestroy, retentionDays } = usualTraits;
    return { invitations, fileUpload, history, ownersDestroy, retention: retentionDays };
  },
  async run({ name, allowed, denied, creators, retention: retentionDays, ...traits }, { categories, from }) {
    const lists = { allowed: listWish(allowed), denied: listWish(denied), creators: listWish(creators) };
    const wish: CategoryWish & { readonly name: string } = {
      name,
      ...given({ ...traits, retentionDays }),
      ...given(lists),
    };
    const made = await categories.create({ actor: from.person, wish });
    if (isRefusal(made)) return made;
    const open = made.allowed.size > 0 ? '' : ' Nobody is allowed yet: "category set" changes that.';
    return { note: `The category "${made.name}" is there.${open}` };
  },
});
