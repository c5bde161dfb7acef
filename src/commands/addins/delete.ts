import { isRefusal } from '../../wire/error.ts';
import { serviceCommand } from '../command.ts';
import { counted } from '../pages.ts';
import { addin, addinCommands } from './fields.ts';

/** Rooms that are named. */
const roomsShownMax = 10;

export const deleteAddin = serviceCommand({
  node: `${addinCommands}:delete`,
  words: 'addin delete',
  positional: ['addin'],
  changes: true,
  title: 'Delete an add-in',
  instructions: 'Rooms that use it have none any more.',
  mayRun: 'service admin',
  fields: { addin },
  async confirm({ addin: name }, { rooms }) {
    const count = await rooms.count({ addin: name });
    if (count === 0) return `No room uses it. Shall the add-in "${name}" be deleted?`;
    const some = await rooms.some({ addin: name, limit: roomsShownMax });
    const named = some.map((room) => room.name || room.jid).join(', ');
    const more = count > some.length ? ', ...' : '';
    return `It is used by ${counted(count, 'room', 'rooms')}: ${named}${more}. Shall the add-in "${name}" be deleted?`;
  },
  async run({ addin: name }, { addins, from }) {
    const refused = await addins.remove({ actor: from.person, name });
    return isRefusal(refused) ? refused : { note: `The add-in "${name}" is gone.` };
  },
});
