import { serviceCommand } from '../command.ts';
import { pageOf } from '../pages.ts';
import { federationText } from './federation-text.ts';
import { policyCommands, rightText } from './fields.ts';
import { principalWords } from './why.ts';

const columns = [
  { name: 'who', label: 'Who' },
  { name: 'right', label: 'Right' },
  { name: 'rule', label: 'Rule' },
];

export const showPolicy = serviceCommand({
  node: `${policyCommands}:show`,
  words: 'policy show',
  changes: false,
  title: 'Policy',
  instructions:
    'Shows the rules about who may use the service and who may make rooms. A rule about a person counts before one about a group, then comes the domain, then everyone.',
  mayRun: 'service admin',
  fields: {},
  async run(_, { policies }, page) {
    const { value, from } = policies.federation();
    const source = from === 'config' ? ', as the configuration says' : '';
    const facts = [{ name: 'federation', label: 'Beside our own domains', value: `${federationText(value)}${source}` }];
    const { items, more } = pageOf(policies.rules(), page);
    const rows = items.map(({ principal, right, allowed }) => [
      principalWords(principal),
      rightText(right),
      allowed ? 'allow' : 'deny',
    ]);
    const note = 'No rules are set: what the configuration says holds.';
    const begins = page.after === undefined;
    return {
      ...(begins && { facts }),
      ...(rows.length > 0 ? { table: { columns, rows } } : begins && { note }),
      ...more,
    };
  },
});
