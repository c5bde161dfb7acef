import { isRefusal } from '../../wire/error.ts';
import { roomCommand } from '../command.ts';
import { change, hat, hatCommands, wearer } from './fields.ts';

/** XEP-0317 §3.6. */
export const unassignHat = roomCommand({
  node: `${hatCommands}:unassign`,
  title: 'Take back a hat',
  instructions: 'The person does not wear the hat any more.',
  formType: hatCommands,
  mayRun: 'change hats',
  fields: { jid: wearer, uri: hat },
  async run({ jid, uri }, asking) {
    const whom = await asking.person(jid);
    return isRefusal(whom)
      ? whom
      : change(asking, { kind: 'unassign', whom, uri }, `${jid} does not wear the hat any more.`);
  },
});
