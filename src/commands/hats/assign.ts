import { roomCommand } from '../command.ts';
import { changeWorn, hat, hatCommands, wearer } from './fields.ts';

/** XEP-0317 §3.5. */
export const assignHat = roomCommand({
  node: `${hatCommands}:assign`,
  words: 'hat assign',
  positional: ['jid', 'uri'],
  changes: true,
  title: 'Assign a hat',
  instructions: 'The person wears the hat from now on, in the room or coming back to it.',
  formType: hatCommands,
  mayRun: 'change hats',
  fields: { jid: wearer, uri: hat },
  run: ({ jid, uri }, asking) => changeWorn(asking, { kind: 'assign', jid, uri }, `${jid} wears the hat now.`),
});
