/**
 * Checks what the occupants of one room get: every one gets every message once, from the right occupant JID, with the
 * body that was sent, all in the same order and under the same archive id. The first to get a message at a place of the
 * room's order fixes that place for everybody who is in the room then: who comes later gets what follows, and who has
 * gone got all before.
 */
import { attributeOf, type Span, type Stanza } from './stanza.ts';

export interface Sent {
  readonly number: number;
  readonly sender: string;
  /** Empty once every occupant has it. */
  body: string;
  readonly sentAt: number;
  /** Copies that have not arrived. */
  missing: number;
  /** Its place in the room's order, -1 while nobody has got it. */
  place: number;
  /** The start tag of its stanza-id, as the first copy has it; empty where that has none of this room. */
  stanzaIdTag: string;
}

export type Taken = { readonly kind: 'taken'; message: Sent } | { readonly kind: 'fault'; readonly text: string };

const ABSENT = -1;
const NOTHING: Sent = { number: -1, sender: '', body: '', sentAt: 0, missing: 0, place: -1, stanzaIdTag: '' };

export class MessageOrder {
  readonly #roomJid: string;
  readonly #messages: Sent[] = [];
  /** Numbers of messages by their place in the room's order. */
  readonly #order: number[] = [];
  /** The place up to which each occupant has got the messages; below 0 for who is not there. */
  readonly #got: Int32Array;
  #present: number;
  /** The one answer that says a copy is right: there are millions of them. */
  readonly #taken: { readonly kind: 'taken'; message: Sent } = { kind: 'taken', message: NOTHING };
  /** Copies with an archive id of this room (XEP-0359). */
  stanzaIds = 0;
  copies = 0;
  complete = 0;

  constructor(roomJid: string, occupants: number) {
    this.#roomJid = roomJid;
    this.#got = new Int32Array(occupants);
    this.#present = occupants;
  }

  get sent(): number {
    return this.#messages.length;
  }

  get occupants(): number {
    return this.#got.length;
  }

  /** Bodies by their place in the room's order, as the archive has to have them. */
  get numbers(): readonly number[] {
    return this.#order;
  }

  /**
   * Announces a message that is about to be sent. Its body must begin with `NUMBER ` as `sent` was before, and
   * hold nothing that XML escapes.
   */
  expect(sender: string, body: string, nowMs: number): Sent {
    const number = this.#messages.length;
    const message = { number, sender, body, sentAt: nowMs, missing: this.#present, place: -1, stanzaIdTag: '' };
    this.#messages.push(message);
    return message;
  }

  /** The occupant at this place has heard that it is in: it gets all that comes from now on. */
  enter(occupant: number): void {
    if (this.#got[occupant] !== ABSENT) return;
    this.#got[occupant] = this.#order.length;
    this.#present += 1;
  }

  /** The occupant has heard that it is out; gives what is wrong with what it got until now. */
  leave(occupant: number): string | undefined {
    const got = this.#got[occupant] ?? ABSENT;
    if (got === ABSENT) return 'it was told to be out, and was not in';
    this.#got[occupant] = ABSENT;
    this.#present -= 1;
    const lacking = this.#order.length - got;
    return lacking === 0 ? undefined : `it is out and has not got ${lacking} of the messages that others got before`;
  }

  /** Takes the copy that the occupant at this place of the room got. */
  take(occupant: number, stanza: Stanza, body: Span): Taken {
    const message = this.#messages[leadingNumber(stanza.text, body)];
    if (message === undefined) return fault('a message that nobody sent');
    const next = this.#got[occupant] ?? 0;
    if (next === ABSENT) return fault('a copy for somebody who has left');
    if (message.place !== -1 && message.place < next) return fault(doubledOrMissing(message, next));
    if (!stanza.is('from', message.sender)) return fault(`it is not from its sender, ${message.sender}`);
    if (!stanza.spans(body, message.body)) {
      return fault(`the body is not the one that was sent, "${message.body}"`);
    }
    const known = this.#order[next];
    if (known === undefined && message.place === -1) {
      message.place = next;
      message.missing = this.#present;
      this.#order.push(message.number);
    } else if (known !== message.number) {
      return fault(doubledOrMissing(message, next));
    }
    const wrongId = this.#checkId(message, stanza);
    if (wrongId !== undefined) return fault(wrongId);
    return this.#count(occupant, next, message);
  }

  /** Takes another copy of a message whose text, its address apart, was taken before: only its place is to be checked. */
  takeAgain(occupant: number, message: Sent): Taken {
    // The copies of the phase before may not count for this one.
    if (this.#messages[message.number] !== message) return fault('a message that nobody sent');
    const next = this.#got[occupant] ?? 0;
    if (message.place !== next) return fault(doubledOrMissing(message, next));
    if (message.stanzaIdTag !== '') this.stanzaIds += 1;
    return this.#count(occupant, next, message);
  }

  #count(occupant: number, next: number, message: Sent): Taken {
    this.#got[occupant] = next + 1;
    this.copies += 1;
    message.missing -= 1;
    if (message.missing === 0) {
      this.complete += 1;
      message.body = '';
    }
    this.#taken.message = message;
    return this.#taken;
  }

  /** Who lacks what, for a message to a person; `undefined` when nothing is missing. */
  lack(): string | undefined {
    const place = this.#got.findIndex((got) => got !== ABSENT && got < this.#messages.length);
    if (place === -1) return undefined;
    return `in ${this.#roomJid} occupant ${place} has ${this.#got[place]} of ${this.#messages.length} messages`;
  }

  #checkId(message: Sent, stanza: Stanza): string | undefined {
    const span = stanza.childTag('stanza-id');
    if (span === undefined) return undefined;
    const known = message.stanzaIdTag;
    if (!stanza.spans(span, known)) {
      const tag = stanza.text.slice(span.from, span.to);
      if (attributeOf(tag, 'by') !== this.#roomJid) return undefined;
      if (known !== '' && attributeOf(tag, 'id') !== attributeOf(known, 'id')) {
        return `its stanza-id is not the one of the other copies, ${known}`;
      }
      // Kept as a copy: a slice would hold on to the whole text that it was read from.
      message.stanzaIdTag = Buffer.from(tag, 'latin1').toString('latin1');
    }
    this.stanzaIds += 1;
    return undefined;
  }
}

function doubledOrMissing(message: Sent, next: number): string {
  if (next === ABSENT) return 'a copy for somebody who has left';
  if (message.place !== -1 && message.place < next) return 'a message that this occupant has got before';
  return `out of order, or one is missing: for other occupants this is not number ${next} of the room`;
}

function fault(text: string): Taken {
  return { kind: 'fault', text };
}

/** The number up to the first space of the body; -1 if it begins with none. */
function leadingNumber(text: string, body: Span): number {
  let number = 0;
  for (let at = body.from; at < body.to; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return text.charCodeAt(at) === 32 && at > body.from ? number : -1;
    number = number * 10 + digit;
  }
  return -1;
}
