import { isRefusal } from '../../wire/error.ts';
import { roomCommand } from '../command.ts';
import { optional, text } from '../fields.ts';
import { askRoom, peopleCalled } from './asked.ts';
import { principals, roomCommands } from './fields.ts';

const who = principals({ name: 'who', label: 'Who', example: 'mallory@example.org' });

export const banFromRoom = roomCommand({
  node: `${roomCommands}:ban`,
  words: 'room ban',
  positional: ['who'],
  changes: true,
  title: 'Ban from the room',
  instructions: 'They leave the room at once and its lists, and cannot come back.',
  mayRun: 'change members and bans',
  fields: {
    who,
    reason: optional(text({ name: 'reason', label: 'Reason', description: 'They are told.', charactersMax: 1_000 })),
  },
  async run({ who: named, reason }, asking) {
    const people = await peopleCalled(asking, named);
    if (isRefusal(people)) return people;
    const why = reason === undefined ? {} : { reason };
    const changes = people.map((whom) => ({ whom, set: { outcast: true }, ...why }));
    const answer = await askRoom(asking, { kind: 'change-lists', changes });
    return isRefusal(answer) ? answer : { note: `${named.join(', ')}: banned from the room.` };
  },
});

export const unbanFromRoom = roomCommand({
  node: `${roomCommands}:unban`,
  words: 'room unban',
  positional: ['who'],
  changes: true,
  title: 'Lift a ban from the room',
  instructions: 'They are on no list of the room then. "room people banned" shows who is banned.',
  mayRun: 'change members and bans',
  fields: { who },
  async run({ who: named }, asking) {
    const people = await peopleCalled(asking, named);
    if (isRefusal(people)) return people;
    const changes = people.map((whom) => ({ whom, set: { outcast: false } }));
    const answer = await askRoom(asking, { kind: 'change-lists', changes });
    return isRefusal(answer) ? answer : { note: `${named.join(', ')}: not banned any more.` };
  },
});
