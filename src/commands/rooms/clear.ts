import { isRefusal } from '../../wire/error.ts';
import { roomCommand } from '../command.ts';
import { date } from '../date-field.ts';
import { momentText } from '../moment.ts';
import { counted } from '../pages.ts';
import { roomCommands } from './fields.ts';

export const clearRoom = roomCommand({
  node: `${roomCommands}:clear`,
  words: 'room clear',
  positional: ['until'],
  changes: true,
  title: 'Clear the room',
  instructions: 'Everything that was said on or before a date goes, for all and for good. Nobody in the room is told.',
  mayRun: 'take away what was said',
  fields: {
    until: date({
      name: 'until',
      label: 'Up to',
      description: 'The last moment that goes, such as 2026-01-31T18:30:00Z; a date alone means its beginning.',
      example: '2026-01-31',
    }),
  },
  async confirm({ until }, { at: room, from, roomContent }) {
    const meant = await roomContent.countToClear({ room, from, until });
    if (isRefusal(meant)) return meant;
    const all = counted(meant.messages, 'message', 'messages');
    return `${all} up to ${momentText(until)} would go. This cannot be undone. Shall they?`;
  },
  async run({ until }, { at: room, from, roomContent }) {
    const begun = await roomContent.clear({ room, from, until });
    if (isRefusal(begun)) return begun;
    return { note: `It has begun: from now on nobody finds any of it. "job show ${begun.job}" tells how far it is.` };
  },
});
