import { roomCommand } from '../command.ts';
import { change, hat, hatCommands } from './fields.ts';

/** XEP-0317 §3.3. Not confirmed: clients send it whole, and creating the hat again is no great work. */
export const destroyHat = roomCommand({
  node: `${hatCommands}:destroy`,
  words: 'hat destroy',
  positional: ['uri'],
  changes: true,
  title: 'Destroy a hat',
  instructions: 'The hat is taken from everybody who wears it, and from the list.',
  formType: hatCommands,
  mayRun: 'change hats',
  fields: { uri: hat },
  run: ({ uri }, asking) => change(asking, { kind: 'destroy', uri }, 'The hat is gone, and nobody wears it any more.'),
});
