/**
 * The incoming stream, from tags to elements: a parser for the subset of XML that XMPP allows
 * (RFC 6120 §11), written for a hostile sender behind an honest server. Work and memory are linear in
 * the input and bounded per stanza; there is no recursion.
 *
 * Three outcomes: a good stanza is an element; a bad stanza whose end can be found is `rejected`,
 * cut down to its addresses, so that its sender gets an answer and nobody else notices; where the
 * structure itself is lost the stream is `broken`.
 */
import { type Refusal, refusal } from './error.ts';
import { isXmlText } from './escape.ts';
import { addressingOf, onlyAddressing, parseTag, resolveReferences, type Tag } from './tag.ts';
import { type TagShape, Tokenizer } from './tokenizer.ts';
import { type Element, emptyElement } from './xml.ts';

export interface ParserLimits {
  /** Bytes of UTF-8 from `<` to `>` of a whole stanza. */
  readonly stanzaSizeBytesMax: number;
  /** Levels of elements, the stanza itself being the first. */
  readonly depthMax: number;
  readonly elementsMax: number;
  /** Per element. */
  readonly attributesMax: number;
}

/** Far above what any extension needs, far below what recursion and memory can bear. */
export const STRUCTURE_LIMITS = { depthMax: 200, elementsMax: 20_000, attributesMax: 256 } as const;

export interface ParserSink {
  /** The stream's start tag, its children still to come. */
  opened(root: Element): void;
  /** A whole child of the root; its `parent` is the root. */
  element(element: Element): void;
  /** A child of the root cut down to its name and addressing attributes, and what to answer. */
  rejected(element: Element, refusal: Refusal): void;
  /** The stream's end tag. */
  closed(): void;
  /** Not XMPP any more; the rest of the input is ignored. */
  broken(reason: string): void;
}

export class StreamParser {
  readonly #limits: ParserLimits;
  readonly #sink: ParserSink;
  readonly #tokens: Tokenizer;
  #root: Element | undefined;
  /** The stanza being read, and the element of it that is open; both undefined between stanzas. */
  #stanza: Element | undefined;
  #cursor: Element | undefined;
  /** Levels open within the stream: 0 between stanzas. */
  #depth = 0;
  #elements = 0;
  #rejection: { readonly element: Element; readonly refusal: Refusal } | undefined;
  readonly #prefixes = new DeclaredPrefixes();

