/**
 * What is let in at all: nothing of who is blocked or may not use the service, and no more than the limits say. Whoever is
 * turned away is told why, but not as often as he likes: beyond a rate, messages and presence are passed over in
 * silence. Queries are answered always, since whoever gets no answer only asks again.
 */
import { blocked } from '../room/refusals.ts';
import { nickKey } from '../room/state.ts';
import type { Refusal } from '../wire/error.ts';
import type { Jid } from '../wire/jid.ts';
import { NS } from '../wire/namespaces.ts';
import { child, type Element } from '../wire/xml.ts';
import { type Answering, refuse } from './iq.ts';
import { type Asked, Limits, type LimitsEnvironment } from './limits.ts';
import { notHere } from './refusals.ts';

export interface GateEnvironment extends LimitsEnvironment, Answering {
  /** Whether policy and federation let somebody use the service (`house/policies.ts`). */
  mayUse(bare: string): boolean;
  isBlocked(jid: Jid): boolean;
}

type Route = Pick<Asked, 'from' | 'to'>;

/** A search goes through the list of all rooms, one at a time for everybody, and so counts for as many queries. */
const searchTokens = 50;

export class Gate {
  readonly #env: GateEnvironment;
  readonly #limits: Limits;

  constructor(env: GateEnvironment) {
    this.#env = env;
    this.#limits = new Limits(env);
  }

  /** Whether somebody may use the service; anybody may ask what it is. */
  isOpenTo(from: Jid): boolean {
    return this.#env.mayUse(from.bare) && !this.#env.isBlocked(from);
  }

  /** Why somebody is kept out of the service as a whole, or nothing. */
  blocked(from: Jid): Refusal | undefined {
    return this.#env.isBlocked(from) ? blocked() : undefined;
  }

  /** Why something for a room is not let in, or nothing. */
  objection(asked: Asked): Refusal | undefined {
    return this.#stranger(asked.from) ?? this.#limits.objection(asked);
  }

  /**
   * The same for a query. A ping that we answer from memory costs no more than saying no to it, and tells a client
   * whether it is still there (XEP-0410).
   */
  objectionToQuery(iq: Element, { from, to }: Route): Refusal | undefined {
    if (to.local === undefined) {
      // To who is blocked the service is an empty one.
      if (this.#env.isBlocked(from) && child(iq, 'query', NS.discoItems) === undefined) return blocked();
    } else {
      const refused = this.#stranger(from);
      if (refused !== undefined) return refused;
    }
    if (child(iq, 'ping', NS.ping) !== undefined && this.#isAnsweredAtOnce({ from, to })) return undefined;
    return this.#limits.objection({ kind: 'queries', from, to, tokens: isSearch(iq) ? searchTokens : 1 });
  }

  /** Says no to a message or a presence. */
  turnAway(stanza: Element, why: Refusal, from: Jid): void {
    if (this.#limits.mayRefuse(from)) refuse(stanza, why, this.#env);
  }

  /** Whether a ping neither has a room loaded nor goes on to the client of somebody else in it. */
  #isAnsweredAtOnce({ from, to }: Route): boolean {
    if (to.local === undefined) return true;
    const room = this.#env.roomInMemory(to.bare);
    if (room === undefined) return false;
    const asking = room.sessions.get(from.full)?.occupant;
    return to.resource === undefined || asking === undefined || nickKey(to.resource) === nickKey(asking.nick);
  }

  #stranger(from: Jid): Refusal | undefined {
    return this.blocked(from) ?? (this.#env.mayUse(from.bare) ? undefined : notHere());
  }
}

function isSearch(iq: Element): boolean {
  return (child(iq, 'search', NS.channelSearch) ?? child(iq, 'query', NS.search)) !== undefined;
}
