/** What else a shared machine does (proc(5)): where others use much of it, times by the clock say little. */
import { readFileSync } from 'node:fs';
import { TICK_MILLISECONDS } from './usage.ts';

/** Columns of the first line of `/proc/stat` in which a core is not at work: idle, and waiting for a disk. */
const IDLE = [3, 4];
/** Of guests; they are part of the user time already. */
const GUESTS_FROM = 8;

/** Processor time that all processes of the machine have used since it began, of all cores; also what a host took away. */
export function machineCpuMs(): number {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
  const ticks = line
    .trim()
    .split(/ +/)
    .slice(1, 1 + GUESTS_FROM);
  return ticks.reduce((sum, tick, at) => sum + (IDLE.includes(at) ? 0 : Number(tick)), 0) * TICK_MILLISECONDS;
}
