/** All scenarios, in the order in which they run and are shown. To add one, write a file and put it here. */
import { bigRoom } from './big-room.ts';
import { churn, join } from './coming-and-going.ts';
import { fanOuts } from './fan-out.ts';
import { flood } from './flood.ts';
import { history } from './history.ts';
import { idle } from './idle.ts';
import { latency } from './latency.ts';
import { model, modelLoaded } from './model.ts';
import { overload } from './overload.ts';
import type { Scenario } from './scenario.ts';
import { start } from './start.ts';
import { storm } from './storm.ts';

export const scenarios: readonly Scenario[] = [...fanOuts, join, churn, history, idle, start];

/** Those that take a minute or several, each: they run when they are asked for by name. */
export const longScenarios: readonly Scenario[] = [latency, bigRoom, storm, overload, flood, model, modelLoaded];
