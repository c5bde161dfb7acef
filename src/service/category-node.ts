/** The node of the service at which a category is found, by its key. */
import { NS } from '../wire/namespaces.ts';

export function nodeOfCategory(key: string): string {
  return `${NS.longroomCategories}#${key}`;
}
