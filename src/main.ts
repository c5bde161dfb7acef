/** The program: starts what the command line asks for and ends with its exit code. */
import { userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { commandLine } from './command-line.ts';

const exitCode = await commandLine(process.argv.slice(2), {
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  user: userName(),
  isTerminal: process.stderr.isTTY === true,
  ...(process.stdin.isTTY && { ask }),
  // Commands of the command line end sooner without the service and its stores.
  run: async (...given) => (await import('./run.ts')).run(...given),
});
// Said outright: a handle that somebody forgot must not keep a stopped service alive.
process.exit(exitCode);

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a number that has no name.
    return String(process.getuid?.() ?? 'unknown');
  }
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } catch {
    // Ctrl-C and Ctrl-D agree to nothing.
    return '';
  } finally {
    terminal.close();
  }
}
