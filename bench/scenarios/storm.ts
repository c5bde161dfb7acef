/**
 * The server restarts, and 20,000 users come back within a minute, each into a room of 40, a tenth of them into one of
 * 2,000 as well. No error, no join without an answer; and afterwards everybody gets a message in every room, so nobody
 * was taken out by a question from before it came back.
 */
import { Chance } from '../driver/chance.ts';
import { type ComingBack, comeBack } from '../driver/coming-back.ts';
import { createRooms } from '../driver/creating.ts';
import { enterAll } from '../driver/entering.ts';
import { talk } from '../driver/talking.ts';
import { percentile } from '../driver/work.ts';
import { measure } from '../process/measure.ts';
import { alone, details, onTarget, type Scenario } from './scenario.ts';

const FULL = { rooms: 500, occupants: 40, large: 2_000, seconds: 60 };
const QUICK = { rooms: 20, occupants: 10, large: 100, seconds: 1 };
const SEED = 5;
/** As the service has it: presence is held back in the large room. */
const SETTINGS = { 'muc#roomconfig_persistentroom': '1' };

export const storm: Scenario = {
  name: 'storm',
  title: 'p99 ms of a join in a storm',
  better: 'less',
  suits: alone,
  measure: onTarget(async ({ session, parts, cut }, { quick, seconds }) => {
    if (cut === undefined) throw new Error('this needs a stream that can be cut');
    const size = quick ? QUICK : FULL;
    const small = session.newRooms(size.rooms, size.occupants);
    const users = small.flatMap((room) => room.users);
    const apart = users.length / size.large;
    const large = session.newRoom(Array.from({ length: size.large }, (_, at) => users[Math.floor(at * apart)] ?? 0));
    const rooms = [...small, large];
    await createRooms(session, rooms, SETTINGS);
    await enterAll(session, rooms, { exact: false });
    let back: ComingBack | undefined;
    const measured = await measure(session, parts, async () => {
      await cut();
      back = await comeBack(session, rooms, { seconds: seconds ?? size.seconds, chance: new Chance(SEED) });
      return back;
    });
    await talk(session, rooms, { messages: 1, window: 1 });
    const { latencies = [], bounces = 0 } = back ?? {};
    const more = { ...details([measured]), 'max ms': percentile(latencies, 1), bounces };
    return { value: measured.p99Ms, unit: 'ms', runs: [measured.p99Ms], more };
  }),
};
