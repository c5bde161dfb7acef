/** Commands of a room (XEP-0050), those for its hats (XEP-0317) among them. */
import { NS } from '../../wire/namespaces.ts';
import type { CommandAsker } from '../commands/desk.ts';
import { commandNodes } from '../commands/disco.ts';
import type { RoomQuery, RoomQueryEnvironment, RoomQuestion } from './question.ts';

function askerOf({ roomJid, from }: RoomQuestion): CommandAsker {
  return { where: 'room', at: roomJid, from };
}

export const roomCommandNodes = commandNodes<RoomQuestion, RoomQueryEnvironment>('room', askerOf);

export const commands: RoomQuery = {
  features: [NS.commands, NS.hats],
  answer: (payload, to, env) => {
    const answer = to.type === 'set' ? env.commands.answer(payload, askerOf(to)) : undefined;
    return answer ?? 'not-mine';
  },
};
