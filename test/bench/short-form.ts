/**
 * The short form of the benchmarks as tests: scenarios on the targets given, in small. What passes has delivered
 * everything once, right and in order. The figures are logged, and nothing is asserted of them.
 */
import test from 'ava';
import { ratioTable } from '../../bench/report/table.ts';
import type { Taken } from '../../bench/result.ts';
import { scenarios } from '../../bench/scenarios/index.ts';
import type { Scenario } from '../../bench/scenarios/scenario.ts';
import type { Running, Target } from '../../bench/targets/target.ts';
import { servers } from '../servers/servers.ts';

const WAY = { repeat: 1, quick: true };

/** Declares the tests of a file: one for each target and scenario that suits it, in turn. */
export function declareShortForm(targets: readonly Target[], all: readonly Scenario[] = scenarios): void {
  const figures: Taken[] = [];
  for (const target of targets) {
    const skipped = servers.find(({ recipe }) => recipe.name === target.server)?.skipped;
    if (skipped === undefined) declareTarget(target, all, figures);
    else test.skip(`${target.title} (${skipped})`, (t) => t.pass());
  }
  if (targets.length < 2) return;
  test.serial('what was measured side by side can be compared', (t) => {
    const measured = all.filter(({ name }) => figures.some(({ scenario }) => scenario === name));
    for (const line of ratioTable({ scenarios: measured, targets }, figures).split('\n')) t.log(line);
    t.pass();
  });
}

function declareTarget(target: Target, all: readonly Scenario[], figures: Taken[]): void {
  let running: Running | undefined;
  for (const scenario of all.filter((one) => one.suits(target))) {
    test.serial(`${target.title}: ${scenario.name}: everything comes once, right and in order`, async (t) => {
      running ??= await target.start();
      const figure = await scenario.measure(target, WAY, running);
      figures.push({ scenario: scenario.name, target: target.name, figure });
      t.true(figure.runs.length > 0);
    });
  }
  test.after.always(`${target.title} ends`, async () => {
    await running?.stop();
  });
}
