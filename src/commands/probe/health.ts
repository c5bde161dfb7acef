import { serviceCommand } from '../command.ts';
import { momentText } from '../moment.ts';
import type { PartHealth } from '../operations.ts';

export const showHealth = serviceCommand({
  node: 'longroom:service:health',
  words: 'health',
  changes: false,
  needsNoStore: true,
  patienceSeconds: 5,
  title: 'Health of the service',
  instructions:
    'Says whether the connection to the XMPP server stands and whether the store answers, and if not, since when and why. On the command line the exit code is 0 only where both are so.',
  mayRun: 'service admin',
  fields: {},
  async run(_, { health }) {
    const { server, store } = await health();
    const facts = [
      { name: 'server', label: 'XMPP server', value: inWords(server) },
      { name: 'store', label: 'Store', value: inWords(store) },
    ];
    return server.kind === 'up' && store.kind === 'up' ? { facts } : { facts, isAmiss: true };
  },
});

function inWords(part: PartHealth): string {
  return part.kind === 'up' ? 'up' : `away since ${momentText(part.since)}: ${part.text}`;
}
