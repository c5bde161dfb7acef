/** Phases in which users come and go. */
import { enter } from './creating.ts';
import { PresenceBook } from './presence-book.ts';
import type { Room } from './room.ts';
import type { Session } from './session.ts';
import type { Work } from './work.ts';

/** How many users are entering at a time. */
const ENTERING_MAX = 10;

/**
 * Lets everybody but the owners enter, room by room.
 *
 * With `exact` every occupant must be told of every other, once; that is kept in a book of size² bytes, which stays
 * open. Without it a user is in once its own presence has come.
 */
export async function enterAll(
  session: Session,
  rooms: readonly Room[],
  options: { readonly exact: boolean },
): Promise<Work> {
  const waiting = rooms.flatMap((room) => room.users.slice(1).map((_, place) => ({ room, place: place + 1 })));
  const sentAt = new Map<number, number>();
  const latencies: number[] = [];
  const wanted = waiting.length;
  const presencesWanted = rooms.reduce((sum, room) => sum + room.size ** 2 - 1, 0);
  let begun = 0;
  let delivered = 0;
  const key = (room: Room, place: number) => room.number * 65_536 + place;
  const next = (): void => {
    const one = waiting[begun];
    if (one === undefined) return;
    begun += 1;
    sentAt.set(key(one.room, one.place), performance.now());
    enter(session, one.room, one.place);
  };
  const finish = (): void => {
    if (latencies.length === wanted && (!options.exact || delivered === presencesWanted)) session.done();
  };
  await session.run({
    name: 'entering rooms',
    begin: () => {
      for (const room of options.exact ? rooms : []) {
        room.book = new PresenceBook(room.size);
        room.book.note(0, 0);
      }
      for (let more = 0; more < ENTERING_MAX; more += 1) next();
      finish();
    },
    presence: (room, viewer, subject) => {
      delivered += 1;
      const begunAt = viewer === subject ? sentAt.get(key(room, viewer)) : undefined;
      if (begunAt !== undefined) {
        sentAt.delete(key(room, viewer));
        latencies.push(performance.now() - begunAt);
        next();
      }
      finish();
    },
    progress: () => {
      const lacks = rooms.map((room) => room.book?.lack()).find((lack) => lack !== undefined);
      const counts = `${latencies.length} of ${wanted} in, ${delivered} presences of ${presencesWanted}`;
      return lacks === undefined ? counts : `${counts}; ${lacks}`;
    },
  });
  return { operations: wanted, delivered, latencies };
}

/** Lets one occupant after the other leave and come back, so often. The room's book must be open. */
export async function leaveAndEnter(session: Session, room: Room, cycles: number): Promise<Work> {
  const wanted = cycles * (3 * room.size - 1);
  const latencies: number[] = [];
  let begun = 0;
  let delivered = 0;
  let current = 0;
  let leftAtMs = 0;
  const leave = (): void => {
    current = 1 + (begun % (room.size - 1));
    begun += 1;
    leftAtMs = performance.now();
    const from = session.userJid(room.users[current] ?? -1);
    session.send(`<presence type='unavailable' from='${from}' to='${room.occupantJid(current)}'/>`);
  };
  await session.run({
    name: 'leaving and coming back',
    begin: leave,
    presence: (from, viewer, subject, available) => {
      if (from !== room) return;
      delivered += 1;
      if (viewer === current && subject === current) {
        if (!available) enter(session, room, current);
        else {
          latencies.push(performance.now() - leftAtMs);
          if (begun < cycles) leave();
        }
      }
      if (latencies.length === cycles && delivered === wanted) session.done();
    },
    progress: () =>
      `${latencies.length} of ${cycles} came back, ${delivered} presences of ${wanted}; ${room.book?.lack() ?? 'nobody lacks any'}`,
  });
  return { operations: cycles, delivered, latencies };
}
