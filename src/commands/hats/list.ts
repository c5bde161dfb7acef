import { isRefusal } from '../../wire/error.ts';
import { roomCommand } from '../command.ts';
import { askForHats, hatCommands, hue, newUri, title } from './fields.ts';

/** XEP-0317 §3.4. */
export const listHats = roomCommand({
  node: `${hatCommands}:list`,
  words: 'hat list',
  changes: false,
  title: 'Hats of this room',
  instructions: 'Shows the hats there are.',
  formType: hatCommands,
  mayRun: 'see the hats',
  fields: {},
  async run(_, asking) {
    const hats = await askForHats(asking, 'defined');
    if (isRefusal(hats)) return hats;
    if (hats.length === 0) return { note: 'This room has no hats yet.' };
    return {
      table: {
        reported: true,
        columns: [title, newUri, hue],
        rows: hats.map((hat) => [hat.title, hat.uri, hat.hue ?? '']),
      },
    };
  },
});
