/**
 * A process the demo starts beside itself: its output goes to a log file, line by line to whoever waits for a
 * certain one, and it never outlives the demo. It gets its own process group, because Ctrl-C in a terminal goes
 * to the whole group of the demo, and the demo wants to stop its companions in order.
 */
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { DemoError } from './state.ts';

export interface CompanionPlan {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** Reads one line of output: whether it says that all is well, that nothing will come of it, or neither. */
  judge(line: string): 'ready' | DemoError | undefined;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Companion {
  readonly pid: number;
  /** Settles when the process is gone; never rejects. */
  readonly exited: Promise<Exit>;
  /** Asks it to end, and after a while makes it. */
  stop(): Promise<void>;
}

const SETPRIV = '/usr/bin/setpriv';
const READY_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 8_000;

/** Starts it and waits until it is ready. Throws a DemoError, with the process gone, if that does not come about. */
export async function startCompanion(plan: CompanionPlan): Promise<Companion> {
  const log = createWriteStream(plan.logFile, { flags: 'a', mode: 0o600 });
  const [command, ...args] = leashed(plan);
  const child = spawn(command, args, {
    cwd: plan.folder,
    env: plan.environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<Exit>((resolve) => {
    child.once('error', () => resolve({ code: 127, signal: null }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  void exited.then(() => log.end());

  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    await exited;
    clearTimeout(impatience);
  };

  const ready = new Promise<void>((resolve, reject) => {
    for (const output of [child.stdout, child.stderr]) {
      createInterface({ input: output }).on('line', (line) => {
        if (log.writable) log.write(`${line}\n`);
        const verdict = plan.judge(line);
        if (verdict === 'ready') resolve();
        else if (verdict) reject(verdict);
      });
    }
    void exited.then(() => reject(new DemoError(`${plan.name} ended at once. Its last words are in ${plan.logFile}`)));
  });
  await within(ready, `${plan.name} did not get ready. Its log is ${plan.logFile}`).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  if (child.pid === undefined) throw new DemoError(`${plan.name} has no process.`);
  return { pid: child.pid, exited, stop };
}

/** Where the system can do it, the kernel ends the process if the demo itself is killed and cannot. */
function leashed(plan: CompanionPlan): [string, ...string[]] {
  const line: [string, ...string[]] = [plan.command, ...plan.args];
  return existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'TERM', ...line] : line;
}

async function within(wait: Promise<void>, complaint: string): Promise<void> {
  let clock: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    clock = setTimeout(() => reject(new DemoError(complaint)), READY_WITHIN_MS);
  });
  await Promise.race([wait, late]).finally(() => clearTimeout(clock));
}
