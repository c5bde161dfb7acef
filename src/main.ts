/** The program: starts what the command line asks for and ends with its exit code. */
import { commandLine } from './command-line.ts';
import { run } from './run.ts';

const exitCode = await commandLine(process.argv.slice(2), {
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  run,
});
// Said outright: a handle that somebody forgot must not keep a stopped service alive.
process.exit(exitCode);
