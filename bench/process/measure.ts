/** Measures a phase from one quiet moment to the next, so that work which a service puts off counts for what caused it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '../driver/session.ts';
import { percentile, type Work } from '../driver/work.ts';
import { machineCpuMs } from './machine.ts';
import { TICK_MILLISECONDS, type Usage, usageOf } from './usage.ts';

const LOOK_MILLISECONDS = 100;
/** Processor time within one look that still counts as quiet. */
const QUIET_MILLISECONDS = TICK_MILLISECONDS;
const PATIENCE_LOOKS = 200;

/** A process under test. */
export interface Part {
  readonly name: string;
  readonly pid: number;
}

export interface Measured {
  readonly operations: number;
  readonly delivered: number;
  /** Until the last stanza that was waited for. */
  readonly wallSeconds: number;
  /** Of all parts. */
  readonly cpuSeconds: number;
  readonly cpuSecondsOf: Readonly<Record<string, number>>;
  /** Of this process, the driver. Where it comes near the wall clock, that measures the driver. */
  readonly driverCpuSeconds: number;
  /** How many cores others kept busy meanwhile, on average. Where it is not near 0, times by the clock are theirs too. */
  readonly othersCores: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Resident memory of all parts, before, after, and the most there ever was. */
  readonly residentBytesBefore: number;
  readonly residentBytes: number;
  readonly peakBytes: number;
}

export async function measure(session: Session, parts: readonly Part[], work: () => Promise<Work>): Promise<Measured> {
  await settle(session, parts);
  const before = parts.map(({ pid }) => usageOf(pid));
  const machineBefore = machineCpuMs();
  const driverBefore = process.cpuUsage();
  const beganMs = performance.now();
  const { operations, delivered, latencies } = await work();
  const wallSeconds = (session.doneAtMs - beganMs) / 1000;
  await settle(session, parts);
  const driver = process.cpuUsage(driverBefore);
  const machineMs = machineCpuMs() - machineBefore;
  const endedMs = performance.now();
  const after = parts.map(({ pid }) => usageOf(pid));
  const used = parts.map(
    ({ name }, at) => [name, ((after[at]?.cpuMs ?? 0) - (before[at]?.cpuMs ?? 0)) / 1000] as const,
  );
  const cpuSeconds = used.reduce((sum, [, seconds]) => sum + seconds, 0);
  const driverCpuSeconds = (driver.user + driver.system) / 1e6;
  const othersMs = machineMs - 1000 * (cpuSeconds + driverCpuSeconds);
  return {
    operations,
    delivered,
    wallSeconds,
    cpuSeconds,
    cpuSecondsOf: Object.fromEntries(used),
    driverCpuSeconds,
    othersCores: Math.max(0, othersMs / (endedMs - beganMs)),
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    residentBytesBefore: sum(before, 'residentBytes'),
    residentBytes: sum(after, 'residentBytes'),
    peakBytes: sum(after, 'peakBytes'),
  };
}

/** Waits until nothing arrives any more and the processes are idle; throws what was found wrong meanwhile. */
export async function settle(session: Session, parts: readonly Part[]): Promise<void> {
  let cpuMs = cpuOf(parts);
  let received = session.received;
  for (let look = 0; look < PATIENCE_LOOKS; look += 1) {
    await sleep(LOOK_MILLISECONDS);
    if (session.fault !== undefined) throw session.fault;
    const now = cpuOf(parts);
    const isQuiet = session.received === received && now - cpuMs <= QUIET_MILLISECONDS;
    cpuMs = now;
    received = session.received;
    if (isQuiet) return;
  }
}

function cpuOf(parts: readonly Part[]): number {
  return parts.reduce((all, { pid }) => all + usageOf(pid).cpuMs, 0);
}

function sum(usages: readonly Usage[], field: keyof Usage): number {
  return usages.reduce((all, usage) => all + usage[field], 0);
}
