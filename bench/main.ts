/**
 * `npm run bench`: what Longroom costs, alone and behind servers, beside those servers' own rooms.
 *
 *   npm run bench -- [--only SCENARIO,...] [--targets TARGET,...] [--repeat N] [--seconds N] [--quick] [--keep]
 *     [--json FILE]
 *
 * Some scenarios take a minute or several and measure Longroom alone; they run when they are named: `latency`,
 * `big-room`, `storm`, `overload`, `flood`, `model` and `model-loaded`. --seconds is how long they keep it up.
 *
 * The figure is stanzas delivered for a second of processor time (user and system, all threads) of what is under
 * test: it hardly depends on what else the machine does, which the wall clock does. Every target starts in an empty
 * folder for every scenario, and for a scenario one target is measured right after the other, so ratios hold.
 * Nothing is asserted of speed; anything wrong, doubled, missing or out of order ends with exit code 1.
 *
 * How it is built:
 *   driver/     synthetic users behind one component stream. `link.ts` is the stream from either end, `scanner.ts` cuts
 *               it into stanzas, `session.ts` checks everything that arrives and hands it to the present phase. Phases
 *               are functions on a session: `creating.ts` makes rooms, `entering.ts` and `talking.ts` load them,
 *               `history.ts` reads. To write one, call `session.run` with handlers that end with `session.done()`
 *               or `session.fail(why)`.
 *   process/    `measure(session, parts, work)`: processor time and memory of the parts, from quiet to quiet.
 *   scenarios/  one file for each kind of load, listed in `index.ts`: `measure` gives a figure.
 *   targets/    what is started and how, listed in `index.ts`.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readOptions } from './options.ts';
import { changeTable, mainTable, ratioTable, shown } from './report/table.ts';
import { readResult, resultOf, type Taken, writeResult } from './result.ts';
import { measureAll } from './run.ts';
import { longScenarios, scenarios } from './scenarios/index.ts';
import { targets } from './targets/index.ts';
import { versions } from './versions.ts';

const FOLDER = fileURLToPath(new URL('results', import.meta.url));
const KEPT = join(FOLDER, 'kept.json');

const options = readOptions(process.argv.slice(2), {
  scenarios: scenarios.map(({ name }) => name),
  longScenarios: longScenarios.map(({ name }) => name),
  targets: targets.map(({ name }) => name),
  json: join(FOLDER, 'latest.json'),
});

if ('mistake' in options) {
  process.stderr.write(`${options.mistake}\n`);
  process.exitCode = 2;
} else {
  process.exitCode = await bench(options);
}

async function bench(chosen: Exclude<typeof options, { mistake: string }>): Promise<number> {
  const wanted = targets.filter(({ name }) => chosen.targets.includes(name));
  for (const target of wanted) {
    const missing = target.missing();
    if (missing !== undefined) say(`${target.title} is left out: ${missing}.`);
  }
  const plan = {
    scenarios: [...scenarios, ...longScenarios].filter(({ name }) => chosen.only.includes(name)),
    targets: wanted.filter((target) => target.missing() === undefined),
  };
  const figures: Taken[] = [];
  let faults = 0;
  for await (const { scenario, target, outcome } of measureAll(plan, chosen)) {
    if (outcome instanceof Error) {
      faults += 1;
      say(`FAILED ${scenario.name}, ${target.title}: ${outcome.message}`);
    } else {
      figures.push({ scenario: scenario.name, target: target.name, figure: outcome });
      const more = Object.entries(outcome.more).map(([name, value]) => `${name} ${shown(value)}`);
      say(`${scenario.name}, ${target.title}: ${shown(outcome.value)} ${outcome.unit} (${more.join(', ')})`);
    }
  }
  const result = resultOf(figures, { repeat: chosen.repeat, quick: chosen.quick, versions: versions() });
  if (chosen.quick) say('\nThe short form: smaller rooms, once each. It shows that all is right, not how fast it is.');
  say(`\n${mainTable(plan, figures)}`);
  // There is nothing to compare with where only Longroom was measured.
  if (plan.targets.some(({ kind }) => kind === 'own rooms')) say(`\n${ratioTable(plan, figures)}`);
  const kept = readResult(KEPT);
  if (kept !== undefined && !chosen.quick) say(`\n${changeTable(plan, result, kept)}`);
  writeResult(chosen.json, result);
  if (faults > 0) say(`\n${faults} failed: what they would have measured is worth nothing.`);
  else if (chosen.keep && !chosen.quick) writeResult(KEPT, result);
  return faults > 0 ? 1 : 0;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
