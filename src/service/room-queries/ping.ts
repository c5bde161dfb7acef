/** A ping of the room itself (XEP-0199): answered to whoever may know that it is there. */
import { NS } from '../../wire/namespaces.ts';
import { isPing } from '../../wire/xep/xep0199.ts';
import { asResult, type RoomQuery } from './question.ts';

export const ping: RoomQuery = {
  features: [NS.ping],
  answer: (payload, { roomJid, type, from }, env) =>
    isPing(payload) && type === 'get' ? env.ask(roomJid, { kind: 'ask-info', from }).then(asResult) : 'not-mine',
};
