/** All scenarios, in the order in which they run and are shown. To add one, write a file and put it here. */
import { churn, join } from './coming-and-going.ts';
import { fanOuts } from './fan-out.ts';
import { history } from './history.ts';
import { idle } from './idle.ts';
import type { Scenario } from './scenario.ts';
import { start } from './start.ts';

export const scenarios: readonly Scenario[] = [...fanOuts, join, churn, history, idle, start];
