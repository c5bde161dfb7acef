/**
 * For a while as many messages as the connection takes, which is more than the store takes: memory stays bounded, nothing
 * is lost, and soon afterwards all is as before. Memory is the most that was ever resident.
 */
import { createRooms } from '../driver/creating.ts';
import { enterAll } from '../driver/entering.ts';
import { type Flood, flood } from '../driver/flood.ts';
import { talkSteadily } from '../driver/steady-talk.ts';
import { percentile, type Timed } from '../driver/work.ts';
import { measure } from '../process/measure.ts';
import { alone, details, onTarget, type Scenario } from './scenario.ts';

const FULL = { rooms: 200, occupants: 5, seconds: 20, afterSeconds: 8 };
const QUICK = { rooms: 20, occupants: 5, seconds: 1, afterSeconds: 1 };
const AFTER_PER_SECOND = 200;
/** What counts as usual again. */
const USUAL_MILLISECONDS = 15;

export const overload: Scenario = {
  name: 'overload',
  title: 'MiB at most under overload',
  reach: 1_024,
  better: 'less',
  suits: alone,
  measure: onTarget(async ({ session, parts }, { quick, seconds }) => {
    const size = quick ? QUICK : FULL;
    const rooms = session.newRooms(size.rooms, size.occupants);
    await createRooms(session, rooms);
    await enterAll(session, rooms, { exact: false });
    let flooded: Flood | undefined;
    let after: readonly Timed[] = [];
    const measured = await measure(session, parts, async () => {
      flooded = await flood(session, rooms, seconds ?? size.seconds);
      const { told } = await talkSteadily(session, [{ rooms, perSecond: AFTER_PER_SECOND }], size.afterSeconds);
      after = told.flat();
      return flooded;
    });
    const { endedAtMs = 0, drainedAtMs = 0, operations = 0, latencies = [] } = flooded ?? {};
    const slow = after.filter(({ tookMs }) => tookMs > USUAL_MILLISECONDS);
    const usualAtMs = Math.max(drainedAtMs, ...firstSlow(after).map(({ dueMs, tookMs }) => dueMs + tookMs));
    const value = measured.peakBytes / 2 ** 20;
    const more = {
      ...details([measured]),
      'messages a second': operations / (seconds ?? size.seconds),
      'max ms': percentile(latencies, 1),
      's until usual again': (usualAtMs - endedAtMs) / 1000,
      'slow ones afterwards': slow.length,
      'p99 ms afterwards': percentile(
        after.map(({ tookMs }) => tookMs),
        0.99,
      ),
    };
    return { value, unit: 'MiB', runs: [value], more };
  }),
};

/** The first messages in a row that are not yet as quick as usual. */
function firstSlow(after: readonly Timed[]): readonly Timed[] {
  const usual = after.findIndex(({ tookMs }) => tookMs <= USUAL_MILLISECONDS);
  return usual === -1 ? after : after.slice(0, usual);
}
