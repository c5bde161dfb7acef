/** How long something is kept, as people type it. */
import { asAbove, forever, keptText, readKept } from '../kept-days.ts';
import { isRefusal } from '../wire/error.ts';
import { fieldRefusal, textField } from '../wire/form.ts';
import type { Asked, Field } from './fields.ts';

/** In days; `asAbove` and `forever` have words. */
export function kept(asked: Asked): Field<number> {
  return {
    ...asked,
    required: true,
    shape: { kind: 'text', spaces: false },
    read(form, name) {
      const line = textField(form, name, { charactersMax: 64 });
      if (line === undefined || isRefusal(line)) return line;
      if (line.trim() === '') return undefined;
      return readKept(line) ?? fieldRefusal(name, `a number of days from 1 to ${forever - 1}, "forever", or "inherit"`);
    },
    write: (days) => [keptWord(days)],
  };
}

function keptWord(days: number): string {
  if (days === asAbove) return 'inherit';
  return days >= forever ? 'forever' : String(days);
}

/** For people: `own` as it is said here, `held` as it comes to. */
export function keptFact(own: number, held: number, above: string): string {
  return own === asAbove ? `${keptText(held)} (as ${above} says)` : keptText(held);
}
