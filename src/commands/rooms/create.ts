import { isRefusal, type Refusal, refusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import { findCategory, mayCreateIn } from '../categories/fields.ts';
import { serviceCommand, type Values } from '../command.ts';
import { choice, flag, type Option, optional, text } from '../fields.ts';
import { addin, description, invitations, name, principals, privacy, roomCommands, type } from './fields.ts';
import { type Made, make } from './made.ts';

const fields = {
  name,
  category: optional(
    choice({
      name: 'category',
      label: 'Category',
      description: 'One in which you may make rooms. Without it, the first of them.',
      options: categoriesToCreateIn,
    }),
  ),
  description: optional(description),
  type: optional(type),
  privacy: optional(privacy),
  invitations: optional(invitations),
  addin: optional(addin),
  members: optional(principals({ name: 'members', label: 'Members' })),
  managers: optional(
    principals({ name: 'managers', label: 'Managers', description: 'Who runs the room, and is its member as well.' }),
  ),
  presenters: optional(
    principals({
      name: 'presenters',
      label: 'Presenters',
      description: 'Who writes in an auditorium. They become members.',
    }),
  ),
  address: optional(
    text({
      name: 'address',
      label: 'Address',
      description:
        'What stands before the @. Without it, one is made of the name, or a secret one that nobody guesses.',
      example: 'spring',
      charactersMax: 200,
    }),
  ),
  join: flag({
    name: 'join',
    label: 'Invite me at once',
    description: 'Your client is sent an invitation to the new room.',
  }),
};

export const createRoom = serviceCommand({
  node: `${roomCommands}:create`,
  words: 'room create',
  positional: ['name'],
  changes: true,
  title: 'Create a room',
  instructions:
    'Open: all whom the category allows may enter. Closed: members may, and others find it. Secret: only members know of it. In an auditorium only presenters write. On the lists stand addresses, domains or group:NAME, one in a line.',
  mayRun: 'room creator',
  fields,
  steps: [
    ['name', 'category', 'description', 'type', 'privacy'],
    ['invitations', 'addin', 'members', 'managers', 'presenters', 'address', 'join'],
  ],
  /** What holds where nothing is said, so that a form shows it: a box that is left empty says no. */
  presets: async (_, asking) => {
    const [first] = creatable(asking);
    return {
      type: 'normal',
      privacy: 'closed',
      invitations: true,
      ...(first !== undefined && { category: first.name }),
    };
  },
  async run(values, asking) {
    const wish = await wishOf(values, asking);
    if (isRefusal(wish)) return wish;
    const made = await make(wish, asking);
    if (isRefusal(made)) return made;
    if (values.join) {
      const { ask, from } = asking;
      await ask(made.jid, { kind: 'invite-oneself', from, to: from.session, reason: 'The room that you have made.' });
    }
    return {
      note: `The room "${values.name}" is there.`,
      facts: [
        { name: 'address', label: 'Address', value: made.jid },
        { name: 'link', label: 'Link', value: `xmpp:${linked(made.jid)}?join` },
        { name: 'category', label: 'Category', value: made.category },
      ],
    };
  },
});

/** An address as it stands in a link (RFC 5122 §2.2): what a local part may hold and a link may not is written in hex. */
function linked(jid: string): string {
  return encodeURIComponent(jid).replaceAll('%40', '@');
}

async function wishOf(values: Values<typeof fields>, asking: Asking): Promise<Made | Refusal> {
  const {
    name: called,
    type: kind,
    privacy: wanted = 'closed',
    address,
    members = [],
    managers = [],
    presenters = [],
  } = values;
  if (presenters.length > 0 && kind !== 'auditorium') return onlyInAuditoriums();
  const category = categoryFor(values.category, asking);
  if (isRefusal(category)) return category;
  const { description: about, invitations: invited, addin: app } = values;
  const traits = { name: called, description: about, type: kind, privacy: wanted, invitations: invited, addin: app };
  return { category, traits, members, managers, presenters, ...(address !== undefined && { address }) };
}

function categoryFor(typed: string | undefined, asking: Asking) {
  if (typed !== undefined) return findCategory(typed, asking);
  return creatable(asking)[0] ?? nowhereToCreate();
}

/** The default one first, where it is among them: so where nothing is said, nothing surprises. */
export function creatable(asking: Asking) {
  const { categories, from } = asking;
  const here = categories.visibleTo(from.person).filter((category) => mayCreateIn(category, asking));
  return here.toSorted((one, other) => Number(other.isDefault) - Number(one.isDefault));
}

async function categoriesToCreateIn(asking: Asking): Promise<readonly Option[] | Refusal> {
  const here = creatable(asking);
  return here.length === 0
    ? nowhereToCreate()
    : here.map((category) => ({ value: category.name, label: category.name }));
}

const nowhereToCreate = (): Refusal =>
  refusal('not-allowed', 'cancel', 'There is no category in which you may make rooms. Ask an administrator.');

const onlyInAuditoriums = (): Refusal =>
  refusal('not-acceptable', 'modify', 'Only an auditorium has presenters: choose the type "auditorium", or name none.');
