/** Finding rooms by what clients have of their own for it (XEP-0433). */
import { isRefusal } from '../../wire/error.ts';
import { NS } from '../../wire/namespaces.ts';
import {
  buildChannelSearchForm,
  buildChannels,
  type ChannelQuery,
  parseChannelSearch,
} from '../../wire/xep/xep0433.ts';
import type { IqAnswer } from '../iq.ts';
import { categoriesFor, findRooms, nothingFound } from './found-rooms.ts';
import type { ServiceQuery, ServiceQueryEnvironment, ServiceQuestion } from './question.ts';

export const channelSearch: ServiceQuery = {
  features: [NS.channelSearch],
  answer: (payload, to, env) => {
    const request = parseChannelSearch(payload);
    if (request === undefined) return 'not-mine';
    if (isRefusal(request)) return request;
    return request.kind === 'ask-form'
      ? buildChannelSearchForm(categoriesFor(to, env))
      : search(request.query, to, env);
  },
};

async function search(
  { words, rooms, page, ...query }: ChannelQuery,
  to: ServiceQuestion,
  env: ServiceQueryEnvironment,
): Promise<IqAnswer> {
  const wanted = words === undefined ? [] : [words];
  const found = rooms ? await findRooms({ query: { ...query, wanted }, page }, to, env) : nothingFound;
  return isRefusal(found) ? found : buildChannels(found.rooms, found.page);
}
