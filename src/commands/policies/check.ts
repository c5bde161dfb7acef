import type { PolicyRight } from '../../category/policy.ts';
import type { Asking } from '../asking.ts';
import { type Fact, serviceCommand } from '../command.ts';
import { person } from '../fields.ts';
import { policyCommands, rightText } from './fields.ts';
import { decidingRule, principalWords } from './why.ts';

const groupsShownMax = 50;

export const checkPolicy = serviceCommand({
  node: `${policyCommands}:check`,
  words: 'policy check',
  positional: ['person'],
  changes: false,
  title: 'What holds for a person',
  instructions: 'Shows whether a person may use the service and make rooms, and which rule says so.',
  mayRun: 'service admin',
  fields: { person: person({ name: 'person', label: 'Person' }) },
  async run(values, asking) {
    const groups = asking.groups.groupsOf(values.person);
    const shown = groups.slice(0, groupsShownMax).map(principalWords).join(', ');
    const creates = asking.categories
      .visibleTo({ key: '', jid: values.person })
      .filter(({ key }) => asking.categories.asRoomsSee(key)?.mayCreate(values.person))
      .map(({ name }) => name);
    return {
      facts: [
        about('use', values.person, asking),
        about('create', values.person, asking),
        { name: 'groups', label: 'In groups', value: groups.length === 0 ? 'none' : shown },
        {
          name: 'creator',
          label: 'Named as creator in',
          value: creates.slice(0, groupsShownMax).join('\n') || 'no category',
        },
      ],
    };
  },
});

function about(right: PolicyRight, bare: string, { policies, groups }: Asking): Fact {
  const permitted = policies.isPermitted(right, bare);
  const rule = decidingRule(policies.rules(), { right, bare, groups: groups.groupsOf(bare) });
  return {
    name: right,
    label: `May ${rightText(right)}`,
    value: `${permitted ? 'yes' : 'no'}: ${reason(rule, permitted)}`,
  };
}

function reason(
  rule: { readonly principal: string; readonly allowed: boolean } | undefined,
  permitted: boolean,
): string {
  if (rule === undefined) return 'no rule is set for this, and what the configuration says holds';
  const says = `there is a rule for ${principalWords(rule.principal)}, to ${rule.allowed ? 'allow' : 'deny'} it`;
  if (rule.allowed === permitted) return says;
  return permitted
    ? `administrators always may, although ${says}`
    : `${says}, but people of that domain are not let in (policy federation), or are blocked`;
}
