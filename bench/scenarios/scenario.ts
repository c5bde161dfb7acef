/** A kind of load, and what it gives. */
import type { Measured } from '../process/measure.ts';
import type { Running, Target } from '../targets/target.ts';

export interface Way {
  /** How often it is measured; the median counts. */
  readonly repeat: number;
  /** Small counts, for a check of correctness. */
  readonly quick: boolean;
  /** How long a load that lasts as long as one wishes shall last; absent for what is usual for it. */
  readonly seconds?: number;
}

export interface Load extends Way {
  /** Multiplies how much is asked for; 1 is what the peers' published figures were measured with. */
  readonly scale: number;
}

export interface Figure {
  readonly value: number;
  readonly unit: 'per CPU-second' | 'ms CPU' | 'KiB' | 'MiB' | 'ms' | '% of a core' | 'times';
  /** Each measurement, the first that was taken first. */
  readonly runs: readonly number[];
  /** What else was measured, by its name with its unit; medians. */
  readonly more: Readonly<Record<string, number>>;
}

export interface Scenario {
  /** As people name it on the command line. */
  readonly name: string;
  readonly title: string;
  /** What Longroom alone shall reach, in the figure's unit; absent where nothing was set. */
  readonly reach?: number;
  readonly better: 'more' | 'less';
  /** Whether it makes sense on a target. */
  suits(target: Target): boolean;
  /** Measures a target, the one that runs if one is given; throws what was found wrong. */
  measure(target: Target, way: Way, running?: Running): Promise<Figure>;
}

/** Scenarios in which only Longroom alone is asked to reach something. */
export function alone({ kind }: Target): boolean {
  return kind === 'longroom alone';
}

/** Puts a load on the target that runs, or on one that is started in an empty folder for it and ended after it. */
export function onTarget(put: (running: Running, load: Load) => Promise<Figure>): Scenario['measure'] {
  return async (target, way, given) => {
    const running = given ?? (await target.start());
    try {
      return await put(running, { ...way, scale: way.quick ? 1 : target.scale });
    } finally {
      if (given === undefined) await running.stop();
    }
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

/** The figure that most scenarios give: stanzas delivered for a second of processor time. */
export function perCpuSecond(all: readonly Measured[]): Figure {
  const runs = all.map(({ delivered, cpuSeconds }) => delivered / Math.max(cpuSeconds, 0.01));
  return { value: median(runs), unit: 'per CPU-second', runs, more: details(all) };
}

export function details(all: readonly Measured[]): Record<string, number> {
  const of = (read: (one: Measured) => number) => median(all.map(read));
  const parts = Object.keys(all[0]?.cpuSecondsOf ?? {});
  return {
    delivered: of((one) => one.delivered),
    operations: of((one) => one.operations),
    'wall s': of((one) => one.wallSeconds),
    'CPU s': of((one) => one.cpuSeconds),
    ...Object.fromEntries(parts.map((name) => [`CPU s ${name}`, of((one) => one.cpuSecondsOf[name] ?? 0)])),
    'CPU s driver': of((one) => one.driverCpuSeconds),
    'cores others use': of((one) => one.othersCores),
    'p50 ms': of((one) => one.p50Ms),
    'p99 ms': of((one) => one.p99Ms),
    'peak MiB': of((one) => one.peakBytes / 2 ** 20),
  };
}
