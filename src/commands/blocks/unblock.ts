import { isRefusal } from '../../wire/error.ts';
import { serviceCommand } from '../command.ts';
import { address } from './fields.ts';

export const unblock = serviceCommand({
  node: 'longroom:blocks:unblock',
  words: 'block remove',
  positional: ['address'],
  changes: true,
  title: 'Unblock somebody',
  instructions:
    'They may use the service again, unless their domain is blocked too; they have to enter their rooms themselves.',
  mayRun: 'service admin',
  fields: { address },
  async run(values, { blocks, from }) {
    const refused = await blocks.unblock({ actor: from.person, jid: values.address });
    return isRefusal(refused) ? refused : { note: `${values.address} is taken off the list.` };
  },
});
