/** What time it is here (XEP-0202). */
import { NS } from '../../wire/namespaces.ts';
import { buildTime, isTimeRequest } from '../../wire/xep/xep0202.ts';
import type { ServiceQuery } from './question.ts';

export const time: ServiceQuery = {
  features: [NS.time],
  answer: (payload, { type }, env) => (isTimeRequest(payload) && type === 'get' ? buildTime(env.now()) : 'not-mine'),
};
