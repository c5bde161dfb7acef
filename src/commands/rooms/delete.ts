import { isRefusal } from '../../wire/error.ts';
import { roomCommand } from '../command.ts';
import { optional, text } from '../fields.ts';
import { counted } from '../pages.ts';
import { askRoom, infoOf } from './asked.ts';
import { roomCommands } from './fields.ts';

export const deleteRoom = roomCommand({
  node: `${roomCommands}:delete`,
  words: 'room delete',
  changes: true,
  title: 'Delete the room',
  instructions:
    'The room ends for good, with its lists and all that was said in it. Whoever is unsure disables it instead.',
  mayRun: 'destroy the room',
  fields: {
    reason: optional(
      text({ name: 'reason', label: 'Reason', description: 'All who are in it are told.', charactersMax: 1_000 }),
    ),
  },
  async confirm(_, asking) {
    const info = await infoOf(asking);
    if (isRefusal(info)) return info;
    const called = info.name === '' ? asking.at : `"${info.name}" (${asking.at})`;
    const there = info.occupants === 0 ? '' : ` ${counted(info.occupants, 'person is', 'people are')} in it.`;
    return `This cannot be undone.${there} Shall the room ${called} be deleted?`;
  },
  async run({ reason }, asking) {
    const answer = await askRoom(asking, { kind: 'destroy', ...(reason !== undefined && { reason }) });
    return isRefusal(answer) ? answer : { note: 'The room is deleted.' };
  },
});
