import { isRefusal } from '../../wire/error.ts';
import { roomCommand } from '../command.ts';
import { optional, text } from '../fields.ts';
import { list, personItem } from '../item-fields.ts';
import { peopleCalled } from './asked.ts';
import { roomCommands } from './fields.ts';

/** As with one message (XEP-0045 §7.8.2). */
const inviteesMax = 50;

export const inviteToRoom = roomCommand({
  node: `${roomCommands}:invite`,
  words: 'invite',
  positional: ['who', 'reason'],
  changes: true,
  title: 'Invite people to the room',
  instructions: 'They get an invitation; in a room for members they become members. You have to be in the room.',
  mayRun: 'invite',
  fields: {
    who: list({
      name: 'who',
      label: 'Who',
      description: 'Addresses of people.',
      example: 'alice@example.org',
      item: personItem,
      itemsMax: inviteesMax,
    }),
    reason: optional(text({ name: 'reason', label: 'Reason', description: 'They are told.', charactersMax: 1_000 })),
  },
  async run({ who, reason }, asking) {
    const people = await peopleCalled(asking, who);
    if (isRefusal(people)) return people;
    const words = reason === undefined ? {} : { reason };
    const invitations = people.map((whom) => ({ whom, address: whom.jid, ...words }));
    const answer = await asking.ask(asking.at, { kind: 'invite', from: asking.from, invitations });
    return answer !== undefined && isRefusal(answer) ? answer : { note: `Invited: ${who.join(', ')}.` };
  },
});
