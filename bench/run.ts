/** Goes through a plan, one measurement at a time. */
import type { Plan } from './report/table.ts';
import type { Figure, Scenario, Way } from './scenarios/scenario.ts';
import type { Running, Target } from './targets/target.ts';

export interface Outcome {
  readonly scenario: Scenario;
  readonly target: Target;
  readonly outcome: Figure | Error;
}

/**
 * Measures every scenario on every target that it suits. In full each has a target of its own, and the targets of a
 * scenario come right after one another; in the short form each target is started only once.
 */
export async function* measureAll(plan: Plan, way: Way): AsyncGenerator<Outcome> {
  if (way.quick) {
    for (const target of plan.targets) yield* measureOnOne(plan.scenarios, target, way);
    return;
  }
  for (const scenario of plan.scenarios) {
    for (const target of plan.targets.filter((one) => scenario.suits(one))) {
      yield { scenario, target, outcome: await attempt(scenario, target, way) };
    }
  }
}

async function* measureOnOne(scenarios: readonly Scenario[], target: Target, way: Way): AsyncGenerator<Outcome> {
  let running: Running | undefined;
  try {
    for (const scenario of scenarios.filter((one) => one.suits(target))) {
      const started = running ?? (await target.start().catch(asError));
      if (started instanceof Error) yield { scenario, target, outcome: started };
      else {
        running = started;
        yield { scenario, target, outcome: await attempt(scenario, target, way, running) };
      }
    }
  } finally {
    await running?.stop();
  }
}

async function attempt(scenario: Scenario, target: Target, way: Way, running?: Running): Promise<Figure | Error> {
  return await scenario.measure(target, way, running).catch(asError);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
