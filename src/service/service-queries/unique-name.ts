/** A name for a room that nobody has taken (XEP-0045 until 1.24, `muc#unique`); clients of today make one up themselves. */
import { NS } from '../../wire/namespaces.ts';
import { buildUniqueName, isUniqueNameRequest } from '../../wire/xep/xep0045-unique.ts';
import { notHere } from '../refusals.ts';
import type { ServiceQuery } from './question.ts';

export const uniqueName: ServiceQuery = {
  features: [NS.mucUnique],
  answer: (payload, { type, atHome }, env) => {
    if (!isUniqueNameRequest(payload) || type !== 'get') return 'not-mine';
    // The local part of an address is the same in small letters (RFC 7622 §3.3), and a client compares it as text.
    return atHome ? buildUniqueName(env.random().toLowerCase()) : notHere();
  },
};
