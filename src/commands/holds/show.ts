import { serviceCommand } from '../command.ts';
import { momentText } from '../moment.ts';
import { hold, holdCommands, timeOf } from './fields.ts';
import { noSuchHold } from './release.ts';

export const showHold = serviceCommand({
  node: `${holdCommands}:show`,
  words: 'hold show',
  positional: ['hold'],
  changes: false,
  title: 'Show a legal hold',
  instructions: 'Shows what it covers. Who created it is in the audit.',
  mayRun: 'service admin',
  fields: { hold },
  async run({ hold: name }, { holds }) {
    const found = holds.find(name);
    if (found === undefined) return noSuchHold();
    const { rooms, categories, people, everything, reason = '', at } = found;
    const facts = [
      { name: 'name', label: 'Name', value: found.name },
      { name: 'everything', label: 'Everything', value: everything ? 'yes' : '' },
      { name: 'rooms', label: 'Rooms', value: rooms.map(({ jid }) => jid).join('\n') },
      { name: 'categories', label: 'Categories', value: categories.join('\n') },
      { name: 'people', label: 'People', value: people.map(({ jid }) => jid).join('\n') },
      { name: 'said', label: 'Said', value: timeOf(found) },
      { name: 'reason', label: 'Reason', value: reason },
      { name: 'since', label: 'In force since', value: momentText(at) },
    ];
    return { facts: facts.filter(({ value }) => value !== '') };
  },
});
