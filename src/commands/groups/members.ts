/** Who can be in a group: people and whole domains. */
import { principalText, readPrincipal } from '../../category/principal.ts';
import { isRefusal, refusal } from '../../wire/error.ts';
import { clearable, optional } from '../fields.ts';
import { type Item, list } from '../item-fields.ts';

/** Of one command; a group may grow larger by several. */
const typedMax = 1_000;

const member: Item<string> = {
  of: 'addresses',
  read(typed) {
    const principal = readPrincipal(typed);
    if (isRefusal(principal)) return principal;
    return principal.kind === 'person' || principal.kind === 'domain'
      ? principalText(principal)
      : refusal('not-acceptable', 'modify', `"${typed}" cannot be in a group: people and domains can.`);
  },
  write: (text) => text,
};

function members(name: string, label: string, description?: string) {
  const about = description === undefined ? {} : { description };
  return list({ name, label, ...about, example: 'alice@example.org', item: member, itemsMax: typedMax });
}

const how = 'Addresses or whole domains; one in a line.';

export const newMembers = optional(members('members', 'Members', how));
export const allMembers = clearable(members('members', 'Members', how));
export const addedMembers = optional(members('add', 'Add'));
export const removedMembers = optional(members('remove', 'Remove'));
