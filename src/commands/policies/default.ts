import { everyone } from '../../principal-text.ts';
import { isRefusal } from '../../wire/error.ts';
import { serviceCommand } from '../command.ts';
import { lostBy } from './effects.ts';
import { allowedBy, policyCommands, right, rightText, rule } from './fields.ts';

export const setDefaultPolicy = serviceCommand({
  node: `${policyCommands}:default`,
  words: 'policy default',
  positional: ['right', 'rule'],
  changes: true,
  title: 'Set what holds for everyone',
  instructions:
    'Holds for whoever no rule of their own, of a group or of their domain is about. Without it, what the configuration says holds.',
  mayRun: 'service admin',
  fields: { right, rule },
  async confirm({ right, rule }, asking) {
    if (right !== 'use' || rule === 'allow') return undefined;
    const lost = await lostBy({ right, principal: everyone, ...allowedBy(rule) }, asking);
    return `${lost} Shall it be changed for everyone?`;
  },
  async run({ right, rule }, { policies, from }) {
    const refused = await policies.set({ actor: from.person, right, principal: everyone, ...allowedBy(rule) });
    if (isRefusal(refused)) return refused;
    if (rule === 'unset') return { note: `Who may ${rightText(right)} is as the configuration says again.` };
    return { note: `Whoever no rule is about may ${rule === 'allow' ? '' : 'not '}${rightText(right)} from now on.` };
  },
});
