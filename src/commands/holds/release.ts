import { isRefusal, type Refusal, refusal } from '../../wire/error.ts';
import { serviceCommand } from '../command.ts';
import { briefly, hold, holdCommands } from './fields.ts';

export const releaseHold = serviceCommand({
  node: `${holdCommands}:release`,
  words: 'hold release',
  positional: ['hold'],
  changes: true,
  title: 'Release a legal hold',
  instructions: 'What it alone has kept goes: what rooms keep no longer, and what people have taken back meanwhile.',
  mayRun: 'service admin',
  fields: { hold },
  async confirm({ hold: name }, { holds }) {
    const found = holds.find(name);
    if (found === undefined) return noSuchHold();
    return `It covers ${briefly(found)}. What it alone has kept is deleted then. Shall the legal hold "${found.name}" be released?`;
  },
  async run({ hold: name }, { holds, from }) {
    const refused = await holds.release({ actor: from.person, name });
    return isRefusal(refused) ? refused : { note: `The legal hold "${name}" is released.` };
  },
});

export const noSuchHold = (): Refusal =>
  refusal('item-not-found', 'cancel', 'There is no legal hold of this name. "hold list" shows those there are.');
