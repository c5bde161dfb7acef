import { isRefusal } from '../../wire/error.ts';
import { serviceCommand } from '../command.ts';
import { optional } from '../fields.ts';
import { addin, addinCommands, url } from './fields.ts';

export const setAddin = serviceCommand({
  node: `${addinCommands}:set`,
  words: 'addin set',
  positional: ['addin', 'url'],
  changes: true,
  title: 'Change an add-in',
  instructions: 'Gives it another web address, in all rooms that use it.',
  mayRun: 'service admin',
  fields: { addin, url: optional(url) },
  inExample: 'url',
  steps: [['addin'], ['url']],
  async presets({ addin: name }, { addins }) {
    const found = name === undefined ? undefined : addins.find(name);
    return found === undefined ? {} : { url: found.url };
  },
  async run({ addin: name, url }, { addins, from }) {
    if (url === undefined) return { note: 'Nothing was to be changed.' };
    const refused = await addins.set({ actor: from.person, name, url });
    return isRefusal(refused) ? refused : { note: `The add-in "${name}" is at ${url} now.` };
  },
});
