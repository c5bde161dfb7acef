import { forever } from '../../kept-days.ts';
import { isRefusal } from '../../wire/error.ts';
import type { Fact } from '../command.ts';
import { serviceCommand } from '../command.ts';
import type { CategoryFacts } from '../house.ts';
import { keptFact } from '../kept-field.ts';
import { someOf } from '../pages.ts';
import { category, categoryCommands, findCategory, mayCreateIn } from './fields.ts';

/** Of each list; `category entries` shows all. */
const shownMax = 20;

export const showCategory = serviceCommand({
  node: `${categoryCommands}:show`,
  words: 'category show',
  positional: ['category'],
  changes: false,
  title: 'Show a category',
  instructions: 'Shows what a category is and what its rooms may do; to administrators, also who may come in.',
  mayRun: 'everyone',
  fields: { category },
  async run(values, asking) {
    const found = findCategory(values.category, asking);
    if (isRefusal(found)) return found;
    const create: Fact = {
      name: 'create',
      label: 'May you make rooms in it',
      value: mayCreateIn(found, asking) ? 'yes' : 'no',
    };
    const days = asking.categories.asRoomsSee(found.key)?.keptDays ?? forever;
    const kept: Fact = {
      name: 'retention',
      label: 'Messages are kept',
      value: keptFact(found.retentionDays, days, 'the service'),
    };
    return { facts: [...whatItIs(found), kept, create, ...(asking.administers ? whoMay(found) : [])] };
  },
});

function whatItIs({ name, description, invitations, fileUpload, history, ownersDestroy }: CategoryFacts): Fact[] {
  return [
    { name: 'name', label: 'Name', value: name },
    { name: 'description', label: 'Description', value: description },
    { name: 'invitations', label: 'Invitations', value: onOff(invitations) },
    { name: 'file-upload', label: 'Files', value: onOff(fileUpload) },
    { name: 'history', label: 'History', value: onOff(history) },
    { name: 'owners-destroy', label: 'Owners may destroy rooms', value: ownersDestroy ? 'yes' : 'no' },
  ];
}

function whoMay({ allowed, denied, creators, isDefault }: CategoryFacts): Fact[] {
  return [
    { name: 'allowed', label: `Allowed (${allowed.size})`, value: someOf(allowed, shownMax) },
    { name: 'denied', label: `Denied (${denied.size})`, value: someOf(denied, shownMax) },
    { name: 'creators', label: `Creators (${creators.size})`, value: someOf(creators, shownMax) },
    { name: 'default', label: 'For rooms that name none', value: isDefault ? 'yes' : 'no' },
  ];
}

const onOff = (on: boolean): string => (on ? 'on' : 'off');
