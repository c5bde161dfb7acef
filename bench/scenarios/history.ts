/** Somebody reads a room's archive page by page, from its end to its beginning. */
import { createRooms } from '../driver/creating.ts';
import { enterAll } from '../driver/entering.ts';
import { pageBack } from '../driver/history.ts';
import { talk } from '../driver/talking.ts';
import type { Work } from '../driver/work.ts';
import { type Measured, measure } from '../process/measure.ts';
import { details, median, onTarget, type Scenario } from './scenario.ts';

const MESSAGES = 5_000;
const QUICK_MESSAGES = 220;
const PAGE_SIZE = 50;
const WINDOW = 20;

export const history: Scenario = {
  name: 'history',
  title: 'ms CPU per page of 50',
  reach: 0.5,
  better: 'less',
  suits: () => true,
  measure: onTarget(async ({ session, parts }, { repeat, scale, quick }) => {
    const rooms = session.newRooms(1, 2);
    const [room] = rooms;
    if (room === undefined) throw new Error('a room was asked for');
    await createRooms(session, rooms);
    await enterAll(session, rooms, { exact: false });
    await talk(session, rooms, { messages: quick ? QUICK_MESSAGES : MESSAGES, window: WINDOW });
    const walks = async (): Promise<Work> => {
      const done: Work[] = [];
      for (let walk = 0; walk < scale; walk += 1) done.push(await pageBack(session, room, { pageSize: PAGE_SIZE }));
      return {
        operations: done.reduce((sum, { operations }) => sum + operations, 0),
        delivered: done.reduce((sum, { delivered }) => sum + delivered, 0),
        latencies: done.flatMap(({ latencies }) => latencies),
      };
    };
    const all: Measured[] = [];
    for (let run = 0; run < repeat; run += 1) all.push(await measure(session, parts, walks));
    const runs = all.map(({ cpuSeconds, operations }) => (1000 * cpuSeconds) / operations);
    return { value: median(runs), unit: 'ms CPU', runs, more: details(all) };
  }),
};
