/** The way of queries, to the service, to a room or through it to one who is there, and of answers to what we asked. */

import type { Person } from '../room/state.ts';
import { isRefusal } from '../wire/error.ts';
import { bareOf } from '../wire/jid.ts';
import { NS } from '../wire/namespaces.ts';
import { child, type Element } from '../wire/xml.ts';
import { archiveReader } from './archive-reader.ts';
import { cardReader } from './card-reader.ts';
import { AdHocCommands } from './commands/ad-hoc.ts';
import type { Gate } from './gate.ts';
import type { InOrder } from './in-order.ts';
import { type Answering, answerIq, refuse } from './iq.ts';
import { answerOccupantQuery, type OccupantQueryEnvironment } from './occupant-query.ts';
import type { People } from './people.ts';
import { looksPeopleUp } from './people-lookups.ts';
import { badRequest } from './refusals.ts';
import { Relay } from './relay.ts';
import type { RoomQueryEnvironment, RoomQuestion } from './room-queries/question.ts';
import { answerRoomQuery } from './room-queries.ts';
import type { RoomRequests } from './room-requests.ts';
import { keyOf, type Route } from './route.ts';
import type { Senders } from './senders.ts';
import type { ServiceQueryEnvironment } from './service-queries/question.ts';
import { answerServiceQuery } from './service-queries.ts';
import { messageBytesMax } from './sizes.ts';

export interface IncomingQueriesEnvironment extends Omit<ServiceQueryEnvironment, 'commands'>, Answering {
  readonly domain: string;
  readonly gate: Gate;
  readonly senders: Senders;
  readonly requests: RoomRequests;
  readonly inOrder: InOrder;
  readonly people: People;
  /** Settles when the server has taken enough of what was sent to be sent more. */
  breathe(): Promise<void>;
  /** The answer to a query of our own. */
  answered(id: string): void;
}

export class IncomingQueries {
  readonly #env: IncomingQueriesEnvironment;
  readonly #forRooms: RoomQueryEnvironment;
  readonly #forService: ServiceQueryEnvironment;
  readonly #relay: Relay;

  constructor(env: IncomingQueriesEnvironment) {
    this.#env = env;
    const { store, send, breathe, requests } = env;
    const ask: RoomQueryEnvironment['ask'] = (roomJid, request) => requests.ask(roomJid, request);
    const person: RoomQueryEnvironment['person'] = (bare) => env.senders.person(bare);
    const senders: People['jids'] = (keys) => env.people.jids(keys);
    const commands = new AdHocCommands(env);
    this.#forService = { ...env, commands };
    this.#forRooms = {
      archive: archiveReader({ store, send, breathe, ask, senders }),
      ask,
      person,
      commands,
      desk: env.desk,
      askReading: (roomJid, read) => requests.askReading(roomJid, read),
      messageBytesMax: messageBytesMax(env.stanzaSizeBytesMax),
      card: cardReader(store),
    };
    this.#relay = new Relay({
      ...{ send, now: env.now, random: env.random },
      isInside: async (roomJid, session) => {
        const from = { session, person: { key: '', jid: bareOf(session) } };
        return !isRefusal(await ask(roomJid, { kind: 'ask-standing', from, to: 'invite' }));
      },
    });
  }

  /** Called several times a second. */
  tick(): void {
    this.#relay.tick();
  }

  /** Nothing more is read. */
  end(): void {
    this.#relay.end();
  }

  take(iq: Element, type: string, { from, to }: Route): void {
    if (type === 'result' || type === 'error') {
      if (from.full === this.#env.domain) this.#env.answered(iq.attrs['id'] ?? '');
      else this.#relay.answered(iq);
      return;
    }
    if (type !== 'get' && type !== 'set')
      return refuse(iq, badRequest('A query has the type "get" or "set".'), this.#env);
    // Our own query that comes back: it has been through the server.
    if (to.local === undefined && from.bare === this.#env.domain) return this.#env.answered(iq.attrs['id'] ?? '');
    const refused = this.#env.gate.objectionToQuery(iq, { from, to });
    if (refused !== undefined) return refuse(iq, refused, this.#env);
    if (to.local === undefined) {
      const atHome = this.#env.gate.isOpenTo(from);
      void answerIq(
        iq,
        (payload) => answerServiceQuery(payload, { at: to.bare, type, from, atHome }, this.#forService),
        this.#env,
      );
      return;
    }
    const answer = (person: Person): void => {
      const question: RoomQuestion = { roomJid: to.bare, type, from: { session: from.full, person } };
      const answered = answerIq(iq, (payload) => this.#answer(iq, payload, question, to.resource), this.#env);
      if (looksPeopleUp(iq, type)) this.#env.inOrder.hold(keyOf({ from, to }), answered);
    };
    // Who only asks is not written down.
    if (type === 'get' || child(iq, 'query', NS.mam) !== undefined) return answer({ key: '', jid: from.bare });
    this.#env.senders.resolve(iq, from, answer);
  }

  #answer(iq: Element, payload: Element, question: RoomQuestion, nick: string | undefined) {
    if (nick === undefined) return answerRoomQuery(payload, question, this.#forRooms);
    const { roomJid } = question;
    const relay: OccupantQueryEnvironment['relay'] = (asked, to) => this.#relay.ask(iq, asked, { ...to, roomJid });
    return answerOccupantQuery(payload, { ...question, nick }, { ask: this.#forRooms.ask, relay });
  }
}
