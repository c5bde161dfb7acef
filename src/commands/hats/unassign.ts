import { roomCommand } from '../command.ts';
import { changeWorn, hat, hatCommands, wearer } from './fields.ts';

/** XEP-0317 §3.6. */
export const unassignHat = roomCommand({
  node: `${hatCommands}:unassign`,
  words: 'hat take',
  positional: ['jid', 'uri'],
  changes: true,
  title: 'Take back a hat',
  instructions: 'The person does not wear the hat any more.',
  formType: hatCommands,
  mayRun: 'change hats',
  fields: { jid: wearer, uri: hat },
  run: ({ jid, uri }, asking) =>
    changeWorn(asking, { kind: 'unassign', jid, uri }, `${jid} does not wear the hat any more.`),
});
