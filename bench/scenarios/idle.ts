/** Rooms with one occupant in which one message was said: what each keeps in memory. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createRooms } from '../driver/creating.ts';
import { talk } from '../driver/talking.ts';
import { measure } from '../process/measure.ts';
import { usageOf } from '../process/usage.ts';
import { details, onTarget, type Scenario } from './scenario.ts';

const ROOMS = 2_000;
const QUICK_ROOMS = 100;
/** From the last message until the memory is read. */
const IDLE_MILLISECONDS = 5_000;

/** Measured once: what a process holds after it has worked depends on what it did before. */
export const idle: Scenario = {
  name: 'idle',
  title: 'KiB per idle room',
  better: 'less',
  suits: () => true,
  measure: onTarget(async ({ session, parts }, { quick }) => {
    // The first room pays for what is loaded with it.
    await createRooms(session, session.newRooms(1, 1));
    const count = quick ? QUICK_ROOMS : ROOMS;
    const rooms = session.newRooms(count, 1);
    const measured = await measure(session, parts, async () => {
      await createRooms(session, rooms);
      return await talk(session, rooms, { messages: 1, window: 1 });
    });
    await sleep(quick ? 0 : IDLE_MILLISECONDS);
    const bytes = parts.reduce((sum, { pid }) => sum + usageOf(pid).residentBytes, 0) - measured.residentBytesBefore;
    const value = bytes / 1024 / count;
    const more = { ...details([measured]), 'CPU ms per room': (1000 * measured.cpuSeconds) / count };
    return { value, unit: 'KiB', runs: [value], more };
  }),
};
