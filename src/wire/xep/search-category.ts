/** The field of a search by which rooms are looked for in one category. */
import type { FormField } from '../form-build.ts';

export type CategoryOptions = readonly { readonly key: string; readonly name: string }[];

const optionsMax = 200;

/** To be chosen, or of very many typed. No field where there is nothing to choose from. */
export function categoryField(name: string, categories: CategoryOptions): FormField[] {
  if (categories.length < 2) return [];
  const label = 'Category';
  if (categories.length > optionsMax) return [{ kind: 'text-single', name, label }];
  const options = categories.map((category) => ({ value: category.key, label: category.name }));
  return [{ kind: 'list-single', name, label, value: '', options: [{ value: '', label: 'Any' }, ...options] }];
}
