/** A stanza as the wire hands it over: read by the real parser, below a component's stream. */
import { STRUCTURE_LIMITS, StreamParser } from '../../../src/wire/parser.ts';
import type { Element } from '../../../src/wire/xml.ts';

const STREAM = "<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams'>";

export function stanzaFrom(xmlText: string): Element {
  const read: Element[] = [];
  const fail = (reason: string): never => {
    throw new Error(reason);
  };
  const parser = new StreamParser(
    { ...STRUCTURE_LIMITS, stanzaSizeBytesMax: 1_000_000 },
    {
      opened: () => undefined,
      closed: () => undefined,
      element: (element) => read.push(element),
      rejected: (_, refusal) => fail(refusal.text),
      broken: fail,
    },
  );
  parser.write(STREAM + xmlText);
  const [stanza, ...others] = read;
  if (stanza === undefined || others.length > 0) throw new Error(`expected one stanza, read ${read.length}`);
  return stanza;
}
