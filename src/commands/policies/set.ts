import { isRefusal } from '../../wire/error.ts';
import { serviceCommand } from '../command.ts';
import { principal } from '../principals.ts';
import { lostBy } from './effects.ts';
import { allowedBy, policyCommands, right, rightText, rule } from './fields.ts';
import { principalWords } from './why.ts';

export const setPolicy = serviceCommand({
  node: `${policyCommands}:set`,
  words: 'policy set',
  positional: ['who', 'right', 'rule'],
  changes: true,
  title: 'Set a rule of the policy',
  instructions:
    'Says for a person, a domain, a group or everyone who may use the service or make rooms. Who may not use it any more leaves all rooms at once.',
  mayRun: 'service admin',
  fields: { who: principal({ name: 'who', label: 'Who' }), right, rule },
  async confirm({ who, right, rule }, asking) {
    if (right !== 'use' || rule === 'allow') return undefined;
    const lost = await lostBy({ right, principal: who, ...allowedBy(rule) }, asking);
    return `${lost} Shall the rule for ${principalWords(who)} be ${rule === 'deny' ? 'set' : 'taken away'}?`;
  },
  async run({ who, right, rule }, { policies, from }) {
    const refused = await policies.set({ actor: from.person, right, principal: who, ...allowedBy(rule) });
    if (isRefusal(refused)) return refused;
    const whom = principalWords(who);
    if (rule === 'unset') return { note: `There is no rule of its own for ${whom} any more.` };
    return {
      note: `From now on, ${whom} may ${rule === 'allow' ? '' : 'not '}${rightText(right)}, unless a closer rule says otherwise.`,
    };
  },
});
