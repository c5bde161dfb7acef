/**
 * Children and folders that do not outlive the test process, however that one ends: each has a warden, a small
 * shell that waits on a pipe from here and, when the pipe breaks, kills the child or removes the folder.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const keptOutputLines = 400;
const stopSeconds = 15;
const killChild = 'cat >/dev/null; kill -9 "$1" 2>/dev/null';
/** After a while, in which the children that write there have been killed. */
const clearFolder = 'cat >/dev/null; sleep 1; rm -rf "$1"';

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
}

const folderWardens = new Map<string, ChildProcess>();

export async function temporaryFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `longroom-test-${name}-`));
  folderWardens.set(folder, postWarden(clearFolder, folder));
  return folder;
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  folderWardens.get(folder)?.kill('SIGKILL');
  folderWardens.delete(folder);
}

/** The environment a child starts from: nothing of the caller's that could configure the program under test. */
function plainEnvironment(): Record<string, string> {
  const { PATH, LANG, TMPDIR } = process.env;
  return { PATH: PATH ?? '/usr/bin:/bin', LANG: LANG ?? 'C.UTF-8', ...(TMPDIR === undefined ? {} : { TMPDIR }) };
}

function postWarden(script: string, ward: string): ChildProcess {
  const warden = spawn('sh', ['-c', script, 'warden', ward], {
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
  const warden = postWarden(killChild, String(pid));
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

/** Asks a process to end, and makes it end when it does not. */
export async function endChild(child: Child, signal: NodeJS.Signals): Promise<number | string> {
  if (child.running) child.signal(signal);
  const patience = setTimeout(() => child.signal('SIGKILL'), stopSeconds * 1000);
  try {
    return await child.ended;
  } finally {
    clearTimeout(patience);
  }
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
