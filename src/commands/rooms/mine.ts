import type { Own } from '../../room/answer.ts';
import { isRefusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import { serviceCommand } from '../command.ts';
import { counted } from '../pages.ts';
import type { OwnRoom } from '../room-directory.ts';
import { roomCommands } from './fields.ts';

/** Rooms are looked at one by one for what is new. */
const roomsPerPage = 20;

const columns = [
  { name: 'name', label: 'Name' },
  { name: 'address', label: 'Address' },
  { name: 'is', label: 'You are' },
  { name: 'new', label: 'New' },
  { name: 'people', label: 'People' },
];

export const myRooms = serviceCommand({
  node: `${roomCommands}:mine`,
  words: 'my rooms',
  changes: false,
  title: 'My rooms',
  instructions: 'The rooms you belong to, what you are there, and what was said since you were there last.',
  mayRun: 'everyone',
  fields: {},
  async run(_, asking, { after, limit }) {
    const page = { limit: Math.min(limit, roomsPerPage), ...(after !== undefined && { after }) };
    const { rooms, next } = await asking.roomDirectory.roomsOf({ person: asking.from.person, ...page });
    const rows = (await Promise.all(rooms.map((room) => rowOf(room, asking)))).filter((row) => row !== undefined);
    if (rows.length === 0 && next === undefined && after === undefined)
      return { note: 'You belong to no room yet. "rooms" shows those there are.' };
    return { table: { columns, rows }, ...(next !== undefined && { next }) };
  },
});

/** Nothing of a room that is not theirs any more: scope, and what groups they are in, may have changed. */
async function rowOf(room: OwnRoom, asking: Asking): Promise<readonly string[] | undefined> {
  const { ask, from } = asking;
  const own = await ask(room.jid, { kind: 'ask-own', from });
  if (own === undefined || isRefusal(own) || own.kind !== 'own') return undefined;
  const is = whatTheyAre(own);
  return is === '' ? undefined : [room.name, room.jid, is, await newsIn(room, own, asking), String(room.occupants)];
}

function whatTheyAre({ facts }: Own): string {
  if (facts.outcast) return '';
  const words = [facts.manager && 'manager', facts.member && 'member', facts.presenter && 'presenter'];
  return words.filter((word) => typeof word === 'string').join(', ');
}

async function newsIn({ jid, seen }: OwnRoom, { inside }: Own, { ask, from, roomDirectory }: Asking): Promise<string> {
  if (inside) return 'you are in it';
  if (seen === undefined) return '';
  const readable = await ask(jid, { kind: 'ask-to-read', from });
  if (readable === undefined || isRefusal(readable) || readable.kind !== 'readable') return '';
  const { messages, atLeast } = await roomDirectory.newsSince(readable, seen);
  if (messages === 0) return 'nothing';
  return `${counted(messages, 'message', 'messages')}${atLeast ? ' or more' : ''}`;
}
