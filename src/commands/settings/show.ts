import { serviceCommand } from '../command.ts';
import { settingCommands, settingFacts } from './fields.ts';

export const showSettings = serviceCommand({
  node: `${settingCommands}:show`,
  words: 'settings show',
  changes: false,
  title: 'Settings of the service',
  instructions: 'Shows what was set by commands; everything else is as the configuration says.',
  mayRun: 'service admin',
  fields: {},
  run: (_, { settings }) => Promise.resolve({ facts: settingFacts(settings.values()) }),
});
