import { isRefusal } from '../../wire/error.ts';
import { serviceCommand } from '../command.ts';
import { address, reason } from './fields.ts';

export const block = serviceCommand({
  node: 'longroom:blocks:block',
  words: 'block add',
  positional: ['address', 'reason'],
  changes: true,
  title: 'Block somebody',
  instructions: 'They leave all rooms at once, and nothing they send is let in any more.',
  mayRun: 'service admin',
  fields: { address, reason },
  async run(values, { blocks, from }) {
    const refused = await blocks.block({
      actor: from.person,
      jid: values.address,
      ...(values.reason !== undefined && { reason: values.reason }),
    });
    return isRefusal(refused) ? refused : { note: `${values.address} is blocked.` };
  },
});
