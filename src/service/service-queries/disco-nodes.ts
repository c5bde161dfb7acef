/** What is told of the nodes of the service (XEP-0030 §3.2), by node. */
import type { Disclosure } from '../disco.ts';
import { serviceCommandNodes } from './commands.ts';
import type { ServiceQueryEnvironment, ServiceQuestion } from './question.ts';

export const serviceNodes: ReadonlyMap<string, Disclosure<ServiceQuestion, ServiceQueryEnvironment>> = new Map([
  ...serviceCommandNodes,
]);
