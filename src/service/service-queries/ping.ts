/** A ping of the service (XEP-0199). */
import { NS } from '../../wire/namespaces.ts';
import { isPing } from '../../wire/xep/xep0199.ts';
import type { ServiceQuery } from './question.ts';

export const ping: ServiceQuery = {
  features: [NS.ping],
  answer: (payload, { type }) => (isPing(payload) && type === 'get' ? undefined : 'not-mine'),
};
