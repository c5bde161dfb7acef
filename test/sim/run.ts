/**
 * Replays seeds: `node test/sim/run.ts SEED` with a trace of all that happened, `node test/sim/run.ts FIRST LAST` without.
 * Ends with 1 if a promise was broken.
 */
import { execFileSync } from 'node:child_process';
import { trial } from './recovery.ts';
import { Simulation } from './simulation.ts';

export interface Verdict {
  readonly seed: number;
  readonly breaches: readonly string[];
  /** What was done to the run, and how often. */
  readonly injected: ReadonlyMap<string, number>;
}

export async function runSeed(seed: number, trace?: (line: string) => void): Promise<Verdict> {
  const simulation = new Simulation(seed, trace);
  try {
    return { seed, breaches: await trial(simulation), injected: simulation.faults.injected };
  } catch (error) {
    const thrown = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { seed, breaches: [`thrown: ${thrown}`], injected: simulation.faults.injected };
  }
}

/** What somebody needs to see a failure again. */
export function report({ seed, breaches }: Verdict): string {
  const shown = breaches.slice(0, 10).map((breach) => `  ${breach}`);
  return [`seed ${seed} at commit ${commit()}: again with "node test/sim/run.ts ${seed}"`, ...shown].join('\n');
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}

async function main([first, last]: readonly string[]): Promise<void> {
  const from = Number(first);
  const to = last === undefined ? from : Number(last);
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to))
    throw new Error('name a seed, or the first and the last of some');
  for (let seed = from; seed <= to; seed++) {
    const verdict = await runSeed(seed, last === undefined ? console.log : undefined);
    if (verdict.breaches.length === 0) continue;
    process.exitCode = 1;
    console.log(report(verdict));
  }
}

if (import.meta.main) await main(process.argv.slice(2));
