import type { CategoryWish } from '../../category/change.ts';
import { asAbove, forever } from '../../kept-days.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import { serviceCommand, type Values } from '../command.ts';
import { given } from '../given.ts';
import type { CategoryFacts } from '../house.ts';
import { listPart, listPreset, listWish } from '../principals.ts';
import { goneText } from '../retention.ts';
import { effectsText, followsText } from './effects.ts';
import { category, categoryCommands, changedTraits, findCategory } from './fields.ts';

const fields = {
  category,
  ...changedTraits,
  addAllowed: listPart({ name: 'add-allowed', label: 'Add to the allowed' }),
  removeAllowed: listPart({ name: 'remove-allowed', label: 'Remove from the allowed' }),
  addDenied: listPart({ name: 'add-denied', label: 'Add to the denied' }),
  removeDenied: listPart({ name: 'remove-denied', label: 'Remove from the denied' }),
  addCreators: listPart({ name: 'add-creators', label: 'Add to the creators' }),
  removeCreators: listPart({ name: 'remove-creators', label: 'Remove from the creators' }),
};

type Given = Values<typeof fields>;

export const setCategory = serviceCommand({
  node: `${categoryCommands}:set`,
  words: 'category set',
  positional: ['category'],
  changes: true,
  title: 'Change a category',
  instructions:
    'Whom it does not allow any more leaves its rooms and their lists at once. On the lists stand addresses, domains, group:NAME, or * for everyone; one in a line. A long list is changed by what is added and removed.',
  mayRun: 'service admin',
  fields,
  inExample: 'description',
  steps: [
    ['category'],
    [
      'name',
      'description',
      'invitations',
      'fileUpload',
      'history',
      'ownersDestroy',
      'retention',
      'allowed',
      'denied',
      'creators',
      'addAllowed',
      'removeAllowed',
      'addDenied',
      'removeDenied',
      'addCreators',
      'removeCreators',
    ],
  ],
  presets,
  async confirm(values, asking) {
    const found = findCategory(values.category, asking);
    if (isRefusal(found)) return found;
    const wish = wishOf(values);
    const old = await keptNoLonger(found, values, asking);
    if (wish.allowed === undefined && wish.denied === undefined)
      return old && `${old} Shall the category "${found.name}" be changed?`;
    const effects = await asking.categories.countEffects({ key: found.key, wish });
    if (isRefusal(effects)) return effects;
    const text = [effectsText(effects), old].filter((one) => one !== undefined).join(' ');
    return text === '' ? undefined : `${text} Shall the category "${found.name}" be changed?`;
  },
  async run(values, asking) {
    const found = findCategory(values.category, asking);
    if (isRefusal(found)) return found;
    const wish = wishOf(values);
    if (Object.keys(wish).length === 0) return { note: 'Nothing was to be changed.' };
    const done = await asking.categories.change({ actor: asking.from.person, key: found.key, wish });
    if (isRefusal(done)) return done;
    return { note: `The category "${done.category.name}" is changed.${followsText(done.job)}` };
  },
});

async function presets(values: Partial<Given>, asking: Asking): Promise<Partial<Given> | Refusal> {
  if (values.category === undefined) return {};
  const found = findCategory(values.category, asking);
  if (isRefusal(found)) return found;
  const { name, description, invitations, fileUpload, history, ownersDestroy, retentionDays } = found;
  return {
    ...{ name, description, invitations, fileUpload, history, ownersDestroy, retention: retentionDays },
    allowed: listPreset(found.allowed),
    denied: listPreset(found.denied),
    creators: listPreset(found.creators),
  };
}

/** What rooms would lose; for `inherit` it is counted as soon as it holds for somebody. */
async function keptNoLonger(
  { key }: CategoryFacts,
  { retention: days }: Given,
  { categories, retention }: Asking,
): Promise<string | undefined> {
  if (days === undefined) return undefined;
  const now = categories.asRoomsSee(key)?.keptDays ?? forever;
  const after = days === asAbove ? retention.usualDays : days;
  return after >= now ? undefined : goneText(await retention.countInCategory({ key, days: after }));
}

function wishOf(values: Given): CategoryWish {
  const { name, description, invitations, fileUpload, history, ownersDestroy, retention: retentionDays } = values;
  return given({
    ...{ name, invitations, fileUpload, history, ownersDestroy, retentionDays },
    description: description ?? (description === null ? '' : undefined),
    allowed: listWish(values.allowed, values.addAllowed, values.removeAllowed),
    denied: listWish(values.denied, values.addDenied, values.removeDenied),
    creators: listWish(values.creators, values.addCreators, values.removeCreators),
  });
}
