/**
 * One stanza as places in the text it came in: nothing is copied out of it before somebody asks. The scanner fills
 * the same object again and again, so it is valid only while it is being handled. The text is bytes read as latin1, and
 * entities are not resolved: what is compared with it has to be written the same way.
 *
 * Comparing a slice is several times as fast as `startsWith` where texts are longer than some thirty characters: it
 * compares eight characters at a time. Short ones are compared in place.
 */

/** A stretch of the text; `from` is -1 for what is not there. */
export interface Span {
  from: number;
  to: number;
}

export type AttributeName = 'from' | 'to' | 'type' | 'id';

interface Child {
  tag: number;
  tagEnd: number;
  contentEnd: number;
}

export class Stanza {
  /** The text in which everything but `to` stands. */
  text = '';
  start = 0;
  /** Behind the stanza's own start tag. */
  tagEnd = 0;
  end = 0;
  /** Whether it is the stanza before, character for character, to another address. */
  repeats = false;
  /** The text in which `to` and this stanza's own source stand; of a stanza that repeats another one. */
  here = '';
  hereStart = 0;
  hereEnd = 0;
  readonly from: Span = { from: -1, to: -1 };
  readonly to: Span = { from: -1, to: -1 };
  readonly type: Span = { from: -1, to: -1 };
  readonly id: Span = { from: -1, to: -1 };
  readonly #children: Child[] = [];
  #childCount = 0;

  /** Begins a new stanza at this place of the text. */
  reset(text: string, start: number): void {
    this.text = text;
    this.start = start;
    this.repeats = false;
    this.here = text;
    this.hereStart = start;
    this.from.from = -1;
    this.to.from = -1;
    this.type.from = -1;
    this.id.from = -1;
    this.#childCount = 0;
  }

  addChild(tag: number, tagEnd: number): void {
    const known = this.#children[this.#childCount];
    if (known === undefined) this.#children.push({ tag, tagEnd, contentEnd: tagEnd });
    else {
      known.tag = tag;
      known.tagEnd = tagEnd;
      known.contentEnd = tagEnd;
    }
    this.#childCount += 1;
  }

  closeChild(contentEnd: number): void {
    const child = this.#children[this.#childCount - 1];
    if (child !== undefined) child.contentEnd = contentEnd;
  }

  /** Whether this is an element of that name. */
  isA(name: string): boolean {
    return hasName(this.text, this.start, name);
  }

  is(attribute: AttributeName, value: string): boolean {
    const { from, to } = this[attribute];
    const text = attribute === 'to' ? this.here : this.text;
    return from !== -1 && to - from === value.length && text.startsWith(value, from);
  }

  /** The value of an attribute; empty when it is not there. */
  get(attribute: AttributeName): string {
    const { from, to } = this[attribute];
    const text = attribute === 'to' ? this.here : this.text;
    return from === -1 ? '' : text.slice(from, to);
  }

  /** The content of the first child of this name. */
  child(name: string): Span | undefined {
    const found = this.#find(name);
    return found === undefined ? undefined : { from: found.tagEnd, to: found.contentEnd };
  }

  /** The start tag of the first child of this name. */
  childTag(name: string): Span | undefined {
    const found = this.#find(name);
    return found === undefined ? undefined : { from: found.tag, to: found.tagEnd };
  }

  /** Whether this stretch of the text is just that. */
  spans(span: Span, value: string): boolean {
    return span.to - span.from === value.length && this.text.slice(span.from, span.to) === value;
  }

  /** The whole element as it came, for a message to a person or for the way back. */
  get source(): string {
    return this.here.slice(this.hereStart, this.hereEnd);
  }

  #find(name: string): Child | undefined {
    for (let at = 0; at < this.#childCount; at += 1) {
      const child = this.#children[at];
      if (child !== undefined && hasName(this.text, child.tag, name)) return child;
    }
    return undefined;
  }
}

function hasName(text: string, tag: number, name: string): boolean {
  if (!text.startsWith(name, tag + 1)) return false;
  const next = text.charCodeAt(tag + 1 + name.length);
  return next === 32 || next === 62 /* > */ || next === 47 /* / */ || next === 10 || next === 9 || next === 13;
}

/** The value of an attribute in the source of a start tag; empty when it is not there. */
export function attributeOf(tag: string, attribute: string): string {
  const found = new RegExp(`[ \\t\\r\\n]${attribute}[ \\t\\r\\n]*=[ \\t\\r\\n]*(?:"([^"]*)"|'([^']*)')`).exec(tag);
  return found?.[1] ?? found?.[2] ?? '';
}

/** The content of the first element of this name, at any depth, that has no element within. */
export function leafContent(source: string, name: string): string | undefined {
  return new RegExp(`<${name}(?:[ \\t\\r\\n][^>]*)?>([^<]*)</${name}`).exec(source)?.[1];
}
