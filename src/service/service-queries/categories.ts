/**
 * Categories as a level between the service and its rooms: a node for the list of those that the asker may know of, and one
 * for each with its rooms, which is a space as well (XEP-0503). Of any other there is nothing to be told.
 */

import { isRefusal } from '../../wire/error.ts';
import { NS } from '../../wire/namespaces.ts';
import { parsePageRequest } from '../../wire/rsm.ts';
import { buildDiscoInfo, buildDiscoItems } from '../../wire/xep/xep0030.ts';
import { buildSpaceMetaData } from '../../wire/xep/xep0503.ts';
import type { Element } from '../../wire/xml.ts';
import { nodeOfCategory } from '../category-node.ts';
import type { Disclosure } from '../disco.ts';
import type { IqAnswer } from '../iq.ts';
import { nothingThere, notImplemented } from '../refusals.ts';
import { fitting } from './fitting.ts';
import type { ServiceQueryEnvironment, ServiceQuestion } from './question.ts';
import { listRooms } from './room-list.ts';

type CategoryDisclosure = Disclosure<ServiceQuestion, ServiceQueryEnvironment>;

const listMax = 1_000;
const listCharactersMax = 40_000;
const prefix = nodeOfCategory('');

/** Undefined for a node of no category, and for one that is not for the asker to know of. */
export function categoryOfNode(node: string, { atHome, from }: ServiceQuestion, env: ServiceQueryEnvironment) {
  if (!atHome || !node.startsWith(prefix)) return undefined;
  const wanted = node.slice(prefix.length);
  return env.visible.categoriesOf(from.bare).find(({ key }) => key === wanted);
}

export const categoryListNode: CategoryDisclosure = {
  info: () => {
    const identities = [{ category: 'hierarchy', type: 'branch', name: 'Categories' }];
    return buildDiscoInfo({ node: NS.longroomCategories, identities, features: [NS.discoInfo, NS.discoItems] });
  },
  items: listCategories,
};

/** What there is to be told of the node of a category. */
export function categoryNode(
  node: string,
  to: ServiceQuestion,
  env: ServiceQueryEnvironment,
): CategoryDisclosure | undefined {
  const category = categoryOfNode(node, to, env);
  if (category === undefined) return undefined;
  const { key, name } = category;
  return {
    info: () => {
      const types = [
        { category: 'hierarchy', type: 'leaf' },
        { category: 'pubsub', type: 'leaf' },
      ];
      return buildDiscoInfo({
        node,
        identities: types.map((type) => ({ ...type, name })),
        features: [NS.discoInfo, NS.discoItems, NS.rsm, NS.pubsub],
        forms: [buildSpaceMetaData(category)],
      });
    },
    items: (payload, asked, around) => listRooms(payload, asked, around, { node, category: key }),
  };
}

/** By name, in pages; whoever may not use the service sees none. */
function listCategories(
  payload: Element,
  { at, atHome, from }: ServiceQuestion,
  env: ServiceQueryEnvironment,
): IqAnswer {
  const request = parsePageRequest(payload);
  if (isRefusal(request)) return request;
  if (request.index !== undefined)
    return notImplemented('Pages here are asked for with "after" or "before", not by index.');
  const all = atHome ? env.visible.categoriesOf(from.bare) : [];
  const place = (node: string): number => all.findIndex(({ key }) => nodeOfCategory(key) === node);
  const backwards = request.before !== undefined;
  const after = request.after === undefined ? -1 : place(request.after);
  const before = request.before === undefined || request.before === '' ? all.length : place(request.before);
  if ((request.after !== undefined && after === -1) || before === -1) return nothingThere();
  const limit = Math.min(request.max ?? listMax, listMax);
  const start = backwards ? Math.max(before - limit, 0) : after + 1;
  const page = all.slice(start, backwards ? before : start + limit);
  const items = fitting(
    page.map(({ key, name }) => ({ jid: at, node: nodeOfCategory(key), name })),
    {
      charactersMax: listCharactersMax,
      from: backwards ? 'end' : 'start',
      charactersOf: (item) => item.jid.length + item.node.length + item.name.length,
    },
  );
  const first = items[0]?.node;
  const last = items.at(-1)?.node;
  return buildDiscoItems({
    node: NS.longroomCategories,
    items,
    page: {
      ...(first !== undefined && { first, firstIndex: place(first) }),
      ...(last !== undefined && { last }),
      count: all.length,
    },
  });
}
