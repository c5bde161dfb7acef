import { isRefusal, refusal } from '../../wire/error.ts';
import { serviceCommand } from '../command.ts';
import { addinCommands, newName, url } from './fields.ts';

export const createAddin = serviceCommand({
  node: `${addinCommands}:create`,
  words: 'addin create',
  positional: ['name', 'url'],
  changes: true,
  title: 'Register an add-in',
  instructions: 'A web application that managers can then choose for their rooms.',
  mayRun: 'service admin',
  fields: { name: newName, url },
  async run({ name, url }, { addins, from }) {
    if (addins.find(name) !== undefined) {
      return refusal(
        'conflict',
        'modify',
        'There is an add-in of this name already. "addin set" gives it another address.',
      );
    }
    const refused = await addins.set({ actor: from.person, name, url });
    return isRefusal(refused) ? refused : { note: `The add-in "${name}" can be chosen for rooms now.` };
  },
});
