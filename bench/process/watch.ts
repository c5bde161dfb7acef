/** Looks at a process now and then while something else goes on: its busiest while, and the most it held. */
import { machineCpuMs } from './machine.ts';
import { usageOf } from './usage.ts';

export interface Watched {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** Processor time as a share of one core: of all the time, and of the busiest ten seconds. */
  readonly share: number;
  readonly busiestShare: number;
  /** How many cores all others kept busy, this process and what it watches left out. */
  readonly othersCores: number;
  /** Resident at the end. */
  readonly residentBytes: number;
  readonly peakBytes: number;
}

const LOOK_MILLISECONDS = 1_000;
const LOOKS_PER_WINDOW = 10;

export async function watch(pid: number, work: () => Promise<void>): Promise<Watched> {
  const looks = [look(pid)];
  const machineBefore = machineCpuMs();
  const ownBefore = process.cpuUsage();
  const looking = setInterval(() => looks.push(look(pid)), LOOK_MILLISECONDS);
  try {
    await work();
  } finally {
    clearInterval(looking);
  }
  looks.push(look(pid));
  const own = process.cpuUsage(ownBefore);
  const machineMs = machineCpuMs() - machineBefore;
  const [first] = looks;
  const last = looks.at(-1);
  if (first === undefined || last === undefined) throw new Error('nobody has looked');
  const windows = looks.flatMap((one, at) => {
    const later = looks[at + LOOKS_PER_WINDOW];
    return later === undefined ? [] : [shareOf(one, later)];
  });
  const share = shareOf(first, last);
  const { residentBytes, peakBytes } = usageOf(pid);
  const cpuMs = last.cpuMs - first.cpuMs;
  const wallMs = last.atMs - first.atMs;
  return {
    cpuSeconds: cpuMs / 1000,
    wallSeconds: wallMs / 1000,
    othersCores: Math.max(0, (machineMs - cpuMs - (own.user + own.system) / 1000) / wallMs),
    share,
    busiestShare: Math.max(share, ...windows),
    residentBytes,
    peakBytes,
  };
}

interface Look {
  readonly atMs: number;
  readonly cpuMs: number;
}

function look(pid: number): Look {
  return { atMs: performance.now(), cpuMs: usageOf(pid).cpuMs };
}

function shareOf(from: Look, to: Look): number {
  return (to.cpuMs - from.cpuMs) / (to.atMs - from.atMs);
}
