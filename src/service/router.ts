/**
 * The way in: every stanza from the server is looked at once and goes to the service, a room or nobody. It
 * answers what must be answered, exactly once, and never throws: what a stanza does to us is logged as our bug.
 */
import type { Blocks } from '../commands/asking.ts';
import { commands as allCommands } from '../commands/index.ts';
import type { Answer } from '../room/answer.ts';
import type { RoomRequest } from '../room/request.ts';
import type { Person } from '../room/state.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import { bareOf, type Jid, splitJid } from '../wire/jid.ts';
import { NS } from '../wire/namespaces.ts';
import { parseError, saysSessionIsGone, stanzaTypeOf } from '../wire/stanza.ts';
import { child, type Element } from '../wire/xml.ts';
import type { Activity } from './activity.ts';
import { archiveReader } from './archive-reader.ts';
import { cardReader } from './card-reader.ts';
import { AdHocCommands } from './commands/ad-hoc.ts';
import { Gate, type GateEnvironment } from './gate.ts';
import { InOrder } from './in-order.ts';
import { readGroupchat, readLeave, readPresence, readPrivateMessage } from './incoming.ts';
import { answerIq, refuse } from './iq.ts';
import type { Reply } from './mailbox.ts';
import { answerOccupantQuery, type OccupantQueryEnvironment } from './occupant-query.ts';
import type { People } from './people.ts';
import { looksPeopleUp } from './people-lookups.ts';
import { badRequest, nobodyToInvite } from './refusals.ts';
import { Relay } from './relay.ts';
import { withRetracted } from './retracted.ts';
import { readRoomMessage } from './room-messages.ts';
import type { RoomQueryEnvironment, RoomQuestion } from './room-queries/question.ts';
import { answerRoomQuery } from './room-queries.ts';
import { RoomSearches } from './room-searches.ts';
import type { Rooms } from './rooms.ts';
import { Senders, type SendersEnvironment } from './senders.ts';
import { SentInvitations } from './sent-invitations.ts';
import { readServiceMessage } from './service-messages.ts';
import type { ServiceQueryEnvironment } from './service-queries/question.ts';
import { answerServiceQuery } from './service-queries.ts';
import { messageBytesMax } from './sizes.ts';

export interface RouterEnvironment
  extends Omit<ServiceQueryEnvironment, 'commands' | 'searches'>,
    SendersEnvironment,
    GateEnvironment {
  readonly domain: string;
  readonly rooms: Rooms;
  /** At least 64 random bits as text, another one each time. */
  random(): string;
  readonly blocks: Blocks;
  /** Settles when the server has taken enough of what was sent to be sent more. */
  breathe(): Promise<void>;
  /** The answer to a query of our own. */
  answered(id: string): void;
  readonly activity: Activity;
  /** An error says that this session is gone from this room, or for the service. */
  gone(bounce: { readonly session: string; readonly roomJid: string }): void;
}

interface Route {
  readonly from: Jid;
  readonly to: Jid;
}

function keyOf({ from, to }: Route): string {
  return `${from.full} ${to.bare}`;
}

export class Router {
  readonly #env: RouterEnvironment;
  readonly #gate: Gate;
  readonly #senders: Senders;
  readonly #forRooms: RoomQueryEnvironment;
  readonly #forService: ServiceQueryEnvironment;
  readonly #relay: Relay;
  readonly #invitations = new SentInvitations();
  readonly #inOrder = new InOrder();

