/**
 * The way in: every stanza from the server is looked at once and goes to the service, a room or nobody. It
 * answers what must be answered, exactly once, and never throws: what a stanza does to us is logged as our bug.
 */

import type { Log } from '../ops/log.ts';
import type { Answer } from '../room/outcome.ts';
import type { RoomRequest } from '../room/request.ts';
import type { Person } from '../room/state.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import { type Jid, splitJid } from '../wire/jid.ts';
import { NS } from '../wire/namespaces.ts';
import { parseError, saysSessionIsGone, stanzaTypeOf } from '../wire/stanza.ts';
import { type InvitationRequest, parseInvitationRequest } from '../wire/xep/xep0045-user.ts';
import { child, type Element } from '../wire/xml.ts';
import { archiveReader } from './archive-reader.ts';
import { readGroupchat, readLeave, readPresence, readPrivateMessage } from './incoming.ts';
import { readInvitation } from './invitations.ts';
import { answerIq, refuse } from './iq.ts';
import { answerOccupantQuery } from './occupant-query.ts';
import type { People } from './people.ts';
import type { Answered } from './query.ts';
import { badRequest, notHere, nothingThere, storeAway } from './refusals.ts';
import type { RoomQueryEnvironment, RoomQuestion } from './room-queries/question.ts';
import { answerRoomQuery } from './room-queries.ts';
import type { Rooms } from './rooms.ts';
import type { ServiceQueryEnvironment } from './service-queries/question.ts';
import { answerServiceQuery } from './service-queries.ts';

export interface RouterEnvironment extends ServiceQueryEnvironment {
  readonly log: Log;
  readonly domain: string;
  readonly stanzaSizeBytesMax: number;
  readonly rooms: Rooms;
  readonly people: People;
  now(): number;
  send(text: string): void;
  isAtHome(bare: string): boolean;
  /** A stanza has come in; the returned function is called when it is done with. */
  begin(): () => void;
  /** Settles when the server has taken enough of what was sent to be sent more. */
  breathe(): Promise<void>;
  /** The answer to a query of our own. */
  answered(id: string): void;
  /** An error says that this session is gone from this room. */
  gone(bounce: { readonly session: string; readonly roomJid: string }): void;
}

interface Route {
  readonly from: Jid;
  readonly to: Jid;
}

export class Router {
  readonly #env: RouterEnvironment;
  readonly #forRooms: RoomQueryEnvironment;

