/** What processes have used, from `/proc` (proc(5)): all threads, and all descendants. Linux only. */
import { readdirSync, readFileSync } from 'node:fs';

/** The unit of the times in `/proc/PID/stat`, USER_HZ: a hundredth of a second on every machine that Node runs on. */
export const TICK_MILLISECONDS = 10;
const BYTES_PER_KIB = 1024;

export interface Usage {
  /** User and system time since they began. */
  readonly cpuMs: number;
  /** Resident now, summed over the processes. */
  readonly residentBytes: number;
  /** The most that was ever resident. */
  readonly peakBytes: number;
}

interface Entry {
  readonly parent: number;
  readonly cpuMs: number;
}

/** What a process and its descendants have used until now; throws when it does not run. */
export function usageOf(pid: number): Usage {
  const all = entries();
  if (!all.has(pid)) throw new Error(`the process under test (${pid}) has ended`);
  let cpuMs = 0;
  let residentBytes = 0;
  let peakBytes = 0;
  const open = [pid];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const [child, { parent }] of all) if (parent === next) open.push(child);
    cpuMs += all.get(next)?.cpuMs ?? 0;
    const status = textOf(`/proc/${next}/status`);
    residentBytes += memory(status, 'VmRSS');
    peakBytes += memory(status, 'VmHWM');
  }
  return { cpuMs, residentBytes, peakBytes };
}

function entries(): Map<number, Entry> {
  const all = new Map<number, Entry>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = textOf(`/proc/${name}/stat`);
    // The command's name stands in parentheses and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields.length < 15) continue;
    // utime, stime, and those of children that have ended and been waited for.
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    all.set(Number(name), { parent: Number(fields[1]), cpuMs: ticks * TICK_MILLISECONDS });
  }
  return all;
}

function memory(status: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) * BYTES_PER_KIB;
}

/** Empty when the process has ended meanwhile. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
