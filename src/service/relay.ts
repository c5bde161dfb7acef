/**
 * Queries from one occupant to the client of another (XEP-0045 §17.4). They are sent on from the asker's occupant JID
 * under an id of ours, and the answer goes back the same way; so neither learns who the other is. Whatever
 * happens, the asker gets one answer.
 */
import type { Recipient } from '../room/answer.ts';
import { notAnOccupant } from '../room/refusals.ts';
import { isRefusal, type Refusal, refusal } from '../wire/error.ts';
import { NS } from '../wire/namespaces.ts';
import { stanzaText } from '../wire/splice.ts';
import { errorReply, parseError, resultReply } from '../wire/stanza.ts';
import { complete, type Element, elements, is, xml } from '../wire/xml.ts';
import { type AnsweredLater, type Answering, refuse } from './iq.ts';
import { noAnswer, tooLarge, tooManyQueries, unboundPrefix } from './refusals.ts';
import { payloadCharactersMax } from './sizes.ts';

/** A client that does not answer within this is given up; clients wait no longer themselves. */
const patienceMilliseconds = 60_000;
/** Queries that wait for an answer, and how many of them one session may have. */
const waitingMax = 20_000;
const waitingPerAskerMax = 500;

export interface RelayEnvironment extends Pick<Answering, 'send'> {
  now(): number;
  /** At least 64 random bits as text, another one each time. */
  random(): string;
  /** Whether the session is in the room now. */
  isInside(roomJid: string, session: string): Promise<boolean>;
}

interface Waiting {
  /** What was asked, without its payload. */
  readonly iq: Element;
  /** Where the answer has to come from. */
  readonly asked: string;
  readonly roomJid: string;
  readonly asker: string;
  readonly until: number;
}

const answeredLater: AnsweredLater = { kind: 'answered-later' };

export class Relay {
  readonly #env: RelayEnvironment;
  /** By our ids, oldest first: all of them wait equally long. */
  readonly #waiting = new Map<string, Waiting>();
  readonly #askers = new Map<string, number>();

  constructor(env: RelayEnvironment) {
    this.#env = env;
  }

  /** Sends a query on; from then on it is answered from here. */
  ask(iq: Element, payload: Element, to: Recipient & { readonly roomJid: string }): AnsweredLater | Refusal {
    const asker = iq.attrs['from'] ?? '';
    const asking = this.#askers.get(asker) ?? 0;
    if (this.#waiting.size >= waitingMax || asking >= waitingPerAskerMax) return tooManyQueries();
    const text = complete(payload);
    if (text === undefined) return unboundPrefix();
    if (text.length > payloadCharactersMax) return tooLarge();
    const { type, id: askersId, from, to: occupant } = iq.attrs;
    const id = this.#env.random();
    // Servers keep the card of a person, and answer for it at the bare JID (XEP-0054).
    const asked = is(payload, 'vCard', NS.vcard) && type === 'get' ? to.bare : to.session;
    const bare = xml('iq', { type, id: askersId, from, to: occupant });
    const until = this.#env.now() + patienceMilliseconds;
    this.#waiting.set(id, { iq: bare, asked, roomJid: to.roomJid, asker, until });
    this.#askers.set(asker, asking + 1);
    this.#env.send(stanzaText(xml('iq', { type, id, from: to.asker, to: asked }), text));
    return answeredLater;
  }

  /** An answer has come, to one of these queries or to nothing that is known here. */
  answered(answer: Element): void {
    const id = answer.attrs['id'] ?? '';
    const waiting = this.#waiting.get(id);
    if (waiting === undefined || waiting.asked !== answer.attrs['from']) return;
    this.#forget(id, waiting);
    this.#env.isInside(waiting.roomJid, waiting.asker).then(
      (inside) => (inside ? this.#passBack(waiting, answer) : refuse(waiting.iq, notAnOccupant(), this.#env)),
      () => refuse(waiting.iq, noAnswer(), this.#env),
    );
  }

  /** Gives up those that have waited long enough. */
  tick(): void {
    const now = this.#env.now();
    for (const [id, waiting] of this.#waiting) {
      if (waiting.until > now) return;
      this.#giveUp(id, waiting);
    }
  }

  /** Nobody will answer any more. */
  end(): void {
    for (const [id, waiting] of this.#waiting) this.#giveUp(id, waiting);
  }

  #giveUp(id: string, waiting: Waiting): void {
    this.#forget(id, waiting);
    refuse(waiting.iq, noAnswer(), this.#env);
  }

  #forget(id: string, { asker }: Waiting): void {
    this.#waiting.delete(id);
    const asking = (this.#askers.get(asker) ?? 0) - 1;
    if (asking > 0) this.#askers.set(asker, asking);
    else this.#askers.delete(asker);
  }

  #passBack({ iq }: Waiting, answer: Element): void {
    const passed = answer.attrs['type'] === 'result' ? payloadText(answer) : errorOf(answer);
    if (!isRefusal(passed)) {
      const result = resultReply(iq);
      return result && this.#env.send(stanzaText(result, passed));
    }
    // Without `by`, since it is not the room's.
    const error = errorReply(iq, passed);
    if (error !== undefined) this.#env.send(stanzaText(error));
  }
}

function payloadText(answer: Element): string | Refusal {
  const [payload] = elements(answer);
  if (payload === undefined) return '';
  const text = complete(payload);
  if (text === undefined || text.length > payloadCharactersMax) {
    return refusal('undefined-condition', 'cancel', 'The answer cannot be passed on.');
  }
  return text;
}

/** Condition and type only: in the words of a server there may be the address of its user. */
function errorOf(answer: Element): Refusal {
  const { condition, type } = parseError(answer);
  return refusal(condition, type, '');
}
