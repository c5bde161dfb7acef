import { roomCommand } from '../command.ts';
import { change, hatCommands, hue, newUri, title } from './fields.ts';

/** XEP-0317 §3.2. */
export const createHat = roomCommand({
  node: `${hatCommands}:create`,
  words: 'hat create',
  positional: ['title', 'uri', 'hue'],
  changes: true,
  title: 'Create or change a hat',
  instructions: 'A hat is a title that people in this room may wear, such as "Host". Everybody sees it.',
  formType: hatCommands,
  mayRun: 'change hats',
  fields: { title, uri: newUri, hue },
  run: (values, asking) =>
    change(
      asking,
      {
        kind: 'create',
        hat: { uri: values.uri, title: values.title, ...(values.hue !== undefined && { hue: values.hue }) },
      },
      `The hat "${values.title}" can be assigned to people now.`,
    ),
});
