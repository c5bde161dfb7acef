import { isRefusal, type Refusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import { category, findCategory } from '../categories/fields.ts';
import { serviceCommand } from '../command.ts';
import { longText, optional } from '../fields.ts';
import { counted } from '../pages.ts';
import { serviceAdministration } from './fields.ts';

const charactersMax = 4_000;

/** XEP-0133 §4.23. */
export const announce = serviceCommand({
  node: `${serviceAdministration}#announce`,
  words: 'announce',
  positional: ['announcement'],
  changes: true,
  title: 'Make an announcement',
  instructions:
    'Says something in all rooms that somebody is in, or in those of one category. It is not kept in their history, but in the audit.',
  formType: serviceAdministration,
  mayRun: 'service admin',
  fields: {
    announcement: longText({
      name: 'announcement',
      label: 'Announcement',
      example: 'The service pauses at noon.',
      charactersMax,
    }),
    category: optional(category),
  },
  async confirm({ category: name }, asking) {
    const where = whereOf(name, asking);
    if (isRefusal(where)) return where;
    const { rooms, complete } = await asking.announcements.count(where);
    return `It is said in ${complete ? '' : 'at least '}${counted(rooms, 'room', 'rooms')}. Shall it be said?`;
  },
  async run({ announcement: text, category: name }, asking) {
    const where = whereOf(name, asking);
    if (isRefusal(where)) return where;
    const begun = await asking.announcements.send({ actor: asking.from.person, text, ...where });
    if (isRefusal(begun)) return begun;
    return { note: `It is being said, room by room. "job show ${begun.job}" tells how far it is.` };
  },
});

function whereOf(name: string | undefined, asking: Asking): { readonly category?: string } | Refusal {
  if (name === undefined) return {};
  const found = findCategory(name, asking);
  return isRefusal(found) ? found : { category: found.key };
}
