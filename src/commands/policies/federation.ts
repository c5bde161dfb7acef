import type { Federation } from '../../category/policy.ts';
import { isRefusal, type Refusal, refusal } from '../../wire/error.ts';
import { domainOf, prepareJid } from '../../wire/jid.ts';
import { serviceCommand } from '../command.ts';
import { clearable, oneOf } from '../fields.ts';
import { type Item, list } from '../item-fields.ts';
import { counted } from '../pages.ts';
import { federationText } from './federation-text.ts';
import { policyCommands } from './fields.ts';

const domainItem: Item<string> = {
  of: 'addresses',
  read(typed) {
    const jid = prepareJid(typed);
    if (isRefusal(jid)) return jid;
    return jid.local === undefined && jid.resource === undefined
      ? jid.domain
      : refusal('not-acceptable', 'modify', `"${typed}" is an address, and not a domain.`);
  },
  write: (domain) => domain,
};

const domainsMax = 1_000;

type Which = 'off' | 'all' | 'domains' | 'config';

export const setFederation = serviceCommand({
  node: `${policyCommands}:federation`,
  words: 'policy federation',
  positional: ['which', 'domains'],
  changes: true,
  title: 'Set who comes from other domains',
  instructions:
    'A ceiling over all other rules: whom it does not let in cannot use the service. People of our own domains are not concerned.',
  mayRun: 'service admin',
  fields: {
    which: oneOf({
      name: 'which',
      label: 'Who of other domains may come',
      options: [
        { value: 'off', label: 'Nobody' },
        { value: 'all', label: 'Everybody' },
        { value: 'domains', label: 'People of the domains below' },
        { value: 'config', label: 'As the configuration says' },
      ],
    }),
    domains: clearable(
      list({ name: 'domains', label: 'Domains', example: 'partner.example', item: domainItem, itemsMax: domainsMax }),
    ),
  },
  async presets(_, { policies }) {
    const { value, from } = policies.federation();
    const which: Which = from === 'config' ? 'config' : typeof value === 'string' ? value : 'domains';
    return { which, ...(typeof value !== 'string' && { domains: value }) };
  },
  async confirm({ which, domains }, { policies, people }) {
    const value = federationFrom(which, domains ?? namedNow(policies.federation().value));
    if (value === undefined) return 'Shall it be as the configuration says again?';
    if (isRefusal(value) || value === 'all') return isRefusal(value) ? value : undefined;
    const before = policies.federation().value;
    if (before === 'off') return undefined;
    const lost = new Set(value === 'off' ? [] : value);
    const known = before === 'all' ? undefined : new Set(before.filter((domain) => !lost.has(domain)));
    const { people: count, complete } = await people.inRooms((bare) => {
      const domain = domainOf(bare);
      return known === undefined
        ? !people.isOurs(domain) && !lost.has(domain)
        : known.has(domain) && !people.isOurs(domain);
    });
    if (count === 0 && complete) return undefined;
    return `${complete ? '' : 'At least '}${counted(count, 'person', 'people')} of other domains ${count === 1 ? 'has' : 'have'} to leave their rooms. Shall it be changed?`;
  },
  async run({ which, domains }, { policies, from }) {
    const value = federationFrom(which, domains ?? namedNow(policies.federation().value));
    if (isRefusal(value)) return value;
    const refused = await policies.setFederation({ actor: from.person, ...(value !== undefined && { value }) });
    if (isRefusal(refused)) return refused;
    return { note: `Beside our own, the service is for ${federationText(policies.federation().value)}.` };
  },
});

/** The list stays as it is where only the rest of the form was changed. */
function namedNow(value: Federation): readonly string[] {
  return typeof value === 'string' ? [] : value;
}

function federationFrom(which: Which, domains: readonly string[]): Federation | Refusal | undefined {
  if (which === 'config') return undefined;
  if (which !== 'domains') return which;
  return domains.length > 0
    ? domains
    : refusal('not-acceptable', 'modify', 'Name the domains, in the field "domains". Nothing was changed.');
}
