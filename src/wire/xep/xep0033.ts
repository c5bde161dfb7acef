/**
 * XEP-0033: Extended Stanza Addressing 1.2.1 (2017-01-11)
 */
import { escapeAttribute } from '../escape.ts';
import { NS } from '../namespaces.ts';
import { elementText, type Spliced } from '../splice.ts';
import { child, children, type Element, is, xml } from '../xml.ts';

/** Blind carbon copies: no recipient learns of the others (§4.6.3). */
export function buildBlindCopies(to: readonly string[]): Element {
  return xml('addresses', { xmlns: NS.address }, ...to.map((jid) => xml('address', { type: 'bcc', jid })));
}

/** The same as text, to be put into many stanzas. */
export function blindCopiesText(to: readonly string[]): string {
  return elementText(buildBlindCopies(to));
}

/**
 * The text of the stanza that goes to the multicast service instead of its copies (§3). A stanza without children
 * has no place for addresses and gives nothing.
 */
export function throughService({ head, tail }: Spliced, service: string, blindCopies: string): string | undefined {
  const opened = '">';
  if (!tail.startsWith(opened)) return undefined;
  return head + escapeAttribute(service) + opened + blindCopies + tail.slice(opened.length);
}

/** Who sent what is passed on (`ofrom`, as XEP-0045 §7.2.13 shows it). */
export function originalSenderText(jid: string): string {
  return elementText(xml('addresses', { xmlns: NS.address }, xml('address', { type: 'ofrom', jid })));
}

/** Whether an element names an original sender. */
export function namesOriginalSender(element: Element): boolean {
  return (
    is(element, 'addresses', NS.address) && children(element, 'address').some(({ attrs }) => attrs['type'] === 'ofrom')
  );
}

/** The addresses that a copy shows. */
export function addressesIn(stanza: Element): string[] {
  const shown = child(stanza, 'addresses', NS.address);
  if (shown === undefined) return [];
  return children(shown, 'address').map(({ attrs }) => attrs['jid'] ?? '');
}