  constructor(limits: ParserLimits, sink: ParserSink) {
    this.#limits = limits;
    this.#sink = sink;
    this.#tokens = new Tokenizer({
      tag: (source, shape) => this.#tag(source, shape),
      text: (source) => this.#text(resolveReferences(source)),
      cdata: (data) => this.#text(data),
      broken: (reason) => this.#sink.broken(reason),
    });
  }

  write(chunk: string): void {
    this.#tokens.write(chunk);
    if (this.#stanza !== undefined || this.#tokens.isWithinTag) this.#rejectOversize();
  }

  #tag(source: string, shape: TagShape): void {
    if (this.#rejection !== undefined) this.#skip(shape);
    else if (shape === 'end') this.#close(source.slice(1).trimEnd());
    else this.#open(parseTag(source, this.#limits.attributesMax));
  }

  #skip(shape: TagShape): void {
    if (shape === 'start') this.#depth += 1;
    if (shape === 'end') this.#depth -= 1;
    if (this.#depth === 0) this.#deliver();
    else this.#tokens.place = 'stanza';
  }

  #open(tag: Tag | undefined): void {
    if (tag === undefined) {
      this.#broken('a malformed start tag');
      return;
    }
    const element = emptyElement(tag.name, tag.attrs);
    if (this.#root === undefined) {
      this.#openRoot(element, tag);
      return;
    }
    element.parent = this.#cursor ?? this.#root;
    if (this.#cursor === undefined) this.#stanza = element;
    else this.#cursor.children.push(element);
    this.#cursor = element;
    this.#depth += 1;
    this.#elements += 1;
    this.#tokens.place = 'stanza';
    this.#prefixes.enter(tag.declares, this.#depth);
    this.#check(tag);
    if (!tag.selfClosing) return;
    if (this.#rejection === undefined) this.#close(tag.name);
    else this.#skip('end');
  }

  #openRoot(root: Element, tag: Tag): void {
    if (tag.selfClosing || tag.fault !== undefined) {
      this.#broken('a malformed header');
      return;
    }
    this.#root = root;
    this.#tokens.place = 'between';
    this.#prefixes.enter(tag.declares, 0);
    this.#sink.opened(root);
  }

  #check(tag: Tag): void {
    const { depthMax, elementsMax, attributesMax } = this.#limits;
    if (tag.fault === 'too many attributes') {
      this.#reject('policy-violation', `an element has more than ${attributesMax} attributes`);
    } else if (tag.fault !== undefined) {
      this.#reject('bad-request', `it is not well-formed: ${tag.fault}`);
    } else if (this.#depth > depthMax) {
      this.#reject('policy-violation', `it is nested deeper than ${depthMax} levels`);
    } else if (this.#elements > elementsMax) {
      this.#reject('policy-violation', `it has more than ${elementsMax} elements`);
    } else if (tag.uses?.some((prefix) => !this.#prefixes.has(prefix))) {
      this.#reject('bad-request', 'a namespace prefix is not declared');
    }
  }

  #close(name: string): void {
    const open = this.#cursor ?? this.#root;
    if (open === undefined || open.name !== name) {
      this.#broken('an end tag that closes nothing');
      return;
    }
    if (open === this.#root) {
      this.#tokens.stop();
      this.#sink.closed();
      return;
    }
    this.#prefixes.leave(this.#depth);
    this.#depth -= 1;
    if (this.#depth > 0) this.#cursor = open.parent ?? undefined;
    else this.#deliver();
  }

  #deliver(): void {
    this.#rejectOversize();
    const stanza = this.#stanza;
    const rejection = this.#rejection;
    this.#prefixes.leave(1);
    this.#stanza = undefined;
    this.#cursor = undefined;
    this.#rejection = undefined;
    this.#elements = 0;
    this.#tokens.place = 'between';
    this.#tokens.keeps = true;
    if (rejection !== undefined) this.#sink.rejected(rejection.element, rejection.refusal);
    else if (stanza !== undefined) this.#sink.element(stanza);
  }

  #text(data: string | undefined): void {
    if (this.#rejection !== undefined || this.#cursor === undefined) return;
    if (data === undefined) {
      this.#reject('bad-request', 'it is not well-formed: an unknown entity');
    } else if (!isXmlText(data)) {
      this.#reject('bad-request', 'it is not well-formed: an illegal character');
    } else {
      const nodes = this.#cursor.children;
      const before = nodes.at(-1);
      if (typeof before === 'string') nodes[nodes.length - 1] = before + data;
      else nodes.push(data);
    }
  }

  #rejectOversize(): void {
    const max = this.#limits.stanzaSizeBytesMax;
    if (this.#root !== undefined && this.#tokens.sizeBytes > max) {
      this.#reject('policy-violation', `it is larger than ${max} bytes`);
    }
  }

  #reject(condition: 'bad-request' | 'policy-violation', what: string): void {
    if (this.#rejection !== undefined) return;
    const top = this.#stanza ?? addressingOf(this.#tokens.pending);
    const element = emptyElement(top.name, onlyAddressing(top.attrs));
    element.parent = this.#root ?? null;
    this.#rejection = { element, refusal: refusal(condition, 'modify', `This stanza cannot be accepted: ${what}.`) };
    this.#stanza = undefined;
    this.#cursor = undefined;
    this.#tokens.discard();
  }

  #broken(reason: string): void {
    this.#tokens.stop();
    this.#sink.broken(reason);
  }
}

/** Which prefixes are bound at the present place. Entering and leaving costs what was declared, no more. */
class DeclaredPrefixes {
  readonly #times = new Map<string, number>();
  readonly #entered: { readonly depth: number; readonly prefixes: readonly string[] }[] = [];

  has(prefix: string): boolean {
    return this.#times.has(prefix);
  }

  enter(prefixes: readonly string[] | undefined, depth: number): void {
    if (prefixes === undefined) return;
    for (const prefix of prefixes) this.#times.set(prefix, (this.#times.get(prefix) ?? 0) + 1);
    this.#entered.push({ depth, prefixes });
  }

  /** Forgets what was declared at this depth or deeper. */
  leave(depth: number): void {
    for (let last = this.#entered.at(-1); last !== undefined && last.depth >= depth; last = this.#entered.at(-1)) {
      this.#entered.pop();
      for (const prefix of last.prefixes) {
        const times = (this.#times.get(prefix) ?? 1) - 1;
        if (times === 0) this.#times.delete(prefix);
        else this.#times.set(prefix, times);
      }
    }
  }
}

/**
 * Reads elements from text that `complete` or `serialize` wrote, as they would stand in a stanza
 * of the component's namespace; `undefined` if it is none.
 */
export function parseElements(written: string): Element[] | undefined {
  const found: Element[] = [];
  const seen = { bad: false, end: false };
  const bad = () => {
    seen.bad = true;
  };
  const closed = () => {
    seen.end = true;
  };
  const parser = new StreamParser(
    { ...STRUCTURE_LIMITS, stanzaSizeBytesMax: Number.POSITIVE_INFINITY },
    { opened: () => {}, element: (element) => found.push(element), rejected: bad, closed, broken: bad },
  );
  parser.write(`<stream xmlns='jabber:component:accept'>${written}`);
  if (seen.end) return undefined;
  parser.write('</stream>');
  return seen.end && !seen.bad ? found : undefined;
}
