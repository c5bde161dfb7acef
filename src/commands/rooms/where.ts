import { isRefusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import { serviceCommand } from '../command.ts';
import { person } from '../fields.ts';
import { pageOf } from '../pages.ts';
import type { RoomRow } from '../room-directory.ts';
import { roomCommands } from './fields.ts';
import { roomsTable } from './rows.ts';

export const whereIs = serviceCommand({
  node: `${roomCommands}:where`,
  words: 'where',
  positional: ['who'],
  changes: false,
  title: 'Where is somebody?',
  instructions: 'The rooms in which a person is now, as far as you may know who is there.',
  mayRun: 'everyone',
  fields: { who: person({ name: 'who', label: 'Who', example: 'alice@example.org' }) },
  async run({ who }, asking, page) {
    const rooms: RoomRow[] = [];
    for (const room of await asking.roomDirectory.whereIs(who)) if (await mayKnow(room, asking)) rooms.push(room);
    if (rooms.length === 0) return { note: `${who} is in no room now that you could see them in.` };
    const { items, more } = pageOf(rooms, page);
    return { table: roomsTable(items, asking), ...more };
  },
});

/** Whoever sees in the room itself who is behind a nickname, and administrators. Where it is hidden, it stays so here. */
async function mayKnow({ jid }: RoomRow, { administers, ask, from }: Asking): Promise<boolean> {
  if (administers) return true;
  const rights = await ask(jid, { kind: 'ask-rights', from, actions: ['read', 'see real JIDs'] });
  if (rights === undefined || isRefusal(rights) || rights.kind !== 'rights' || rights.allowed.length < 2) return false;
  const readable = await ask(jid, { kind: 'ask-to-read', from });
  return readable !== undefined && !isRefusal(readable) && readable.kind === 'readable' && readable.seesRealJids;
}
