/** The phase in which occupants talk. */
import { MessageOrder } from './message-order.ts';
import type { Room } from './room.ts';
import type { Session } from './session.ts';
import type { Work } from './work.ts';

const BODY_CHARACTERS = 120;
const FILLER = 'somebody says something of ordinary length in this room, as people do. '.repeat(2);

export interface Talk extends Work {
  /** Copies with an archive id of the room: all, where there is an archive. */
  readonly stanzaIds: number;
}

/**
 * Lets the occupants of each room, one after the other, say so many messages, with at most `window` of them
 * incomplete in a room at a time. It is over when everybody has got everything.
 */
export async function talk(
  session: Session,
  rooms: readonly Room[],
  options: { readonly messages: number; readonly window: number },
): Promise<Talk> {
  const latencies: number[] = [];
  const wanted = rooms.reduce((sum, room) => sum + room.size * options.messages, 0);
  let delivered = 0;
  const orders = rooms.map((room) => {
    const order = new MessageOrder(room.jid, room.size);
    room.order = order;
    return order;
  });
  await session.run({
    name: 'talking',
    begin: () => {
      for (let turn = 0; turn < Math.min(options.window, options.messages); turn += 1) {
        for (const room of rooms) say(session, room);
      }
    },
    copy: (room, _place, message) => {
      delivered += 1;
      if (message.missing === 0) {
        latencies.push(performance.now() - message.sentAt);
        if (room.order !== undefined && room.order.sent < options.messages) say(session, room);
      }
      if (delivered === wanted) session.done();
    },
    progress: () => {
      const lacks = orders.map((order) => order.lack()).find((lack) => lack !== undefined);
      return `${delivered} of ${wanted} copies${lacks === undefined ? '' : `; ${lacks}`}`;
    },
  });
  const stanzaIds = orders.reduce((sum, order) => sum + order.stanzaIds, 0);
  return { operations: rooms.length * options.messages, delivered, latencies, stanzaIds };
}

/** Sends the next message of a room, whose order must be open; in its turn where nobody is named, and now. */
export function say(
  session: Session,
  room: Room,
  how: {
    /** The place of who says it. */
    readonly sender?: number;
    /** When it should have been sent, on the clock of `performance.now()`: a late driver makes nothing look faster. */
    readonly dueMs?: number;
  } = {},
): void {
  const order = room.order;
  if (order === undefined) throw new Error('nobody is expected to talk in this room');
  const number = order.sent;
  const sender = how.sender ?? number % room.size;
  const body = bodyOf(room, number);
  order.expect(room.occupantJid(sender), body, how.dueMs ?? performance.now());
  const from = session.userJid(room.users[sender] ?? -1);
  session.send(
    `<message type='groupchat' id='m${number}' from='${from}' to='${room.jid}'><body>${body}</body></message>`,
  );
}

/** What message so-and-so of a room says. */
export function bodyOf(room: Room, number: number): string {
  return `${number} in ${room.number}: ${FILLER}`.slice(0, BODY_CHARACTERS).trimEnd();
}