  constructor(env: RouterEnvironment) {
    this.#env = env;
    this.#gate = new Gate(env);
    this.#senders = new Senders(env);
    const ask: RoomQueryEnvironment['ask'] = (roomJid, request) => this.#ask(roomJid, request);
    const senders: People['jids'] = (keys) => env.people.jids(keys);
    const { store, send, breathe } = env;
    const person = (bare: string) => this.#senders.person(bare);
    const commands = new AdHocCommands({ ...env, commands: allCommands, ask, person });
    this.#forService = { ...env, commands, searches: new RoomSearches(store.rooms) };
    this.#forRooms = {
      archive: archiveReader({ store, send, breathe, ask, senders }),
      ask,
      person,
      commands,
      askReading: (roomJid, read) =>
        new Promise((resolve) => env.rooms.get(roomJid).submitReading((room) => read(room, store), resolve)),
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

  stanza(stanza: Element): void {
    this.#safely(stanza, () => this.#route(stanza));
  }

  #safely(stanza: Element, handle: () => void): void {
    try {
      handle();
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
    if (this.#inOrder.idle || !this.#waits(stanza, route)) this.#dispatch(stanza, route);
  }

  #waits(stanza: Element, route: Route): boolean {
    let done = (): void => {};
    const waits = this.#inOrder.takes(keyOf(route), () => {
      this.#safely(stanza, () => this.#dispatch(stanza, route));
      done();
    });
    if (waits) done = this.#env.begin();
    return waits;
  }

  #dispatch(stanza: Element, route: Route): void {
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
      if (from.full === this.#env.domain) this.#env.answered(iq.attrs['id'] ?? '');
      else this.#relay.answered(iq);
      return;
    }
    if (type !== 'get' && type !== 'set')
      return refuse(iq, badRequest('A query has the type "get" or "set".'), this.#env);
    // Our own query that comes back: it has been through the server.
    if (to.local === undefined && from.bare === this.#env.domain) return this.#env.answered(iq.attrs['id'] ?? '');
    const refused = this.#gate.objectionToQuery(iq, { from, to });
    if (refused !== undefined) return refuse(iq, refused, this.#env);
    if (to.local === undefined) {
      const atHome = this.#gate.isOpenTo(from);
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
      if (looksPeopleUp(iq, type)) this.#inOrder.hold(keyOf({ from, to }), answered);
    };
    // Who only asks is not written down.
    if (type === 'get' || child(iq, 'query', NS.mam) !== undefined) return answer({ key: '', jid: from.bare });
    this.#senders.resolve(iq, from, answer);
  }

  #answer(iq: Element, payload: Element, question: RoomQuestion, nick: string | undefined) {
    if (nick === undefined) return answerRoomQuery(payload, question, this.#forRooms);
    const { roomJid } = question;
    const relay: OccupantQueryEnvironment['relay'] = (asked, to) => this.#relay.ask(iq, asked, { ...to, roomJid });
    return answerOccupantQuery(payload, { ...question, nick }, { ask: this.#forRooms.ask, relay });
  }

  #presence(presence: Element, type: string, { from, to }: Route): void {
    if (type === 'error') return this.#bounced(presence, { from, to });
    if (to.local === undefined && !this.#env.activity.concerns(presence, from)) return;
    if (type !== 'available' && type !== 'unavailable') return;
    if (from.resource === undefined) return;
    if (type === 'available') {
      const kind = child(presence, 'x', NS.muc) === undefined ? 'presence' : 'joins';
      const refused = this.#gate.objection({ kind, from, to });
      if (refused !== undefined) return this.#gate.turnAway(presence, refused, from);
    }
    this.#senders.resolve(presence, from, (person) => {
      if (to.local === undefined) return this.#env.activity.take(presence, { session: from.full, person });
      const addressed = this.#addressed({ from, to }, person);
      const request = type === 'unavailable' ? readLeave(presence, addressed) : readPresence(presence, addressed);
      this.#submit(presence, request, to.bare);
    });
  }

  #message(message: Element, type: string, { from, to }: Route): void {
    if (type === 'error') return this.#bounced(message, { from, to });
    if (to.local === undefined) {
      const refusal = this.#gate.blocked(from) ?? readServiceMessage(message);
      return refusal && this.#gate.turnAway(message, refusal, from);
    }
    const groupchat = type === 'groupchat' ? message : undefined;
    const refused = this.#gate.objection({ kind: 'messages', from, to, groupchat });
    if (refused !== undefined) return this.#gate.turnAway(message, refused, from);
    const nick = to.resource;
    if (type !== 'groupchat' && nick === undefined) return this.#messageToRoom(message, { from, to });
    this.#senders.resolve(message, from, (person) => {
      const addressed = this.#addressed({ from, to }, person);
      const request =
        type === 'groupchat' || nick === undefined
          ? readGroupchat(message, addressed)
          : readPrivateMessage(message, { ...addressed, nick });
      this.#submit(message, request, to.bare);
    });
  }

  #messageToRoom(message: Element, { from, to }: Route): void {
    const wish = readRoomMessage(message);
    if (wish === undefined) return;
    if (isRefusal(wish)) return refuse(message, wish, this.#env);
    this.#senders.resolve(message, from, (person) => {
      const request = wish(
        { session: from.full, person },
        {
          ask: (asked) => this.#ask(to.bare, asked),
          person: (bare) => this.#senders.person(bare),
          tooMany: (people) => this.#gate.objection({ kind: 'invites', from, to, tokens: people }),
          isBlocked: (jid) => this.#env.isBlocked(jid),
        },
      );
      // At once where nothing had to be asked first, so that it keeps its place among the sender's stanzas.
      if (!(request instanceof Promise)) return this.#submit(message, request, to.bare);
      const submitted = request
        .then((later) => this.#submit(message, later, to.bare))
        .catch((error: unknown) =>
          this.#env.log.error({ from: from.full, to: to.bare, error }, 'a message to a room could not be handled'),
        );
      this.#inOrder.hold(keyOf({ from, to }), submitted);
    });
  }

  #addressed({ from, to }: Route, person: Person): Parameters<typeof readPresence>[1] {
    return { from: { session: from.full, person }, roomJid: to.bare, nick: to.resource, now: this.#env.now() };
  }

  #submit(stanza: Element, request: RoomRequest | Refusal, roomJid: string): void {
    if (isRefusal(request)) return refuse(stanza, request, this.#env);
    const done = this.#env.begin();
    const reply: Reply = (answer) => {
      if (answer !== undefined && isRefusal(answer)) refuse(stanza, answer, this.#env);
      else this.#invitations.remember(stanza, request);
      done();
    };
    const mailbox = this.#env.rooms.get(roomJid);
    if (request.kind !== 'post' || request.retracts === undefined) return mailbox.submit(request, reply);
    mailbox.submitReading((room) => withRetracted(request, room, this.#env.store), reply);
  }

  #bounced(stanza: Element, { from, to }: Route): void {
    if (!saysSessionIsGone(parseError(stanza))) return;
    const invitation = this.#invitations.takeFor(stanza);
    if (invitation !== undefined) return refuse(invitation, nobodyToInvite(), this.#env);
    this.#env.gone({ session: from.full, roomJid: to.bare });
  }

  #ask(roomJid: string, request: RoomRequest): Promise<Answer | Refusal | undefined> {
    return new Promise((resolve) => this.#env.rooms.get(roomJid).submit(request, resolve));
  }
}
