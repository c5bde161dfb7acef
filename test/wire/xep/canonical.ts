/** Two pieces of XML are the same when this gives equal data: prefixes, order of attributes and indentation are nothing. */
import { type Element, elements, namespaceOf } from '../../../src/wire/xml.ts';

export interface Canonical {
  readonly name: string;
  readonly namespace: string;
  readonly attrs: Readonly<Record<string, string>>;
  readonly children: readonly (Canonical | string)[];
}

const STANZA_NAMESPACES = new Set<string | undefined>([undefined, '', 'jabber:client', 'jabber:component:accept']);

export function canonical(element: Element): Canonical {
  const namespace = namespaceOf(element);
  const attrs = Object.entries(element.attrs)
    .filter(([name, value]) => value !== undefined && name !== 'xmlns' && !name.startsWith('xmlns:'))
    .map(([name, value]): [string, string] => [name, String(value)])
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const hasElements = elements(element).length > 0;
  return {
    name: element.name.slice(element.name.indexOf(':') + 1),
    namespace: STANZA_NAMESPACES.has(namespace) ? 'of the stanza' : (namespace ?? ''),
    attrs: Object.fromEntries(attrs),
    children: element.children
      .filter((node) => typeof node !== 'string' || !hasElements || node.trim() !== '')
      .map((node) => (typeof node === 'string' ? node : canonical(node))),
  };
}

/** The outermost element below (or at) `document` with the name of `like`, where `like` has to be found. */
export function counterpart(document: Element, like: Element): Element | undefined {
  const wanted = canonical(like);
  const found = canonical(document);
  if (wanted.name === found.name && wanted.namespace === found.namespace) return document;
  for (const element of elements(document)) {
    const deeper = counterpart(element, like);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}