  constructor(env: RouterEnvironment) {
    this.#env = env;
    const ask: RoomQueryEnvironment['ask'] = (roomJid, request) => this.#ask(roomJid, request);
    const senders: People['jids'] = (keys) => env.people.jids(keys);
    const { store, send, breathe } = env;
    this.#forRooms = {
      archive: archiveReader({ store, send, breathe, ask, senders }),
      ask,
      person: (bare) => this.#person(bare),
    };
  }

  stanza(stanza: Element): void {
    try {
      this.#route(stanza);
    } catch (error) {
      this.#env.log.error(
        { from: stanza.attrs['from'], to: stanza.attrs['to'], error },
        'a stanza could not be handled',
      );
    }
  }

  /** What the stream would not take in whole: too large, too deep. */
  rejected(stanza: Element, why: Refusal): void {
    refuse(stanza, why, this.#env);
  }

  #route(stanza: Element): void {
    const { from: sender, to: addressee } = stanza.attrs;
    if (sender === undefined || addressee === undefined || sender === '' || addressee === '') return;
    const route: Route = { from: splitJid(sender), to: splitJid(addressee) };
    if (route.to.domain !== this.#env.domain) return;
    const type = stanzaTypeOf(stanza);
    switch (type.kind) {
      case 'iq':
        return this.#iq(stanza, type.type, route);
      case 'presence':
        return this.#presence(stanza, type.type, route);
      case 'message':
        return this.#message(stanza, type.type, route);
      case 'unknown':
        return;
    }
  }

  #iq(iq: Element, type: string, { from, to }: Route): void {
    if (type === 'result' || type === 'error') {
      // Nobody else was asked anything.
      if (from.full === this.#env.domain) this.#env.answered(iq.attrs['id'] ?? '');
      return;
    }
    if (type !== 'get' && type !== 'set')
      return refuse(iq, badRequest('A query has the type "get" or "set".'), this.#env);
    const atHome = this.#env.isAtHome(from.bare);
    if (to.local === undefined) {
      // Our own query that comes back: it has been through the server.
      if (from.bare === this.#env.domain) return this.#env.answered(iq.attrs['id'] ?? '');
      return answerIq(iq, (payload) => answerServiceQuery(payload, { type, from, atHome }, this.#env), this.#env);
    }
    if (!atHome) return refuse(iq, notHere(), this.#env);
    const answer = (person: Person): void => {
      const question: RoomQuestion = { roomJid: to.bare, type, from: { session: from.full, person } };
      answerIq(iq, (payload) => this.#answer(payload, question, to.resource), this.#env);
    };
    // Who only asks is not written down.
    if (type === 'get' || child(iq, 'query', NS.mam) !== undefined) return answer({ key: '', jid: from.bare });
    this.#withPerson(iq, from, answer);
  }

  #answer(payload: Element, question: RoomQuestion, nick: string | undefined): Answered {
    return nick === undefined
      ? answerRoomQuery(payload, question, this.#forRooms)
      : answerOccupantQuery(payload, { ...question, nick }, this.#forRooms);
  }

  #presence(presence: Element, type: string, { from, to }: Route): void {
    if (to.local === undefined) return;
    if (type === 'error') return this.#bounced(presence, { from, to });
    if (type !== 'available' && type !== 'unavailable') return;
    if (from.resource === undefined) return;
    if (type === 'available' && !this.#env.isAtHome(from.bare)) return refuse(presence, notHere(), this.#env);
    this.#withPerson(presence, from, (person) => {
      const addressed = this.#addressed({ from, to }, person);
      const request = type === 'unavailable' ? readLeave(presence, addressed) : readPresence(presence, addressed);
      this.#submit(presence, request, to.bare);
    });
  }

  #message(message: Element, type: string, { from, to }: Route): void {
    if (type === 'error') return this.#bounced(message, { from, to });
    if (to.local === undefined) {
      if (child(message, 'body') !== undefined) refuse(message, nothingThere(), this.#env);
      return;
    }
    if (!this.#env.isAtHome(from.bare)) return refuse(message, notHere(), this.#env);
    const invitation = to.resource === undefined && type !== 'groupchat' ? parseInvitationRequest(message) : undefined;
    if (invitation !== undefined) return this.#invitation(message, invitation, { from, to });
    // A message to the room itself that is for nobody in particular, such as a chat state, says nothing to it.
    if (type !== 'groupchat' && to.resource === undefined && child(message, 'body') === undefined) return;
    this.#withPerson(message, from, (person) => {
      const addressed = this.#addressed({ from, to }, person);
      const read = type === 'groupchat' ? readGroupchat : readPrivateMessage;
      this.#submit(message, read(message, addressed), to.bare);
    });
  }

  #invitation(message: Element, wish: InvitationRequest | Refusal, { from, to }: Route): void {
    if (isRefusal(wish)) return refuse(message, wish, this.#env);
    this.#withPerson(message, from, (person) => {
      readInvitation(
        wish,
        { session: from.full, person },
        {
          ask: (request) => this.#ask(to.bare, request),
          person: (bare) => this.#person(bare),
        },
      )
        .then((request) => this.#submit(message, request, to.bare))
        .catch((error: unknown) =>
          this.#env.log.error({ from: from.full, error }, 'an invitation could not be handled'),
        );
    });
  }

  #addressed({ from, to }: Route, person: Person): Parameters<typeof readPresence>[1] {
    return { from: { session: from.full, person }, roomJid: to.bare, nick: to.resource, now: this.#env.now() };
  }

  #submit(stanza: Element, request: RoomRequest | Refusal, roomJid: string): void {
    if (isRefusal(request)) return refuse(stanza, request, this.#env);
    const done = this.#env.begin();
    this.#env.rooms.get(roomJid).submit(request, (answer) => {
      if (answer !== undefined && isRefusal(answer)) refuse(stanza, answer, this.#env);
      done();
    });
  }

  #bounced(stanza: Element, { from, to }: Route): void {
    if (to.local === undefined || !saysSessionIsGone(parseError(stanza))) return;
    this.#env.gone({ session: from.full, roomJid: to.bare });
  }

  #ask(roomJid: string, request: RoomRequest): Promise<Answer | Refusal | undefined> {
    return new Promise((resolve) => this.#env.rooms.get(roomJid).submit(request, resolve));
  }

  #person(bare: string): Promise<Person | undefined> {
    return new Promise((resolve) => this.#env.people.resolve(bare, resolve));
  }

  #withPerson(stanza: Element, from: Jid, then: (person: Person) => void): void {
    const known = this.#env.people.known(from.bare);
    if (known !== undefined) return then(known);
    const done = this.#env.begin();
    this.#env.people.resolve(from.bare, (person) => {
      done();
      if (person === undefined) return refuse(stanza, storeAway(), this.#env);
      try {
        then(person);
      } catch (error) {
        this.#env.log.error({ from: from.full, to: stanza.attrs['to'], error }, 'a stanza could not be handled');
      }
    });
  }
}
