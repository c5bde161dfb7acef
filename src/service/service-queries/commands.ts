/** Commands of the service itself (XEP-0050). */
import { NS } from '../../wire/namespaces.ts';
import type { CommandAsker } from '../commands/desk.ts';
import { commandNodes } from '../commands/disco.ts';
import type { ServiceQuery, ServiceQueryEnvironment, ServiceQuestion } from './question.ts';

function askerOf({ from, at }: ServiceQuestion): CommandAsker {
  return { where: 'service', at, from: { session: from.full, person: { key: '', jid: from.bare } } };
}

export const serviceCommandNodes = commandNodes<ServiceQuestion, ServiceQueryEnvironment>('service', askerOf);

export const commands: ServiceQuery = {
  features: [NS.commands],
  answer: (payload, to, env) => {
    const answer = to.type === 'set' ? env.commands.answer(payload, askerOf(to)) : undefined;
    return answer ?? 'not-mine';
  },
};
