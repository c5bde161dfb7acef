/**
 * The card of the service itself (XEP-0054): clients look there whether its rooms have cards, and so pictures
 * (XEP-0486 §3.1).
 */
import { NS } from '../../wire/namespaces.ts';
import { buildVcard, isVcard } from '../../wire/xep/xep0054.ts';
import { serialize, xml } from '../../wire/xml.ts';
import { nobodysCard } from '../refusals.ts';
import type { ServiceQuery } from './question.ts';

const inside = serialize(xml('FN', { xmlns: NS.vcard }, 'Longroom'));

export const card: ServiceQuery = {
  features: [NS.vcard],
  answer: (payload, { type }) => {
    if (!isVcard(payload)) return 'not-mine';
    return type === 'get' ? buildVcard(inside) : nobodysCard();
  },
};
