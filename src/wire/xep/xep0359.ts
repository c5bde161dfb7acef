/**
 * XEP-0359: Unique and Stable Stanza IDs 0.7.0 (2023-02-20)
 */
import { NS } from '../namespaces.ts';
import { markup } from '../splice.ts';
import { children, type Element, is, xml } from '../xml.ts';

/** The id that the sender's client gave to a message; `undefined` where it has none, an empty or several of them. */
export function originId(message: Element): string | undefined {
  const [origin, ...others] = children(message, 'origin-id', NS.stanzaId);
  if (origin === undefined || others.length > 0) return undefined;
  return origin.attrs['id'] === '' ? undefined : origin.attrs['id'];
}

/** As text, for what is left of a message whose sender may still wait to see it. */
export function originIdText(id: string): string {
  return markup('origin-id', { xmlns: NS.stanzaId, id });
}

/** `by` is the bare JID of the room, `id` the message's id in its archive. */
export function buildStanzaId(of: { readonly id: string; readonly by: string }): Element {
  return xml('stanza-id', stanzaIdAttributes(of));
}

/** The same as text, for what the room sends most. */
export function stanzaIdText(of: { readonly id: string; readonly by: string }): string {
  return markup('stanza-id', stanzaIdAttributes(of));
}

function stanzaIdAttributes({ id, by }: { readonly id: string; readonly by: string }): Record<string, string> {
  return { xmlns: NS.stanzaId, id, by };
}

/** Whether a child of a message is a stanza-id in the name of `by`, which only `by` itself may set (§3 rule 2). */
export function isStanzaIdBy(element: Element, by: string): boolean {
  return is(element, 'stanza-id', NS.stanzaId) && isSameAddress(element.attrs['by'], by);
}

/**
 * Whether a client that prepares addresses before it compares them might take `claimed` for `address`. Meant for
 * what is stripped: it rather finds two addresses equal than not.
 */
export function isSameAddress(claimed: string | undefined, address: string): boolean {
  return claimed !== undefined && (claimed === address || loosely(claimed) === loosely(address));
}

function loosely(address: string): string {
  // Stringprep maps some characters to nothing, NFKC the widths, and a domain may end in a dot.
  const visible = address.trim().replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  return visible.normalize('NFKC').toLowerCase().normalize('NFKC').replace(/\.$/, '');
}
