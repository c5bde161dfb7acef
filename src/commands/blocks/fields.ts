/** What the commands for keeping people out of the service ask for. */
import { optional, text } from '../fields.ts';
import { addressItem, item } from '../item-fields.ts';

export const address = item({
  name: 'address',
  label: 'Address or domain',
  example: 'mallory@example.org',
  description: 'Of a person, such as name@example.org, or a whole domain with its subdomains, such as example.org.',
  item: addressItem,
});

export const reason = optional(
  text({
    name: 'reason',
    label: 'Reason',
    example: 'spam',
    description: 'For administrators; nobody else sees it.',
    charactersMax: 1_000,
  }),
);
