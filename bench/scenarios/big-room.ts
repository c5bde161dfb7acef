/**
 * Now and then a message in a room of 16,000, and a thousand a second in five hundred small rooms beside it: how long
 * until the last of the 16,000 has it, and how long those beside wait meanwhile.
 */
import { createRooms } from '../driver/creating.ts';
import { enterAll } from '../driver/entering.ts';
import { type SteadyTalk, talkSteadily } from '../driver/steady-talk.ts';
import { middleP99, percentile, type Timed } from '../driver/work.ts';
import { measure } from '../process/measure.ts';
import { alone, details, onTarget, type Scenario } from './scenario.ts';

const FULL = { occupants: 16_000, bigPerSecond: 0.2, rooms: 500, perSecond: 1_000, seconds: 62 };
const QUICK = { occupants: 300, bigPerSecond: 4, rooms: 20, perSecond: 100, seconds: 1 };
const SMALL_OCCUPANTS = 5;
const WARM_UP_SECONDS = 6;
/** As the service has it, presence is held back in a room so large. */
const SETTINGS = { 'muc#roomconfig_persistentroom': '1' };

export const bigRoom: Scenario = {
  name: 'big-room',
  title: 'ms to the last of 16,000',
  reach: 250,
  better: 'less',
  suits: alone,
  measure: onTarget(async ({ session, parts }, { quick, seconds }) => {
    const size = quick ? QUICK : FULL;
    const big = session.newRooms(1, size.occupants);
    const small = session.newRooms(size.rooms, SMALL_OCCUPANTS);
    await createRooms(session, [...big, ...small], SETTINGS);
    await enterAll(session, [...big, ...small], { exact: false });
    const voices = [
      { rooms: big, perSecond: size.bigPerSecond },
      { rooms: small, perSecond: size.perSecond },
    ];
    await talkSteadily(session, voices, quick ? 0.3 : WARM_UP_SECONDS);
    let talk: SteadyTalk | undefined;
    const measured = await measure(session, parts, async () => {
      talk = await talkSteadily(session, voices, seconds ?? size.seconds);
      return talk;
    });
    const [toBig = [], toSmall = []] = talk?.told ?? [];
    const runs = toBig.map(({ tookMs }) => tookMs);
    const others = toSmall.map(({ tookMs }) => tookMs);
    const beside = during(toSmall, toBig);
    const more = {
      ...details([measured]),
      'median ms to the last': percentile(runs, 0.5),
      'p99 ms of other rooms': percentile(others, 0.99),
      'p99 ms of other rooms, middle second': middleP99(toSmall, 1),
      'p99 ms of other rooms meanwhile': percentile(beside, 0.99),
      'max ms of other rooms meanwhile': percentile(beside, 1),
      'messages meanwhile': beside.length,
    };
    return { value: percentile(runs, 1), unit: 'ms', runs, more };
  }),
};

/** How long those messages took that were under way at some time while one of the big room was. */
function during(small: readonly Timed[], big: readonly Timed[]): number[] {
  const isBeside = ({ dueMs, tookMs }: Timed) =>
    big.some((one) => dueMs < one.dueMs + one.tookMs && one.dueMs < dueMs + tookMs);
  return small.filter(isBeside).map(({ tookMs }) => tookMs);
}
