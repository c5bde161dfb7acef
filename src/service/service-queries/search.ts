/** Finding rooms by a form that any client can show (XEP-0055). */
import { isRefusal } from '../../wire/error.ts';
import { NS } from '../../wire/namespaces.ts';
import { buildFoundRooms, buildRoomSearchForm, parseRoomSearch, type RoomQuery } from '../../wire/xep/xep0055.ts';
import type { IqAnswer } from '../iq.ts';
import { categoriesFor, findRooms } from './found-rooms.ts';
import type { ServiceQuery, ServiceQueryEnvironment, ServiceQuestion } from './question.ts';

export const search: ServiceQuery = {
  features: [NS.search],
  answer: (payload, to, env) => {
    const request = parseRoomSearch(payload, to.type);
    if (request === undefined) return 'not-mine';
    if (isRefusal(request)) return request;
    return request.kind === 'ask-form' ? buildRoomSearchForm(categoriesFor(to, env)) : find(request.query, to, env);
  },
};

async function find(
  { words: wanted, byForm, page, ...query }: RoomQuery,
  to: ServiceQuestion,
  env: ServiceQueryEnvironment,
): Promise<IqAnswer> {
  const found = await findRooms({ query: { ...query, wanted, order: 'occupants' }, page }, to, env);
  return isRefusal(found) ? found : buildFoundRooms(found.rooms, { byForm, page: found.page });
}
