/** Presence: every occupant is told of every other, exactly once. */
import { createRooms } from '../driver/creating.ts';
import { enterAll, leaveAndEnter } from '../driver/entering.ts';
import { type Measured, measure } from '../process/measure.ts';
import { onTarget, perCpuSecond, type Scenario } from './scenario.ts';

const JOIN = { occupants: 300, quickOccupants: 80 };
const CHURN = { occupants: 200, quickOccupants: 50, cycles: 100, quickCycles: 15 };

/** Users enter a room until all are in; where that is too little to be measured, one such room after the other. */
export const join: Scenario = {
  name: 'join',
  title: `join ${JOIN.occupants}`,
  reach: 1_200_000,
  better: 'more',
  suits: () => true,
  measure: onTarget(async ({ session, parts }, { repeat, scale, quick }) => {
    const all: Measured[] = [];
    for (let run = 0; run < repeat; run += 1) {
      const rooms = session.newRooms(scale, quick ? JOIN.quickOccupants : JOIN.occupants);
      await createRooms(session, rooms);
      all.push(await measure(session, parts, () => enterAll(session, rooms, { exact: true })));
    }
    return perCpuSecond(all);
  }),
};

/** One occupant after the other leaves and comes back. */
export const churn: Scenario = {
  name: 'churn',
  title: `churn ${CHURN.occupants}`,
  reach: 1_000_000,
  better: 'more',
  suits: () => true,
  measure: onTarget(async ({ session, parts }, { repeat, scale, quick }) => {
    const rooms = session.newRooms(1, quick ? CHURN.quickOccupants : CHURN.occupants);
    const [room] = rooms;
    if (room === undefined) throw new Error('a room was asked for');
    await createRooms(session, rooms);
    await enterAll(session, rooms, { exact: true });
    const cycles = scale * (quick ? CHURN.quickCycles : CHURN.cycles);
    const all: Measured[] = [];
    for (let run = 0; run < repeat; run += 1) {
      all.push(await measure(session, parts, () => leaveAndEnter(session, room, cycles)));
    }
    return perCpuSecond(all);
  }),
};
