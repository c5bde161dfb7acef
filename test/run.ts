/**
 * `npm test`: every suite, from an empty checkout to one last line `N passed, N failed`.
 *
 * node test/run.ts [SUITE...] runs only the suites named.
 */
import { fileURLToPath } from 'node:url';
import { ensurePackages } from '../src/demo/packages.ts';
import { endAll, execute } from './runner/execute.ts';
import { sayMongo } from './runner/mongo.ts';
import { LANES, type Suite } from './runner/suites.ts';
import type { Result } from './runner/tap.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STEP_MINUTES_MAX = 15;
const SIGNAL_NUMBERS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

interface Counted {
  readonly suite: string;
  readonly results: readonly Result[];
}

const wanted = process.argv.slice(2);
const lanes = LANES.map((lane) => lane.filter((suite) => wanted.length === 0 || wanted.includes(suite.name)));
const unknown = wanted.filter((name) => !LANES.flat().some((suite) => suite.name === name));
const known = LANES.flat().map((suite) => suite.name);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    endAll('SIGTERM');
    process.exit(128 + SIGNAL_NUMBERS[signal]);
  });
}

if (unknown.length > 0) {
  process.stderr.write(`There is no suite ${unknown.join(', ')}; there are ${known.join(', ')}.\n`);
  process.exitCode = 2;
} else {
  process.exitCode = await runAll();
}

async function runAll(): Promise<number> {
  const outcome = await ensurePackages([...new Set(lanes.flat().flatMap((suite) => suite.packages))], say);
  if (outcome.reason !== undefined) say(`Not everything can be tested: ${outcome.reason}.`);
  // The suites skip what works with these, visibly; without a word a missing server is a failure.
  const without = [process.env['LONGROOM_TEST_WITHOUT'] ?? '', ...outcome.missing].filter((name) => name !== '');
  process.env['LONGROOM_TEST_WITHOUT'] = without.join(',');
  if (lanes.flat().some(({ usesMongo }) => usesMongo)) await sayMongo(say);
  const done = (await Promise.all(lanes.map((lane) => runLane(lane)))).flat();
  report(done);
  return done.some(({ results }) => results.some((result) => result.kind === 'failed')) ? 1 : 0;
}

async function runLane(lane: readonly Suite[]): Promise<Counted[]> {
  const done: Counted[] = [];
  for (const suite of lane) done.push(await runSuite(suite));
  return done;
}

async function runSuite(suite: Suite): Promise<Counted> {
  const startedAt = performance.now();
  const around = { root: ROOT, minutesMax: STEP_MINUTES_MAX, say: (line: string) => say(`  ${suite.name} | ${line}`) };
  say(`${suite.name}: started`);
  const results: Result[] = [];
  for (const step of suite.steps) results.push(...(await execute(step, around)));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  say(`${suite.name}: ${sum(results)} in ${seconds} s`);
  return { suite: suite.name, results };
}

function report(done: readonly Counted[]): void {
  say('');
  for (const kind of ['skipped', 'failed'] as const) {
    for (const { suite, results } of done) {
      for (const result of results.filter((one) => one.kind === kind)) say(`${kind}: ${suite}: ${result.title}`);
    }
  }
  say(sum(done.flatMap(({ results }) => results)));
}

/** `3 passed, 0 failed`, and what was skipped where something was. */
function sum(results: readonly Result[]): string {
  const count = (kind: Result['kind']) => results.filter((result) => result.kind === kind).length;
  const skipped = count('skipped');
  return `${count('passed')} passed, ${count('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
