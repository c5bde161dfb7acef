/** The way of messages: to everybody in a room, to one of them, or to the room itself. */
import { isRefusal } from '../wire/error.ts';
import type { Jid } from '../wire/jid.ts';
import type { Element } from '../wire/xml.ts';
import { answerTalk, type TalkEnvironment } from './chat/incoming-talk.ts';
import { talkIn } from './chat/talk.ts';
import type { Gate } from './gate.ts';
import { readGroupchat, readPrivateMessage } from './incoming.ts';
import { refuse } from './iq.ts';
import { readRoomMessage } from './room-messages.ts';
import type { RoomRequests } from './room-requests.ts';
import { asAddressed, keyOf, type Route } from './route.ts';
import type { Senders } from './senders.ts';
import { readServiceMessage } from './service-messages.ts';

/** What one typed command counts for: it does more than a message. */
const messagesPerTalk = 5;

export interface IncomingMessagesEnvironment extends TalkEnvironment {
  readonly domain: string;
  readonly gate: Gate;
  readonly senders: Senders;
  readonly requests: RoomRequests;
  /** Milliseconds since 1970. */
  now(): number;
  /** Whether somebody is kept out of the service, and so cannot be invited into it. */
  isBlocked(jid: Jid): boolean;
}

export class IncomingMessages {
  readonly #env: IncomingMessagesEnvironment;
  readonly #gate: Gate;
  readonly #senders: Senders;
  readonly #requests: RoomRequests;

  constructor(env: IncomingMessagesEnvironment) {
    this.#env = env;
    this.#gate = env.gate;
    this.#senders = env.senders;
    this.#requests = env.requests;
  }

  take(message: Element, type: string, { from, to }: Route): void {
    if (type === 'error') return this.#requests.bounced(message, { from, to });
    if (to.local === undefined) return this.#toService(message, type, { from, to });
    const groupchat = type === 'groupchat' ? message : undefined;
    const refused = this.#gate.objection({ kind: 'messages', from, to, groupchat });
    if (refused !== undefined) return this.#gate.turnAway(message, refused, from);
    const nick = to.resource;
    if (type !== 'groupchat' && nick === undefined) return this.#toRoom(message, type, { from, to });
    this.#senders.resolve(message, from, (person) => {
      const addressed = asAddressed({ from, to }, person, this.#env.now());
      const request =
        type === 'groupchat' || nick === undefined
          ? readGroupchat(message, addressed)
          : readPrivateMessage(message, { ...addressed, nick });
      this.#requests.submit(message, request, to.bare);
    });
  }

  #toService(message: Element, type: string, { from, to }: Route): void {
    const body = talkIn(message, { type, from, domain: this.#env.domain });
    const refusal =
      this.#gate.blocked(from) ??
      (body === undefined
        ? readServiceMessage(message, type)
        : this.#gate.objection({ kind: 'messages', from, to, tokens: messagesPerTalk }));
    if (refusal !== undefined) return this.#gate.turnAway(message, refusal, from);
    // Who only asks is not written down.
    if (body !== undefined) this.#talk(message, body, { from, to });
  }

  #talk(message: Element, body: string, route: Route): void {
    answerTalk(message, { body, person: { key: '', jid: route.from.bare }, route }, this.#env);
  }

  #toRoom(message: Element, type: string, { from, to }: Route): void {
    const wish = readRoomMessage(message);
    if (wish === 'talk') {
      const body = talkIn(message, { type, from, domain: this.#env.domain });
      return body === undefined ? undefined : this.#talk(message, body, { from, to });
    }
    if (wish === undefined) return;
    if (isRefusal(wish)) return refuse(message, wish, this.#env);
    this.#senders.resolve(message, from, (person) => {
      const request = wish(
        { session: from.full, person },
        {
          ask: (asked) => this.#requests.ask(to.bare, asked),
          person: (bare) => this.#senders.person(bare),
          tooMany: (people) => this.#gate.objection({ kind: 'invites', from, to, tokens: people }),
          isBlocked: (jid) => this.#env.isBlocked(jid),
        },
      );
      // At once where nothing had to be asked first, so that it keeps its place among the sender's stanzas.
      if (!(request instanceof Promise)) return this.#requests.submit(message, request, to.bare);
      const submitted = request
        .then((later) => this.#requests.submit(message, later, to.bare))
        .catch((error: unknown) =>
          this.#env.log.error({ from: from.full, to: to.bare, error }, 'a message to a room could not be handled'),
        );
      this.#env.inOrder.hold(keyOf({ from, to }), submitted);
    });
  }
}
