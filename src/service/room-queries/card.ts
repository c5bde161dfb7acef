/** The card of a room, with its picture (XEP-0054, XEP-0486). */
import { createHash } from 'node:crypto';
import { isRefusal } from '../../wire/error.ts';
import { NS } from '../../wire/namespaces.ts';
import { buildVcard, isVcard, parseVcard } from '../../wire/xep/xep0054.ts';
import type { Element } from '../../wire/xml.ts';
import type { IqAnswer } from '../iq.ts';
import { asResult, type RoomQuery, type RoomQueryEnvironment, type RoomQuestion } from './question.ts';

export const card: RoomQuery = {
  features: [NS.vcard],
  answer: (payload, to, env) => {
    if (!isVcard(payload)) return 'not-mine';
    return to.type === 'get' ? tell(to, env) : change(payload, to, env);
  },
};

/** Another card may take the place of the one that is being read. */
const attempts = 3;

async function tell({ roomJid, from }: RoomQuestion, env: RoomQueryEnvironment): Promise<IqAnswer> {
  for (let left = attempts; left > 0; left--) {
    const where = await env.ask(roomJid, { kind: 'ask-card', from });
    if (where === undefined || isRefusal(where)) return where;
    if (where.kind !== 'card' || where.number === undefined) break;
    const found = await env.card({ key: where.key, number: where.number });
    if (found !== undefined) return buildVcard(found.xml);
  }
  return buildVcard();
}

async function change(payload: Element, { roomJid, from }: RoomQuestion, env: RoomQueryEnvironment): Promise<IqAnswer> {
  const given = parseVcard(payload);
  if (isRefusal(given)) return given;
  const hashes = given.pictures.map((picture) => createHash('sha1').update(picture).digest('hex'));
  const set = given.xml === '' ? {} : { card: { xml: given.xml, hashes } };
  return asResult(await env.ask(roomJid, { kind: 'set-card', from, ...set }));
}
