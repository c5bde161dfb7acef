/** One stanza for many recipients: serialised once, with a place for `to`. How the copies are made: `copies.ts`. */
import { escapeAttribute } from './escape.ts';
import { attributes, content, type Element } from './xml.ts';

/** A stanza's text before and behind the value of `to`. */
export interface Spliced {
  readonly head: string;
  readonly tail: string;
}

/**
 * Serialises a stanza but for its `to`. `payload` is text of child elements as `complete` made it,
 * put behind the children.
 *
 * Throws if there is no `from`: the server would close the stream (XEP-0114 §3).
 */
export function prepareSplice(element: Element, payload = ''): Spliced {
  const { to: _, ...attrs } = element.attrs;
  if (!attrs['from']) throw new Error(`a ${element.name} without "from" must not leave`);
  return { head: `<${element.name}${attributes(attrs)} to="`, tail: `"${content(element, payload)}` };
}

/** The same for what is made most often, without an element: `inner` is text of child elements. */
export function spliceAround(
  name: string,
  attrs: Readonly<Record<string, string | undefined>>,
  inner: string,
): Spliced {
  return { head: `<${name}${attributes(attrs)} to="`, tail: inner === '' ? '"/>' : `">${inner}</${name}>` };
}

/** The text of an element, for what is made most often; `inner` is text of child elements. */
export function markup(name: string, attrs: Readonly<Record<string, string | undefined>>, inner = ''): string {
  return `<${name}${attributes(attrs)}${inner === '' ? '/>' : `>${inner}</${name}>`}`;
}

/** The copy for one address, as text. */
export function spliceTo({ head, tail }: Spliced, address: string): string {
  return head + escapeAttribute(address) + tail;
}

/** The text of a stanza for one recipient. Throws if it has no `from` or no `to`, as `prepareSplice` does. */
export function stanzaText(element: Element, payload = ''): string {
  if (!element.attrs['to']) throw new Error(`a ${element.name} without "to" must not leave`);
  if (!element.attrs['from']) throw new Error(`a ${element.name} without "from" must not leave`);
  return `<${element.name}${attributes(element.attrs)}${content(element, payload)}`;
}

/** The text of an element that is no stanza, with `payload` behind its children. */
export function elementText(element: Element, payload = ''): string {
  return `<${element.name}${attributes(element.attrs)}${content(element, payload)}`;
}
