/** What the commands for keeping people out of the service ask for. */
import { optional, text } from '../fields.ts';

export const address = text({
  name: 'address',
  label: 'Address or domain',
  description: 'Of a person, such as name@example.org, or a whole domain with its subdomains, such as example.org.',
  charactersMax: 2_047,
});

export const reason = optional(
  text({
    name: 'reason',
    label: 'Reason',
    description: 'For administrators; nobody else sees it.',
    charactersMax: 1_000,
  }),
);
