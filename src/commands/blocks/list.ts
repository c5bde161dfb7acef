import { serviceCommand } from '../command.ts';
import { momentText } from '../moment.ts';
import { address, reason } from './fields.ts';

export const listBlocked = serviceCommand({
  node: 'longroom:blocks:list',
  words: 'block list',
  changes: false,
  title: 'Who is blocked',
  instructions: 'Shows who is kept out of the service, since when, by whom and why.',
  mayRun: 'service admin',
  fields: {},
  run(_, { blocks }) {
    const rows = blocks.blocked().map((one) => [one.whom.jid, momentText(one.at), one.by.jid, one.reason ?? '']);
    if (rows.length === 0) return Promise.resolve({ note: 'Nobody is blocked.' });
    const columns = [address, { name: 'since', label: 'Since' }, { name: 'by', label: 'By' }, reason];
    return Promise.resolve({ table: { columns, rows } });
  },
});
