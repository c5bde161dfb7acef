import { isRefusal } from '../../wire/error.ts';
import { serviceCommand } from '../command.ts';
import { settingCommands } from './fields.ts';

export const resetSettings = serviceCommand({
  node: `${settingCommands}:reset`,
  words: 'settings reset',
  changes: true,
  title: 'Reset the settings of the service',
  instructions: 'All of them are as the configuration says again.',
  mayRun: 'service admin',
  fields: {},
  confirm: () => Promise.resolve('Shall all settings be as the configuration says again?'),
  async run(_, { settings, from }) {
    const values = { defaultHistory: null, largeRoomsAbove: null, roomManagementUrl: null };
    const refused = await settings.set({ actor: from.person, values });
    return isRefusal(refused) ? refused : { note: 'All settings are as the configuration says.' };
  },
});
