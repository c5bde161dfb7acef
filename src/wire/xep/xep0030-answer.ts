/**
 * XEP-0030: Service Discovery 2.5.0 (2024-04-30)
 */
import { NS } from '../namespaces.ts';
import { child, children, type Element } from '../xml.ts';

/** What an answer to disco#info (§3.1) says that the entity can do; nothing if it is an error. */
export function featuresIn(iq: Element): ReadonlySet<string> {
  const info = child(iq, 'query', NS.discoInfo);
  if (iq.attrs['type'] !== 'result' || info === undefined) return new Set();
  return new Set(children(info, 'feature').map(({ attrs }) => attrs['var'] ?? ''));
}

/** The addresses in an answer to disco#items (§4.1), those with a node left out. */
export function itemsIn(iq: Element): string[] {
  const items = child(iq, 'query', NS.discoItems);
  if (iq.attrs['type'] !== 'result' || items === undefined) return [];
  return children(items, 'item').flatMap(({ attrs: { jid, node } }) => (jid && node === undefined ? [jid] : []));
}
