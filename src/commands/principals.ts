/** Fields for principals: people, domains, groups and everyone, as lists of the house have them. */
import { readPrincipalText } from '../category/principal.ts';
import type { ListWish } from '../category/principal-set.ts';
import { clearable, type Field, optional } from './fields.ts';
import { type Item, item, list } from './item-fields.ts';

/** Written as `category/principal.ts` has it. */
const principalItem: Item<string> = { of: 'text', read: readPrincipalText, write: (text) => text };

export const howPrincipalsAreTyped = 'An address, a domain, group:NAME, or * for everyone';

/** Of one command; a list may grow longer by several. */
const typedMax = 1_000;

export function principal(asked: { readonly name: string; readonly label: string }): Field<string> {
  return item({ ...asked, description: `${howPrincipalsAreTyped}.`, example: 'group:traders', item: principalItem });
}

/** The list as a whole: what is given takes the place of what is there. */
export function wholeList(asked: {
  readonly name: string;
  readonly label: string;
  readonly description?: string;
}): Field<readonly string[] | null | undefined> {
  return clearable(
    list({
      description: `${howPrincipalsAreTyped}; one in a line.`,
      ...asked,
      example: 'example.org,group:traders',
      item: principalItem,
      itemsMax: typedMax,
    }),
  );
}

/** Only what shall be put on a list, or taken off it. */
export function listPart(asked: {
  readonly name: string;
  readonly label: string;
}): Field<readonly string[] | undefined> {
  return optional(list({ ...asked, example: 'alice@example.org', item: principalItem, itemsMax: typedMax }));
}

/** What was given for a list comes to; `undefined` where nothing was. An emptied list is given as `null`. */
export function listWish(
  whole: readonly string[] | null | undefined,
  add?: readonly string[] | undefined,
  remove?: readonly string[] | undefined,
): ListWish | undefined {
  if (whole === undefined && add === undefined && remove === undefined) return undefined;
  return {
    ...(whole !== undefined && { set: whole ?? [] }),
    ...(add !== undefined && { add }),
    ...(remove !== undefined && { remove }),
  };
}

/** Of a list that is shown in a form to be changed; a longer one is changed by adding and removing. */
const presetMax = 200;
const presetCharactersMax = 10_000;

/** What a form shows of a list, or nothing where it is too long for that. */
export function listPreset(texts: Iterable<string> & { readonly size: number }): readonly string[] | undefined {
  if (texts.size > presetMax) return undefined;
  const shown = [...texts];
  return shown.reduce((sum, text) => sum + text.length, 0) > presetCharactersMax ? undefined : shown;
}
