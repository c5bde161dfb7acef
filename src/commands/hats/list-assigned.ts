import { isRefusal } from '../../wire/error.ts';
import { roomCommand } from '../command.ts';
import { askForHats, hatCommands, hue, newUri, title, wearer } from './fields.ts';

/** XEP-0317 §3.7. It tells real addresses, so that only those who may see them may run it. */
export const listAssignedHats = roomCommand({
  node: `${hatCommands}:list-assigned`,
  words: 'hat wearers',
  changes: false,
  title: 'Who wears a hat',
  instructions: 'Shows everybody who wears a hat, in the room or away.',
  formType: hatCommands,
  mayRun: 'see who wears hats',
  fields: {},
  async run(_, asking) {
    const hats = await askForHats(asking, 'assigned');
    if (isRefusal(hats)) return hats;
    if (hats.length === 0) return { note: 'Nobody wears a hat.' };
    return {
      table: {
        reported: true,
        columns: [wearer, newUri, title, hue],
        rows: hats.map((hat) => [hat.jid ?? '', hat.uri, hat.title, hat.hue ?? '']),
      },
    };
  },
});
