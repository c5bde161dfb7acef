/**
 * One stanza for many recipients: serialised once, with a place for `to`. This is the hot path of
 * the house: a copy costs one concatenation of strings.
 */
import { attributes, content, type Element } from './xml.ts';

export { escapeAttribute } from './escape.ts';

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

/** All copies as one text for `send`. Recipients are attribute values already escaped by `escapeAttribute`. */
export function spliceTo(spliced: Spliced, recipients: readonly string[]): string {
  const { head, tail } = spliced;
  let copies = '';
  for (const recipient of recipients) copies += head + recipient + tail;
  return copies;
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
