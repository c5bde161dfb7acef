/**
 * XEP-0503: Server-side spaces 0.3.0 (2026-05-03)
 * XEP-0402: PEP Native Bookmarks 1.2.0 (2024-08-15)
 *
 * Of XEP-0060, whose semantics spaces have, what is read: the items of a node.
 */
import { type Refusal, refusal } from '../error.ts';
import { buildForm } from '../form-build.ts';
import { NS } from '../namespaces.ts';
import { buildPage, type Page } from '../rsm.ts';
import { child, children, type Element, is, xml } from '../xml.ts';
import { given } from './given.ts';

export type SpaceRequest =
  | {
      readonly kind: 'items';
      readonly node: string;
      /** Only these, where some are named. */
      readonly ids: readonly string[];
      /** What the page is asked for by. */
      readonly paged: Element;
    }
  /** Whatever else can be asked of a node, by the name of its feature (XEP-0060 §10). */
  | { readonly kind: 'other'; readonly feature: string };

const featureOf: Readonly<Record<string, string>> = {
  create: 'create-nodes',
  configure: 'config-node',
  delete: 'delete-nodes',
  publish: 'publish',
  retract: 'retract-items',
  purge: 'purge-nodes',
  subscribe: 'subscribe',
  unsubscribe: 'subscribe',
  options: 'subscription-options',
  subscriptions: 'retrieve-subscriptions',
  affiliations: 'retrieve-affiliations',
};

/** Reads the payload of an iq; `undefined` where it is nothing about nodes. */
export function parseSpaceRequest(payload: Element, type: 'get' | 'set'): SpaceRequest | undefined {
  if (is(payload, 'pubsub', NS.pubsub)) {
    const items = type === 'get' ? child(payload, 'items') : undefined;
    const node = items?.attrs['node'];
    if (items !== undefined && node !== undefined && node !== '') {
      const ids = children(items, 'item').flatMap(({ attrs }) => attrs['id'] ?? []);
      return { kind: 'items', node, ids, paged: payload };
    }
  } else if (!is(payload, 'pubsub', NS.pubsubOwner)) return undefined;
  const wish = Object.keys(featureOf).find((name) => child(payload, name) !== undefined);
  return { kind: 'other', feature: featureOf[wish ?? ''] ?? 'retrieve-default' };
}

interface SpaceRoom {
  readonly jid: string;
  readonly name: string;
}

/** Rooms as bookmarks (XEP-0402 §3). Without a page where they were named one by one. */
export function buildSpaceItems(node: string, rooms: readonly SpaceRoom[], page?: Page): Element {
  const items = rooms.map(({ jid, name }) =>
    xml('item', { id: jid }, xml('conference', { xmlns: NS.bookmarks, name })),
  );
  return xml('pubsub', { xmlns: NS.pubsub }, xml('items', { node }, ...items), page && buildPage(page));
}

/** What a space is, for the disco#info of its node. */
export function buildSpaceMetaData({
  name,
  description,
}: {
  readonly name: string;
  readonly description: string;
}): Element {
  const field = (of: string, label: string, value: string) =>
    ({ kind: 'text-single', name: `pubsub#${of}`, label, value }) as const;
  return buildForm({
    type: 'result',
    formType: NS.pubsubMetaData,
    fields: [
      field('type', 'Type', NS.spaces),
      field('title', 'Title', name),
      ...(description === '' ? [] : [field('description', 'Description', description)]),
      field('access_model', 'Who may read it', 'whitelist'),
    ],
  });
}

/** The address of a node, as rooms name the space they are in. */
export function spaceAddress({ service, node }: { readonly service: string; readonly node: string }): string {
  return `xmpp:${service}?;node=${encodeURIComponent(node)}`;
}

/** In which space a room is, for its disco#info. */
export function buildSpaceParent(address: string): Element {
  return buildForm({
    type: 'result',
    formType: NS.spaces,
    fields: [{ kind: 'text-single', name: 'parent', label: 'Space', value: address }],
  });
}

export const onlyReadHere = (feature: string): Refusal =>
  refusal(
    'feature-not-implemented',
    'cancel',
    'Spaces here are the categories of this service, and can only be read this way. Administrators change them with the commands of the service.',
    given({ application: { name: 'unsupported', xmlns: NS.pubsubErrors, attrs: { feature } } }),
  );
