/**
 * XEP-0372: References 0.5.0 (2020-12-09)
 */
import { NS } from '../namespaces.ts';
import { children, type Element } from '../xml.ts';

/** Of one message so many are read; an address has up to 3,071 bytes, here each as three characters. */
const mentionsMax = 20;
const uriCharactersMax = 9_300;

/** The addresses that a message mentions (§3.2), as they are written, with `xmpp:` and a query taken off. */
export function mentionedIn(message: Element): string[] {
  const addresses: string[] = [];
  for (const { attrs } of children(message, 'reference', NS.reference).slice(0, mentionsMax)) {
    const { type, uri } = attrs;
    // One with an anchor speaks of an earlier message.
    if (type !== 'mention' || uri === undefined || uri.length > uriCharactersMax || attrs['anchor'] !== undefined)
      continue;
    const address = /^xmpp:([^?#]+)/i.exec(uri)?.[1];
    const decoded = address === undefined ? undefined : percentDecoded(address);
    if (decoded !== undefined) addresses.push(decoded);
  }
  return addresses;
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
