import { isRefusal } from '../../wire/error.ts';
import { roomCommand } from '../command.ts';
import { change, hat, hatCommands, wearer } from './fields.ts';

/** XEP-0317 §3.5. */
export const assignHat = roomCommand({
  node: `${hatCommands}:assign`,
  title: 'Assign a hat',
  instructions: 'The person wears the hat from now on, in the room or coming back to it.',
  formType: hatCommands,
  mayRun: 'change hats',
  fields: { jid: wearer, uri: hat },
  async run({ jid, uri }, asking) {
    const whom = await asking.person(jid);
    return isRefusal(whom) ? whom : change(asking, { kind: 'assign', whom, uri }, `${jid} wears the hat now.`);
  },
});
