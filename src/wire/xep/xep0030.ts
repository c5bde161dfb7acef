/**
 * XEP-0030: Service Discovery 2.5.0 (2024-04-30)
 * XEP-0128: Service Discovery Extensions 1.0.1 (2019-07-30)
 */
import { NS } from '../namespaces.ts';
import { buildPage, type Page } from '../rsm.ts';
import { type Element, is, xml } from '../xml.ts';
import { given } from './given.ts';

export interface DiscoRequest {
  readonly kind: 'info' | 'items';
  readonly node?: string;
}

/** Reads the payload of an iq; `undefined` where it asks for neither info nor items. An empty node is none. */
export function parseDiscoRequest(payload: Element): DiscoRequest | undefined {
  const node = payload.attrs['node'] === '' ? undefined : payload.attrs['node'];
  if (is(payload, 'query', NS.discoInfo)) return given({ kind: 'info' as const, node });
  if (is(payload, 'query', NS.discoItems)) return given({ kind: 'items' as const, node });
  return undefined;
}

/** Category and type as registered, e.g. `conference` and `text`. */
export interface Identity {
  readonly category: string;
  readonly type: string;
  readonly name?: string;
}

export interface DiscoInfo {
  /** The node that was asked for (§3.2). */
  readonly node?: string;
  readonly identities: readonly Identity[];
  readonly features: readonly string[];
  /** Forms of type `result`; clients that read only one read the first. */
  readonly forms?: readonly Element[];
}

export function buildDiscoInfo(info: DiscoInfo): Element {
  return xml(
    'query',
    { xmlns: NS.discoInfo, node: info.node },
    ...info.identities.map(({ category, type, name }) => xml('identity', { category, type, name })),
    ...info.features.map((feature) => xml('feature', { var: feature })),
    ...(info.forms ?? []),
  );
}

export interface DiscoItem {
  readonly jid: string;
  readonly name?: string;
  readonly node?: string;
}

export interface DiscoItems {
  readonly node?: string;
  readonly items: readonly DiscoItem[];
  /** Given where the list was cut into pages. */
  readonly page?: Page;
}

export function buildDiscoItems({ node, items, page }: DiscoItems): Element {
  return xml(
    'query',
    { xmlns: NS.discoItems, node },
    ...items.map((item) => xml('item', { jid: item.jid, node: item.node, name: item.name })),
    page && buildPage(page),
  );
}
