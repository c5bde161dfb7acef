/**
 * The way in: every stanza from the server is looked at once and goes to the service, a room or nobody. What must be
 * answered is, exactly once; and nothing throws: what a stanza does to us is logged as our bug. The ways of the three
 * kinds are in `incoming-messages.ts`, `incoming-presence.ts` and `incoming-queries.ts`.
 */
import { commands } from '../commands/index.ts';
import type { Refusal } from '../wire/error.ts';
import { splitJid } from '../wire/jid.ts';
import { stanzaTypeOf } from '../wire/stanza.ts';
import type { Element } from '../wire/xml.ts';
import { Chat } from './chat/chat.ts';
import { CommandLineDesk } from './commands/command-line-desk.ts';
import { CommandDesk, type CommandDeskEnvironment } from './commands/desk.ts';
import { TypedCommands } from './commands/typed-commands.ts';
import { Gate, type GateEnvironment } from './gate.ts';
import { InOrder } from './in-order.ts';
import { IncomingMessages, type IncomingMessagesEnvironment } from './incoming-messages.ts';
import { IncomingPresence, type IncomingPresenceEnvironment } from './incoming-presence.ts';
import { IncomingQueries, type IncomingQueriesEnvironment } from './incoming-queries.ts';
import { refuse } from './iq.ts';
import { RoomRequests, type RoomRequestsEnvironment } from './room-requests.ts';
import { keyOf, type Route } from './route.ts';
import { Senders, type SendersEnvironment } from './senders.ts';

export interface RouterEnvironment
  extends Omit<IncomingQueriesEnvironment, Shared>,
    Omit<IncomingPresenceEnvironment, Shared>,
    Omit<IncomingMessagesEnvironment, Shared>,
    RoomRequestsEnvironment,
    SendersEnvironment,
    GateEnvironment,
    Pick<CommandDeskEnvironment, 'mayCreateRooms' | 'house'> {}

/** What the router makes itself, for all three ways. */
type Shared = 'gate' | 'senders' | 'requests' | 'inOrder' | 'desk' | 'chat';

export class Router {
  readonly #env: RouterEnvironment;
  readonly #messages: IncomingMessages;
  readonly #presence: IncomingPresence;
  readonly #queries: IncomingQueries;
  readonly #inOrder = new InOrder();
  /** For commands that are typed on this machine. */
  readonly commandLine: CommandLineDesk;

  constructor(env: RouterEnvironment) {
    this.#env = env;
    const gate = new Gate(env);
    const senders = new Senders(env);
    const requests = new RoomRequests(env);
    const desk = new CommandDesk({
      ...env,
      commands,
      ask: (roomJid, request) => requests.ask(roomJid, request),
      person: (bare) => senders.person(bare),
      mayUse: ({ jid }) => gate.isOpenTo(splitJid(jid)),
    });
    const typing = { ...env, commands, typed: new TypedCommands(desk) };
    const chat = new Chat(typing);
    this.commandLine = new CommandLineDesk(typing);
    const shared = { gate, senders, requests, desk, chat, inOrder: this.#inOrder };
    this.#messages = new IncomingMessages({ ...env, ...shared });
    this.#presence = new IncomingPresence({ ...env, ...shared });
    this.#queries = new IncomingQueries({ ...env, ...shared });
  }

  /** Called several times a second. */
  tick(): void {
    this.#queries.tick();
    this.#presence.tick();
  }

  /** Nothing more is read. */
  end(): void {
    this.#queries.end();
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
        return this.#queries.take(stanza, type.type, route);
      case 'presence':
        return this.#presence.take(stanza, type.type, route);
      case 'message':
        return this.#messages.take(stanza, type.type, route);
      case 'unknown':
        return;
    }
  }
}
