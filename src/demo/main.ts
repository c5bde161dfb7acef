/** `npm run demo`: everything on one's own machine, one page to open, Ctrl-C to end it. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Exit } from './companion.ts';
import { type Demo, type DemoWatch, startDemo } from './demo.ts';
import { guide, USAGE } from './guide.ts';
import { DemoError } from './state.ts';

const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  const options = readOptions(words);
  if (options === undefined || options.help) {
    say(USAGE);
    return options === undefined ? 2 : 0;
  }
  const end = Promise.withResolvers<number>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end.resolve(0));
  let ended = false;
  void end.promise.then(() => {
    ended = true;
  });
  const watch: DemoWatch = {
    died: (exit) => say(`  Longroom ended (${causeOf(exit)}); it is being started again.`),
    back: (pid) => say(`  Longroom is back as process ${pid}. Nobody had to rejoin.`),
    serverDied: (exit) => {
      say(`  Prosody ended (${causeOf(exit)}); without it there is no demo.`);
      end.resolve(1);
    },
    givenUp: (error) => {
      say(`  Longroom does not come back: ${wordsOf(error)}`);
      end.resolve(1);
    },
  };
  let demo: Demo;
  try {
    demo = await startDemo({ folder: join(CHECKOUT, '.demo'), fresh: options.fresh, say, watch });
  } catch (error) {
    if (!(error instanceof DemoError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
  if (!ended) say(guide(demo));
  const exitCode = await end.promise;
  say('\n  Stopping.');
  await demo.stop();
  say('  Stopped. Nothing of the demo is running any more.');
  return exitCode;
}

function causeOf({ signal, code }: Exit): string {
  return signal ?? `exit code ${code}`;
}

function readOptions(words: readonly string[]): { readonly fresh: boolean; readonly help: boolean } | undefined {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: { fresh: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
    });
    return values;
  } catch (error) {
    process.stderr.write(`${wordsOf(error)}\n`);
    return undefined;
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
