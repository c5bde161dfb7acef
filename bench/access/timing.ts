/** How long something takes, many times over, and how far one run is from another on a machine that others use too. */
import { percentile, rounded } from '../result-file.ts';

const warmUp = 2_000;
const times = 2_000;
const runs = 5;

export type Row = Readonly<Record<string, string | number>>;

/** Microseconds of one call: the middle of five runs, p99 likewise, and the medians of the fastest and the slowest run. */
export function microseconds(act: () => unknown): Row {
  for (let index = 0; index < warmUp; index++) act();
  const medians: number[] = [];
  const tails: number[] = [];
  for (let run = 0; run < runs; run++) {
    const taken = new Float64Array(times);
    for (let index = 0; index < times; index++) {
      const begun = performance.now();
      act();
      taken[index] = (performance.now() - begun) * 1_000;
    }
    taken.sort();
    medians.push(percentile(taken, 0.5));
    tails.push(percentile(taken, 0.99));
  }
  medians.sort((a, b) => a - b);
  tails.sort((a, b) => a - b);
  return {
    'p50 µs': rounded(percentile(medians, 0.5), 2),
    'p99 µs': rounded(percentile(tails, 0.5), 2),
    'p50 of the runs': `${rounded(medians[0] ?? 0, 2)} to ${rounded(medians.at(-1) ?? 0, 2)}`,
  };
}

/** p50, p99 and the longest of waits in milliseconds. */
export function milliseconds(waits: readonly number[]): Row {
  const sorted = waits.toSorted((a, b) => a - b);
  return {
    'p50 ms': rounded(percentile(sorted, 0.5), 2),
    'p99 ms': rounded(percentile(sorted, 0.99), 2),
    'longest ms': rounded(sorted.at(-1) ?? 0, 1),
    times: sorted.length,
  };
}

/**
 * The longest turn of the event loop until it is asked: as others had to wait, and as what this thread worked in it, since
 * on a shared machine a turn waits as well.
 */
export function watchTurns(): () => Row {
  let [longest, worked, going] = [0, 0, true];
  let last = { at: performance.now(), cpu: cpuMilliseconds() };
  const look = (): void => {
    const now = { at: performance.now(), cpu: cpuMilliseconds() };
    longest = Math.max(longest, now.at - last.at);
    worked = Math.max(worked, now.cpu - last.cpu);
    last = now;
    if (going) setImmediate(look);
  };
  setImmediate(look);
  return () => {
    look();
    going = false;
    return { 'longest turn ms': rounded(longest), 'its CPU ms': rounded(worked) };
  };
}

function cpuMilliseconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
