import { isRefusal } from '../../wire/error.ts';
import { roomCommand } from '../command.ts';
import { text } from '../fields.ts';
import { askRoom } from '../rooms/asked.ts';

export const grantVoice = roomCommand({
  node: 'longroom:voice:grant',
  words: 'voice grant',
  positional: ['nickname'],
  changes: true,
  title: 'Let somebody in the room speak',
  instructions: 'Gives voice to a visitor of a moderated room, whether or not they have asked for it.',
  mayRun: 'change roles',
  fields: {
    nickname: text({
      name: 'nick',
      label: 'Nickname',
      description: 'Of somebody who is in the room now.',
      example: 'Bob',
      charactersMax: 1_023,
    }),
  },
  async run({ nickname: nick }, asking) {
    const answer = await askRoom(asking, { kind: 'administer', items: [{ kind: 'role', nick, role: 'participant' }] });
    return isRefusal(answer) ? answer : { note: `${nick} may speak in the room now.` };
  },
});
