/** What the commands for categories ask for. */
import { type Refusal, refusal } from '../../wire/error.ts';
import { fieldRefusal } from '../../wire/form.ts';
import type { Asking } from '../asking.ts';
import { boolean, clearable, type Field, type Option, optional, text } from '../fields.ts';
import type { CategoryFacts } from '../house.ts';
import { kept } from '../kept-field.ts';
import { wholeList } from '../principals.ts';

export const categoryCommands = 'longroom:categories';

/** Categories that a form lets choose from; with more, those beyond are named where one types. */
const offeredMax = 200;

/** An existing category among those that whoever asks may see; its name, or what was typed for it where there are many. */
export const category: Field<string> = {
  name: 'category',
  label: 'Category',
  example: 'Trading',
  required: true,
  shape: { kind: 'choice', options: categoriesToChoose },
  read(form, name, options) {
    const [typed, ...others] = form.fields.get(name)?.filter((value) => value.trim() !== '') ?? [];
    if (typed === undefined) return undefined;
    const wanted = typed.trim().toLowerCase();
    const found = options.find(({ value }) => value.toLowerCase() === wanted)?.value;
    const unlisted = options.length < offeredMax ? undefined : typed.trim();
    const meant = found ?? unlisted;
    return meant === undefined || others.length > 0 ? fieldRefusal(name, 'the name of a category there is') : meant;
  },
  write: (value) => [value],
};

async function categoriesToChoose(asking: Asking): Promise<readonly Option[] | Refusal> {
  const visible = asking.categories.visibleTo(asking.from.person);
  if (visible.length === 0) return refusal('item-not-found', 'cancel', 'There is no category here that you may see.');
  return visible.slice(0, offeredMax).map(({ name }) => ({ value: name, label: name }));
}

export function findCategory(typed: string, { categories, from }: Asking): CategoryFacts | Refusal {
  return categories.find(typed, from.person) ?? noSuchCategory();
}

export const noSuchCategory = (): Refusal =>
  refusal('item-not-found', 'cancel', 'There is no category of this name. "category list" shows those there are.');

/** Whether somebody may make rooms in it. */
export function mayCreateIn({ key }: CategoryFacts, { categories, administers, from }: Asking): boolean {
  return administers || categories.asRoomsSee(key)?.mayCreate(from.person.jid) === true;
}

const named = text({
  name: 'name',
  label: 'Name',
  description: 'At most 256 characters. No other category has it.',
  example: 'Trading',
  charactersMax: 256,
});

const described = text({
  name: 'description',
  label: 'Description',
  example: 'Rooms of the trading desks',
  charactersMax: 256,
});

const invitations = boolean({
  name: 'invitations',
  label: 'Invitations',
  description: 'Whether its rooms may tell people that they have become members.',
});

const fileUpload = boolean({
  name: 'file-upload',
  label: 'Files',
  description: 'Whether files may be posted in its rooms.',
});

const history = boolean({
  name: 'history',
  label: 'History',
  description: 'Whether what is said in its rooms is kept.',
});

const ownersDestroy = boolean({
  name: 'owners-destroy',
  label: 'Owners may destroy rooms',
  description: 'Otherwise they may disable them, and administrators destroy them.',
});

const retention = kept({
  name: 'retention',
  label: 'Messages are kept',
  description:
    'A number of days, or "forever"; "inherit" for as long as the service says. What is older is deleted; a room may keep it for a shorter time.',
  example: '365',
});

const switches = {
  invitations: optional(invitations),
  fileUpload: optional(fileUpload),
  history: optional(history),
  ownersDestroy: optional(ownersDestroy),
  retention: optional(retention),
};

const lists = {
  allowed: wholeList({
    name: 'allowed',
    label: 'Allowed',
    description:
      'Who may find, enter and belong to rooms of this category at all. An address, a domain, group:NAME, or * for everyone; one in a line.',
  }),
  denied: wholeList({
    name: 'denied',
    label: 'Denied',
    description: 'Who may not, even if they are allowed as well.',
  }),
  creators: wholeList({
    name: 'creators',
    label: 'Creators',
    description: 'Who may make rooms in it; they have to be allowed, and not denied.',
  }),
};

export const newTraits = { name: named, description: optional(described), ...switches, ...lists };

export const changedTraits = { name: optional(named), description: clearable(described), ...switches, ...lists };
