/**
 * A child process that does not outlive the test process, however that one ends: each child has a
 * warden, a small shell that waits on a pipe from here and, when the pipe breaks, kills the child and
 * removes its folder.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const keptOutputLines = 400;
const wardenScript = 'cat >/dev/null; kill -9 "$1" 2>/dev/null; sleep 1; [ -z "$2" ] || rm -rf "$2"';

export interface Child {
  readonly pid: number;
  /** The newest lines of both outputs, for the message of a failing test. */
  output(): string;
  /** Settles with the exit code, or the signal's name, when the process has ended and its outputs are read. */
  readonly ended: Promise<number | string>;
  readonly running: boolean;
  signal(name: NodeJS.Signals): void;
  /** Settles with the first line, past or coming, that matches; rejects when the process ends without it. */
  line(matches: (line: string) => boolean, timeoutSeconds: number): Promise<string>;
}

export interface ChildRecipe {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Removed by the warden if the test process dies. */
  readonly folder?: string;
}

export async function temporaryFolder(name: string): Promise<string> {
  return await mkdtemp(join(tmpdir(), `longroom-test-${name}-`));
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

/** The environment a child starts from: nothing of the caller's that could configure the program under test. */
function plainEnvironment(): Record<string, string> {
  const { PATH, LANG, TMPDIR } = process.env;
  return { PATH: PATH ?? '/usr/bin:/bin', LANG: LANG ?? 'C.UTF-8', ...(TMPDIR === undefined ? {} : { TMPDIR }) };
}

function postWarden(pid: number, folder: string): ChildProcess {
  const warden = spawn('sh', ['-c', wardenScript, 'warden', String(pid), folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  warden.unref();
  // The pipe to a warden that was dismissed breaks; nothing was ever written to it.
  warden.stdin?.on('error', () => undefined);
  return warden;
}

class LineKeeper {
  readonly lines: string[] = [];
  readonly #listeners = new Set<(line: string) => void>();

  read(stream: NodeJS.ReadableStream): void {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      const parts = (rest + text).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) this.#add(line);
    });
    stream.on('end', () => rest !== '' && this.#add(rest));
  }

  listen(listener: (line: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #add(line: string): void {
    this.lines.push(line);
    if (this.lines.length > keptOutputLines) this.lines.shift();
    for (const listener of this.#listeners) listener(line);
  }
}

export async function startChild(recipe: ChildRecipe): Promise<Child> {
  const child = spawn(recipe.command, recipe.args, {
    env: { ...plainEnvironment(), ...recipe.env },
    cwd: recipe.cwd ?? '/',
    // A session of its own: Ctrl-C in the terminal reaches the tests, and those stop what they started.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const keeper = new LineKeeper();
  keeper.read(child.stdout);
  keeper.read(child.stderr);
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(new Error(`${recipe.command} did not start: ${error.message}`)));
  });
  const pid = child.pid ?? 0;
  const warden = postWarden(pid, recipe.folder ?? '');
  child.once('exit', () => warden.kill('SIGKILL'));
  return {
    pid,
    ended,
    output: () => keeper.lines.join('\n'),
    get running() {
      return child.exitCode === null && child.signalCode === null;
    },
    signal: (name) => {
      child.kill(name);
    },
    line: (matches, timeoutSeconds) => awaitLine(keeper, ended, matches, timeoutSeconds),
  };
}

async function awaitLine(
  keeper: LineKeeper,
  ended: Promise<number | string>,
  matches: (line: string) => boolean,
  timeoutSeconds: number,
): Promise<string> {
  const past = keeper.lines.find(matches);
  if (past !== undefined) return past;
  return await new Promise<string>((resolve, reject) => {
    const fail = (why: string): void => {
      finish();
      reject(new Error(`${why}; its output:\n${keeper.lines.join('\n')}`));
    };
    const timer = setTimeout(() => fail(`the awaited line did not come in ${timeoutSeconds} s`), timeoutSeconds * 1000);
    const forget = keeper.listen((line) => {
      if (!matches(line)) return;
      finish();
      resolve(line);
    });
    const finish = (): void => {
      clearTimeout(timer);
      forget();
    };
    ended.then((code) => fail(`the process ended (${code}) before the awaited line`), reject);
  });
}
