import { isRefusal } from '../../wire/error.ts';
import { serviceCommand } from '../command.ts';
import { given } from '../given.ts';
import { settingCommands, settingFacts, settingFields } from './fields.ts';

export const setSettings = serviceCommand({
  node: `${settingCommands}:set`,
  words: 'settings set',
  changes: true,
  title: 'Change the settings of the service',
  instructions:
    'They hold at once, over what the configuration says. An emptied field is as the configuration says again.',
  mayRun: 'service admin',
  fields: settingFields,
  inExample: 'defaultHistory',
  presets: (_, { settings }) => Promise.resolve(settings.values()),
  async run(values, { settings, from }) {
    const wish = given(values);
    if (Object.keys(wish).length === 0) return { note: 'Nothing was to be changed.' };
    const refused = await settings.set({ actor: from.person, values: wish });
    return isRefusal(refused) ? refused : { note: 'The settings are changed.', facts: settingFacts(settings.values()) };
  },
});
