/** A thousand messages a second, evenly over five hundred rooms: until the last copy of what was made durable is there. */
import { createRooms } from '../driver/creating.ts';
import { enterAll } from '../driver/entering.ts';
import { type SteadyTalk, talkSteadily } from '../driver/steady-talk.ts';
import { middleP99, percentile } from '../driver/work.ts';
import { measure } from '../process/measure.ts';
import { alone, details, onTarget, type Scenario } from './scenario.ts';

const FULL = { rooms: 500, occupants: 5, perSecond: 1_000, warmUpSeconds: 5, seconds: 30 };
const QUICK = { rooms: 50, occupants: 5, perSecond: 200, warmUpSeconds: 0.2, seconds: 1 };

export const latency: Scenario = {
  name: 'latency',
  title: 'p99 ms at 1,000 messages/s',
  reach: 15,
  better: 'less',
  suits: alone,
  measure: onTarget(async ({ session, parts }, { quick, seconds }) => {
    const size = quick ? QUICK : FULL;
    const rooms = session.newRooms(size.rooms, size.occupants);
    await createRooms(session, rooms);
    await enterAll(session, rooms, { exact: false });
    const voices = [{ rooms, perSecond: size.perSecond }];
    await talkSteadily(session, voices, size.warmUpSeconds);
    let talk: SteadyTalk | undefined;
    const measured = await measure(session, parts, async () => {
      talk = await talkSteadily(session, voices, seconds ?? size.seconds);
      return talk;
    });
    const value = measured.p99Ms;
    const more = {
      ...details([measured]),
      'max ms': percentile(talk?.latencies ?? [], 1),
      'p99 ms of the middle second': middleP99(talk?.told.flat() ?? [], 1),
    };
    return { value, unit: 'ms', runs: [value], more };
  }),
};
