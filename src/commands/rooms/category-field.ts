/** A category, by its name. */
import { text } from '../fields.ts';

export const categoryNamed = text({
  name: 'category',
  label: 'Category',
  description: 'Its name; "category list" shows those there are.',
  example: 'Trading',
  charactersMax: 256,
});
