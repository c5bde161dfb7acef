/** Queries to the room's archive (XEP-0313). */
import { isRefusal } from '../../wire/error.ts';
import { NS } from '../../wire/namespaces.ts';
import { parseMamRequest } from '../../wire/xep/xep0313.ts';
import type { RoomQuery } from './question.ts';

export const archive: RoomQuery = {
  features: [NS.mam, NS.mamExtended],
  answer: (payload, to, env) => {
    const request = parseMamRequest(payload, to.type);
    if (request === undefined) return 'not-mine';
    return isRefusal(request) ? request : env.archive(request, to);
  },
};
