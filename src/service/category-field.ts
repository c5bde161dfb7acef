/** The category of a room in the owner's form: those it may be moved to, and the move (`commands/rooms/move.ts`). */
import type { Asking } from '../commands/asking.ts';
import { creatable } from '../commands/rooms/create.ts';
import { moveTo } from '../commands/rooms/move.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import { type Form, textField } from '../wire/form.ts';
import type { FormField } from '../wire/form-build.ts';

const name = 'longroom#roomconfig_category';
/** Categories that a form lets choose from; with more, the command does. */
const offeredMax = 200;

/** Left out where there is nothing to choose. */
export function categoryField(key: string, asking: Asking): readonly FormField[] {
  const others = creatable(asking).filter((category) => category.key !== key);
  if (others.length === 0) return [];
  const own = { key, name: asking.categories.asRoomsSee(key)?.name ?? key };
  return [
    {
      kind: 'list-single',
      name,
      label: 'Category; whom another one does not allow leaves the room and its lists at once',
      value: key,
      options: [own, ...others.slice(0, offeredMax)].map((one) => ({ value: one.key, label: one.name })),
    },
  ];
}

/** What the form says of it; not whether there is such a category. */
export function readCategory(form: Form): string | Refusal | undefined {
  const value = textField(form, name, { charactersMax: 256 });
  return isRefusal(value) || value !== '' ? value : undefined;
}

export async function moveByForm(key: string, asking: Asking): Promise<Refusal | undefined> {
  const moved = await moveTo(key, asking);
  return isRefusal(moved) ? moved : undefined;
}
