/** Runs one step of a suite as a process of its own and gives its results. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Step } from './suites.ts';
import { type Result, resultOn } from './tap.ts';

export interface Surroundings {
  readonly root: string;
  /** Shows a line of the step's output. */
  say(line: string): void;
  /** How long a step may take before it is ended and counted as failed. */
  readonly minutesMax: number;
}

/** What a failing test says about itself is shown, but a runaway one does not fill the screen. */
const OUTPUT_LINES_MAX = 2_000;

/** How ava writes what a test logs. */
const LOG_START = '#   ';

const running = new Set<ChildProcess>();

/** Ends every process that a step has started, with those it started itself. */
export function endAll(signal: NodeJS.Signals): void {
  for (const child of running) endGroup(child, signal);
}

export async function execute(step: Step, around: Surroundings): Promise<readonly Result[]> {
  const [program = '', ...words] = step.command;
  const child = spawn(`${around.root}node_modules/.bin/${program}`, words, {
    cwd: around.root,
    env: { ...process.env, CI: '1', NO_COLOR: '1', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  running.add(child);
  const results: Result[] = [];
  const lines = collector(step, { results, say: around.say });
  createInterface({ input: child.stdout }).on('line', lines);
  createInterface({ input: child.stderr }).on('line', lines);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    endGroup(child, 'SIGKILL');
  }, around.minutesMax * 60_000);
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.once('close', resolve);
  child.once('error', (error) => {
    around.say(error.message);
    resolve(null);
  });
  const status = await promise;
  clearTimeout(timer);
  running.delete(child);
  // What a test left running would hold ports and folders until the machine stops.
  endGroup(child, 'SIGKILL');
  return [...results, ...verdict(step, { status, late, results, minutesMax: around.minutesMax })];
}

/** What the exit code says beyond the results that were read: a runner that fails or says nothing never passes. */
function verdict(
  step: Step,
  end: { status: number | null; late: boolean; results: readonly Result[]; minutesMax: number },
): Result[] {
  if (end.late) return [{ kind: 'failed', title: `${step.name}: not done after ${end.minutesMax} minutes` }];
  if (step.kind === 'check') return [{ kind: end.status === 0 ? 'passed' : 'failed', title: step.name }];
  if (end.results.length === 0) return [{ kind: 'failed', title: `${step.name}: no tests were run` }];
  const failed = end.results.some((result) => result.kind === 'failed');
  if (end.status !== 0 && !failed) {
    return [{ kind: 'failed', title: `${step.name}: the runner failed (exit code ${end.status ?? 'none'})` }];
  }
  return [];
}

function collector(step: Step, to: { results: Result[]; say(line: string): void }): (line: string) => void {
  let shown = 0;
  // The details of a failure follow its line; those of a success are nobody's business.
  let interesting = step.kind === 'check';
  return (line) => {
    const result = step.kind === 'tap' ? resultOn(line) : undefined;
    if (result !== undefined) {
      to.results.push(result);
      interesting = result.kind === 'failed';
    } else if (/^(1\.\.\d+|# (tests|pass|skip|todo|fail) \d+|TAP version \d+)$/.test(line)) interesting = false;
    const isLog = step.showsLog === true && line.startsWith(LOG_START);
    if (!(interesting || isLog) || shown === OUTPUT_LINES_MAX) return;
    shown += 1;
    to.say(isLog ? line.slice(LOG_START.length) : line);
  };
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already, as it should be.
  }
}
