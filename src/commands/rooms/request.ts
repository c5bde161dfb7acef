import { isRefusal, refusal } from '../../wire/error.ts';
import { roomCommand } from '../command.ts';
import { longText, optional, text } from '../fields.ts';
import { askRoom } from './asked.ts';
import { roomCommands } from './fields.ts';

export const requestMembership = roomCommand({
  node: `${roomCommands}:request`,
  words: 'request join',
  positional: ['nickname', 'about'],
  changes: true,
  title: 'Ask to become a member',
  instructions: 'The managers of the room are asked. You are told when they have decided.',
  mayRun: 'register with the room',
  fields: {
    nickname: text({
      name: 'nickname',
      label: 'Nickname',
      description: 'It is reserved for you in this room.',
      example: 'Alice',
      charactersMax: 200,
    }),
    about: optional(
      longText({ name: 'about', label: 'Why', description: 'For the managers of the room.', charactersMax: 2_000 }),
    ),
  },
  async presets(_, asking) {
    const answer = await askRoom(asking, { kind: 'ask-registration' });
    if (isRefusal(answer)) return answer;
    if (answer.kind !== 'registration' || answer.nick === '') return {};
    return { nickname: answer.nick };
  },
  async run({ nickname, about }, asking) {
    const before = await askRoom(asking, { kind: 'ask-registration' });
    if (isRefusal(before)) return before;
    const answers = about === undefined ? {} : { faqEntry: about };
    const answer = await asking.ask(asking.at, { kind: 'register', from: asking.from, nick: nickname, answers });
    if (answer !== undefined && isRefusal(answer))
      return answer.condition === 'conflict' ? refusal('conflict', 'modify', answer.text) : answer;
    const waits = before.kind === 'registration' && before.needsApproval && before.state !== 'registered';
    return {
      note: waits
        ? 'The managers of the room are asked. You are told when they have decided.'
        : 'You are registered with the room.',
    };
  },
});

export const withdrawRequest = roomCommand({
  node: `${roomCommands}:withdraw`,
  words: 'request withdraw',
  changes: true,
  title: 'Take back the request, or leave the members',
  instructions: 'Whoever waits does so no more; whoever is a member is none any more, and their nickname is free.',
  mayRun: 'give up registration',
  fields: {},
  async run(_, asking) {
    const answer = await asking.ask(asking.at, { kind: 'unregister', from: asking.from });
    return answer !== undefined && isRefusal(answer)
      ? answer
      : { note: 'You are not registered with the room any more.' };
  },
});
