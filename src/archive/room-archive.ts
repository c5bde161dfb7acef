/**
 * A room's archive for whoever may read it (XEP-0313), in the room or not. Begin with `answer`; how a page is
 * found is in `page.ts`. It changes nothing and knows no room but what `ask-to-read` answers.
 */
import type { Answer, Readable } from '../room/answer.ts';
import type { Party, RoomRequest } from '../room/request.ts';
import type { PersonKey, StoredEvent } from '../store/event.ts';
import type { Store } from '../store/port.ts';
import { isRefusal, type Refusal, refusal } from '../wire/error.ts';
import { fullJid, splitJid } from '../wire/jid.ts';
import type { MamQuery, MamRequest } from '../wire/xep/xep0313.ts';
import { buildMamEnd, buildMamForm, buildMamMetadata } from '../wire/xep/xep0313-answer.ts';
import { mamResultText } from '../wire/xep/xep0313-result.ts';
import type { Element } from '../wire/xml.ts';
import { type ArchivePage, readPage, type SenderFilter } from './page.ts';

/** A message of the archive, as far as it is shown. */
export interface ArchivedMessage {
  readonly nick: string;
  readonly id: string;
  readonly resource: string;
  readonly xml: string;
}

export interface ArchiveEnvironment {
  readonly store: Store;
  ask(roomJid: string, request: RoomRequest): Promise<Answer | Refusal | undefined>;
  send(text: string): void;
  /** Settles when the server has taken enough of what was sent to be sent more. */
  breathe(): Promise<void>;
  /** The bare JIDs of people, by their keys. */
  senders(keys: readonly PersonKey[]): Promise<ReadonlyMap<PersonKey, string>>;
  /** The stream of the room with this key, and what its events hold. */
  streamOf(key: string): string;
  /** What the room with this key calls the person with that one (XEP-0421). */
  occupantId(key: string, person: PersonKey): string;
  readMessage(event: StoredEvent): ArchivedMessage | undefined;
}

interface Question {
  readonly roomJid: string;
  readonly from: Party;
}

export class RoomArchive {
  readonly #env: ArchiveEnvironment;

  constructor(env: ArchiveEnvironment) {
    this.#env = env;
  }

  /** The payload of the answer; results of a query have been sent before it settles. */
  async answer(request: MamRequest, question: Question): Promise<Element | undefined | Refusal> {
    const readable = await this.#env.ask(question.roomJid, { kind: 'ask-to-read', from: question.from });
    if (readable === undefined || isRefusal(readable)) return readable;
    if (readable.kind !== 'readable') return undefined;
    switch (request.kind) {
      case 'ask-form':
        return buildMamForm();
      case 'ask-metadata':
        return this.#metadata(readable);
      case 'query':
        return this.#query(request.query, question, readable);
    }
  }

  async #metadata(readable: Readable): Promise<Element> {
    const after = readable.clearedThrough;
    const range = { stream: this.#env.streamOf(readable.key), after, limit: 1, archived: true };
    const [[first], [last]] = await Promise.all([
      this.#env.store.read({ ...range, order: 'ascending' }),
      this.#env.store.read({ ...range, order: 'descending' }),
    ]);
    if (first?.archiveId === undefined || last?.archiveId === undefined) return buildMamMetadata(undefined);
    return buildMamMetadata({
      first: { archiveId: first.archiveId, stamp: first.at },
      last: { archiveId: last.archiveId, stamp: last.at },
    });
  }

  async #query(query: MamQuery, question: Question, readable: Readable): Promise<Element | Refusal> {
    const bySender = this.#senderFilter(query.filter.with, question.roomJid, readable);
    if (isRefusal(bySender)) return bySender;
    const archive = { ...readable, stream: this.#env.streamOf(readable.key) };
    const page = await readPage(this.#env.store, archive, query, bySender);
    if (isRefusal(page)) return page;
    await this.#sendResults(page, query, question, readable);
    return buildMamEnd({
      complete: page.complete,
      page: {
        ...(page.events[0]?.archiveId !== undefined && { first: page.events[0].archiveId }),
        ...(page.events.at(-1)?.archiveId !== undefined && { last: page.events.at(-1)?.archiveId ?? '' }),
        ...(page.count !== undefined && { count: page.count }),
        ...(page.firstIndex !== undefined && { firstIndex: page.firstIndex }),
      },
    });
  }

  /** Who is behind a nickname is no business of those who may not see it: not as a result, and not as a filter. */
  #senderFilter(wanted: string | undefined, roomJid: string, readable: Readable): SenderFilter | undefined | Refusal {
    if (wanted === undefined || wanted === roomJid) return undefined;
    const jid = splitJid(wanted);
    if (jid.bare === roomJid) {
      return {
        matching: async (events) => events.filter((event) => this.#env.readMessage(event)?.nick === jid.resource),
      };
    }
    if (!readable.seesRealJids) {
      return refusal(
        'forbidden',
        'auth',
        'In this room one can filter by nickname (room@service/nickname), not by real address.',
      );
    }
    return {
      matching: async (events) => {
        const senders = await this.#sendersOf(events);
        return events.filter((event) => {
          if (senders.get(event.person ?? '') !== jid.bare) return false;
          return jid.resource === undefined || this.#env.readMessage(event)?.resource === jid.resource;
        });
      },
    };
  }

  #sendersOf(events: readonly StoredEvent[]): Promise<ReadonlyMap<string, string>> {
    return this.#env.senders([...new Set(events.flatMap(({ person }) => person ?? []))]);
  }

  async #sendResults(page: ArchivePage, query: MamQuery, question: Question, readable: Readable): Promise<void> {
    const senders = readable.seesRealJids ? await this.#sendersOf(page.events) : undefined;
    const events = query.flipPage ? page.events.toReversed() : page.events;
    let text = '';
    for (const event of events) {
      const message = this.#env.readMessage(event);
      if (message === undefined || event.archiveId === undefined) continue;
      // Without a nickname it is the room itself that spoke.
      const person = message.nick === '' ? undefined : event.person;
      const sender = person === undefined ? undefined : senders?.get(person);
      text += mamResultText({
        from: question.roomJid,
        to: question.from.session,
        ...(query.queryId !== undefined && { queryId: query.queryId }),
        archiveId: event.archiveId,
        stamp: event.at,
        message: {
          from: message.nick === '' ? question.roomJid : `${question.roomJid}/${message.nick}`,
          id: message.id,
          ...(person !== undefined && { occupantId: this.#env.occupantId(readable.key, person) }),
          xml: message.xml,
          ...(sender !== undefined && { realJid: fullJid(sender, message.resource) }),
        },
      });
    }
    if (text === '') return;
    await this.#env.breathe();
    this.#env.send(text);
  }
}
