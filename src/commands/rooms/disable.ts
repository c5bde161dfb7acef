import { isRefusal } from '../../wire/error.ts';
import { roomCommand } from '../command.ts';
import { counted } from '../pages.ts';
import { askRoom, infoOf } from './asked.ts';
import { roomCommands } from './fields.ts';

export const disableRoom = roomCommand({
  node: `${roomCommands}:disable`,
  words: 'room disable',
  changes: true,
  title: 'Disable the room',
  instructions: 'Everybody leaves at once, and nobody enters, reads or finds it. Lists, settings and messages stay.',
  mayRun: 'disable the room',
  fields: {},
  async confirm(_, asking) {
    const info = await infoOf(asking);
    if (isRefusal(info) || info.disabled) return isRefusal(info) ? info : undefined;
    const leaving =
      info.occupants === 0 ? '' : `${counted(info.occupants, 'person leaves', 'people leave')} it at once. `;
    return `${leaving}Only administrators of the service can enable it again. Shall the room be disabled?`;
  },
  async run(_, asking) {
    const answer = await askRoom(asking, { kind: 'disable' });
    return isRefusal(answer) ? answer : { note: 'The room is disabled.' };
  },
});

export const enableRoom = roomCommand({
  node: `${roomCommands}:enable`,
  words: 'room enable',
  changes: true,
  title: 'Enable the room',
  instructions: 'All is as it was before the room was disabled, but that nobody is in it.',
  mayRun: 'enable the room',
  fields: {},
  async run(_, asking) {
    const answer = await askRoom(asking, { kind: 'enable' });
    return isRefusal(answer) ? answer : { note: 'The room is enabled.' };
  },
});
