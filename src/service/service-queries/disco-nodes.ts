/** What is told of the nodes of the service (XEP-0030 §3.2), by node. */
import { NS } from '../../wire/namespaces.ts';
import type { Disclosure } from '../disco.ts';
import { categoryListNode } from './categories.ts';
import { serviceCommandNodes } from './commands.ts';
import type { ServiceQueryEnvironment, ServiceQuestion } from './question.ts';

export const serviceNodes: ReadonlyMap<string, Disclosure<ServiceQuestion, ServiceQueryEnvironment>> = new Map([
  ...serviceCommandNodes,
  [NS.longroomCategories, categoryListNode],
]);
