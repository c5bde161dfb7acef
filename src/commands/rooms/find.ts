import { isRefusal } from '../../wire/error.ts';
import { findCategory } from '../categories/fields.ts';
import { serviceCommand } from '../command.ts';
import { optional } from '../fields.ts';
import { counted } from '../pages.ts';
import { categoryNamed } from './category-field.ts';
import { roomCommands, words } from './fields.ts';
import { roomsTable } from './rows.ts';

export const findRooms = serviceCommand({
  node: `${roomCommands}:find`,
  words: 'rooms',
  positional: ['words'],
  changes: false,
  title: 'Rooms',
  instructions: 'The rooms that you may know of; with words, those whose name or description has them.',
  mayRun: 'everyone',
  fields: { words, category: optional(categoryNamed) },
  async run({ words: wanted, category: typed }, asking, { after, limit }) {
    const category = typed === undefined ? undefined : findCategory(typed, asking);
    if (category !== undefined && isRefusal(category)) return category;
    const found = await asking.roomDirectory.find({
      for: asking.from.person,
      limit,
      ...(wanted !== undefined && { words: wanted, inDescription: true }),
      ...(category !== undefined && { category: category.key }),
      ...(after !== undefined && { after }),
    });
    if (isRefusal(found)) return found;
    if (found.rooms.length === 0)
      return { note: wanted === undefined ? 'There are no rooms here yet.' : 'No room is called like that.' };
    return {
      ...(found.count !== undefined && { note: `${counted(found.count, 'room', 'rooms')} in all.` }),
      table: roomsTable(found.rooms, asking),
      ...(found.next !== undefined && { next: found.next }),
    };
  },
});
