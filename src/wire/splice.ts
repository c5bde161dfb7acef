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
  return spliced(element.name, attrs, content(element, payload));
}

/** The same for what is made most often, without an element: `inner` is text of child elements. Throws as it does. */
export function spliceAround(name: string, attrs: Attributes, inner: string): Spliced {
  return spliced(name, attrs, contentText(name, inner));
}

/** The text of an element, for what is made most often; `inner` is text of child elements. */
export function markup(name: string, attrs: Attributes, inner = ''): string {
  return `<${name}${attributes(attrs)}${contentText(name, inner)}`;
}

type Attributes = Readonly<Record<string, string | undefined>>;

function spliced(name: string, attrs: Attributes, rest: string): Spliced {
  if (!attrs['from']) throw new Error(`a ${name} without "from" must not leave`);
  return { head: `<${name}${attributes(attrs)} to="`, tail: `"${rest}` };
}

/** What stands behind the attributes, as `content` writes it. */
function contentText(name: string, inner: string): string {
  return inner === '' ? '/>' : `>${inner}</${name}>`;
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
