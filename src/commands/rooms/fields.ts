/** What the commands for rooms ask for. */
import { readPrincipalText } from '../../category/principal.ts';
import { everyone } from '../../principal-text.ts';
import { type Refusal, refusal } from '../../wire/error.ts';
import { boolean, clearable, oneOf, optional, text } from '../fields.ts';
import { type Item, list } from '../item-fields.ts';
import { kept } from '../kept-field.ts';

export const roomCommands = 'longroom:rooms';

export const name = text({
  name: 'name',
  label: 'Name',
  description: 'At most 256 characters. The address stays as it is when the name changes.',
  example: 'Spring campaign',
  charactersMax: 256,
});

export const description = text({
  name: 'description',
  label: 'Description',
  example: 'Plans, dates and drafts',
  charactersMax: 256,
});

export const type = oneOf({
  name: 'type',
  label: 'Type',
  description: 'In an auditorium only presenters write.',
  options: [
    { value: 'normal', label: 'Normal' },
    { value: 'auditorium', label: 'Auditorium' },
  ],
});

export const privacy = oneOf({
  name: 'privacy',
  label: 'Privacy',
  description:
    'Open: all whom the category allows may enter. Closed: members may, others find it. Secret: members only know of it.',
  options: [
    { value: 'open', label: 'Open' },
    { value: 'closed', label: 'Closed' },
    { value: 'secret', label: 'Secret' },
  ],
});

export type PrivacyValue = 'open' | 'closed' | 'secret';

export const invitations = boolean({
  name: 'invitations',
  label: 'Invitations',
  description: 'Whether whoever becomes a member is told by an invitation, where the category allows it.',
});

export const addin = text({
  name: 'add-in',
  label: 'Add-in',
  description: 'The name of a web application that administrators have registered.',
  example: 'Tickets',
  charactersMax: 50,
});

export const retention = kept({
  name: 'retention',
  label: 'Messages are kept',
  description:
    'A number of days, or "forever"; "inherit" for as long as the category says. What is older is deleted. Only administrators may make it longer than the category has it.',
  example: '30',
});

export const clearableDescription = clearable(description);
export const clearableAddin = clearable(addin);

/** A person, a domain or a group; not everyone, who stands on no list of a room. */
const listed: Item<string> = {
  of: 'text',
  read(typed) {
    const principal = readPrincipalText(typed);
    return principal === everyone ? everyoneOnNoList() : principal;
  },
  write: (one) => one,
};

const everyoneOnNoList = (): Refusal =>
  refusal(
    'not-acceptable',
    'modify',
    'Everyone cannot stand on a list of a room. Make the room open instead, or name domains and groups.',
  );

export const howListed = 'Addresses, domains or group:NAME';

/** Changed with one command. */
const listedMax = 500;

export function principals(asked: {
  readonly name: string;
  readonly label: string;
  readonly description?: string;
  readonly example?: string;
}) {
  return list({
    description: `${howListed}.`,
    example: 'alice@example.org,group:traders',
    ...asked,
    item: listed,
    itemsMax: listedMax,
  });
}

export const words = optional(
  text({
    name: 'words',
    label: 'Words',
    description: 'All of them are in the name, or are parts of it.',
    example: 'spring',
    charactersMax: 200,
  }),
);
