/** Which program this is (XEP-0092). */
import { NS } from '../../wire/namespaces.ts';
import { buildVersion, isVersionRequest } from '../../wire/xep/xep0092.ts';
import type { ServiceQuery } from './question.ts';

export const version: ServiceQuery = {
  features: [NS.version],
  answer: (payload, { type }, env) =>
    isVersionRequest(payload) && type === 'get' ? buildVersion({ name: 'Longroom', version: env.version }) : 'not-mine',
};
