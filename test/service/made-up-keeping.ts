/** How long a made-up house keeps things, and what it has on hold. */
import type { House } from '../../src/commands/asking.ts';
import type { HoldFacts, Holds } from '../../src/commands/holds.ts';
import { forever } from '../../src/kept-days.ts';
import { refusal } from '../../src/wire/error.ts';

export function madeUpKeeping(now: number): Pick<House, 'holds' | 'retention'> {
  return {
    holds: madeUpHolds(now),
    retention: {
      usualDays: forever,
      countInRoom: async () => ({ messages: 2, rooms: 1, atLeast: false }),
      countMoved: async () => ({ messages: 2, rooms: 1, atLeast: false }),
      countInCategory: async () => ({ messages: 7, rooms: 2, atLeast: false }),
    },
  };
}

function madeUpHolds(now: number): Holds {
  const all = new Map<string, HoldFacts>();
  return {
    list: () => [...all.values()],
    find: (name) => all.get(name),
    async create({ wish: { people, rooms, everything, ...wish } }) {
      const hold: HoldFacts = {
        ...{ ...wish, at: now, ...(everything && { everything }) },
        people: people.map((jid) => ({ key: jid, jid })),
        rooms: rooms.map((jid) => ({ key: jid, jid })),
      };
      all.set(hold.name, hold);
      return hold;
    },
    async release({ name }) {
      return all.delete(name) ? undefined : refusal('item-not-found', 'cancel', 'It is not there.');
    },
  };
}
