/** The phase in which somebody pages back through a room's archive (XEP-0313), from its end to its beginning. */
import type { Room } from './room.ts';
import type { Session } from './session.ts';
import { attributeOf, leafContent, type Stanza } from './stanza.ts';
import { bodyOf } from './talking.ts';
import type { Work } from './work.ts';

export interface Paging {
  readonly pageSize: number;
  /** Ends after so many pages; without it at the room's first message. */
  readonly pagesMax?: number;
}

/**
 * Reads the messages of the room's order. Every page must be full, in the room's order, and each result must have an
 * archive id of its own.
 */
export async function pageBack(session: Session, room: Room, paging: Paging): Promise<Work> {
  const reader = new Reader(session, room, paging);
  await session.run({
    name: 'paging through the archive',
    begin: () => reader.ask('<before/>'),
    stanza: (stanza) => reader.read(stanza),
    progress: () => reader.progress(),
  });
  return { operations: reader.pages, delivered: reader.delivered, latencies: reader.latencies };
}

class Reader {
  readonly latencies: number[] = [];
  readonly pages: number;
  delivered = 0;
  readonly #session: Session;
  readonly #room: Room;
  readonly #pageSize: number;
  /** Messages by their place in the room's order. */
  readonly #numbers: readonly number[];
  readonly #ids = new Set<string>();
  #page = 0;
  /** Messages older than the present page. */
  #older: number;
  #wanted = 0;
  #got = 0;
  #askedAtMs = 0;

  constructor(session: Session, room: Room, { pageSize, pagesMax }: Paging) {
    this.#session = session;
    this.#room = room;
    this.#pageSize = pageSize;
    this.#numbers = room.order?.numbers ?? [];
    this.#older = this.#numbers.length;
    this.pages = Math.min(Math.ceil(this.#older / pageSize), pagesMax ?? Number.POSITIVE_INFINITY);
  }

  /** Asks for the page before this place (XEP-0059). */
  ask(before: string): void {
    this.#page += 1;
    this.#wanted = Math.min(this.#pageSize, this.#older);
    this.#older -= this.#wanted;
    this.#got = 0;
    this.#askedAtMs = performance.now();
    const from = this.#session.userJid(this.#room.users.at(-1) ?? -1);
    const set = `<set xmlns='http://jabber.org/protocol/rsm'><max>${this.#pageSize}</max>${before}</set>`;
    this.#session.send(
      `<iq type='set' id='page-${this.#page}' from='${from}' to='${this.#room.jid}'>` +
        `<query xmlns='urn:xmpp:mam:2' queryid='q${this.#page}'>${set}</query></iq>`,
    );
  }

  read(stanza: Stanza): void {
    const tag = stanza.isA('message') ? stanza.childTag('result') : undefined;
    if (tag !== undefined) {
      const wrong = this.#take(stanza, stanza.text.slice(tag.from, tag.to));
      if (wrong !== undefined) this.#session.fail(wrong, stanza);
    } else if (stanza.isA('iq') && stanza.is('id', `page-${this.#page}`)) this.#endPage(stanza);
  }

  progress(): string {
    return `page ${this.#page} of ${this.pages}, ${this.#got} of ${this.#wanted} results on it`;
  }

  #take(stanza: Stanza, tag: string): string | undefined {
    const number = this.#numbers[this.#older + this.#got];
    if (this.#got === this.#wanted || number === undefined) {
      return `page ${this.#page} has more than ${this.#wanted} results`;
    }
    const id = attributeOf(tag, 'id');
    if (id === '' || this.#ids.has(id)) return 'a result without an archive id of its own';
    if (attributeOf(tag, 'queryid') !== `q${this.#page}`) return `a result of another query than q${this.#page}`;
    const body = bodyOf(this.#room, number);
    if (leafContent(stanza.source, 'body') !== body) {
      return `result ${this.#got} of page ${this.#page} should say "${body}"`;
    }
    this.#ids.add(Buffer.from(id, 'latin1').toString('latin1'));
    this.#got += 1;
    this.delivered += 1;
    return undefined;
  }

  #endPage(stanza: Stanza): void {
    this.latencies.push(performance.now() - this.#askedAtMs);
    const first = leafContent(stanza.source, 'first');
    if (this.#got !== this.#wanted) {
      this.#session.fail(`page ${this.#page} has ${this.#got} results of ${this.#wanted}`, stanza);
    } else if (first === undefined) this.#session.fail(`page ${this.#page} names no first result`, stanza);
    else if (this.#page === this.pages) this.#session.done();
    else this.ask(`<before>${first}</before>`);
  }
}
