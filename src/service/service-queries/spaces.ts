/** Categories as spaces: their rooms can be read as the items of a node (XEP-0503); what a node is, disco says. */
import { isRefusal, type Refusal } from '../../wire/error.ts';
import { NS } from '../../wire/namespaces.ts';
import { buildSpaceItems, onlyReadHere, parseSpaceRequest, type SpaceRequest } from '../../wire/xep/xep0503.ts';
import type { IqAnswer } from '../iq.ts';
import { nothingThere } from '../refusals.ts';
import { shows } from '../visible-rooms.ts';
import { categoryOfNode } from './categories.ts';
import type { ServiceQuery, ServiceQueryEnvironment, ServiceQuestion } from './question.ts';
import { nameOfRoom, pageOfRooms } from './room-list.ts';

/** Rooms that are asked for by name at once. */
const namedMax = 100;

export const spaces: ServiceQuery = {
  features: [NS.pubsubMetaData, NS.pubsubRetrieveItems],
  answer: (payload, to, env) => {
    const request = parseSpaceRequest(payload, to.type);
    if (request === undefined) return 'not-mine';
    return request.kind === 'items' ? listItems(request, to, env) : onlyReadHere(request.feature);
  },
};

async function listItems(
  { node, ids, paged }: Extract<SpaceRequest, { kind: 'items' }>,
  to: ServiceQuestion,
  env: ServiceQueryEnvironment,
): Promise<IqAnswer> {
  const category = categoryOfNode(node, to, env);
  if (category === undefined) return nothingThere();
  if (ids.length > 0) {
    const named = await roomsNamed(ids.slice(0, namedMax), { category: category.key, to }, env);
    return isRefusal(named) ? named : buildSpaceItems(node, named);
  }
  const found = await pageOfRooms(paged, { to, name: nameOfRoom, category: category.key }, env);
  return isRefusal(found) ? found : buildSpaceItems(node, found.items, found.page);
}

/** What is not there, or not to be seen, is left out (XEP-0060 §6.5.8). */
async function roomsNamed(
  ids: readonly string[],
  { category, to }: { readonly category: string; readonly to: ServiceQuestion },
  { store, visible }: ServiceQueryEnvironment,
): Promise<readonly { readonly jid: string; readonly name: string }[] | Refusal> {
  const [shown, ...entries] = await Promise.all([
    visible.shownTo(to.from.bare),
    ...ids.map((jid) => store.rooms.find(jid)),
  ]);
  return entries.flatMap((entry) => {
    const there = entry !== undefined && entry.listing?.category === category && shows(shown, entry);
    return there ? [{ jid: entry.jid, name: nameOfRoom(entry) }] : [];
  });
}
