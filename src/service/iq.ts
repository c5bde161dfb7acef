/** Every request gets exactly one answer (RFC 6120 §8.2.3), and this is the place that sees to it. */
import type { Log } from '../ops/log.ts';
import { StoreError } from '../store/port.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import { splitJid } from '../wire/jid.ts';
import { stanzaText } from '../wire/splice.ts';
import { errorReply, payloadOf, resultReply } from '../wire/stanza.ts';
import type { Element } from '../wire/xml.ts';
import { answerTooLarge, ourBug, storeAway } from './refusals.ts';

/** `undefined` is the empty result. */
export type IqAnswer = Element | undefined | Refusal;

/** What somebody else will answer, who has taken that upon themselves. */
export interface AnsweredLater {
  readonly kind: 'answered-later';
}

type Work = (payload: Element) => Answer | Promise<Answer>;
type Answer = IqAnswer | AnsweredLater;

export interface Answering {
  readonly log: Log;
  /** What is larger must not leave: some servers close the stream over it. */
  readonly stanzaSizeBytesMax: number;
  send(text: string): void;
  /** A stanza is being worked on; the returned function is called when it is done with. */
  begin(): () => void;
}

/**
 * Answers `iq` with what `work` makes of its payload; what throws is the store's trouble or our own bug, and is answered
 * too. Settles, and never fails, when that is done.
 */
export function answerIq(iq: Element, work: Work, env: Answering): Promise<void> {
  const done = env.begin();
  return answer(iq, work, env).then(done, (error: unknown) => {
    env.log.error({ from: iq.attrs['from'], to: iq.attrs['to'], error }, 'an answer could not be sent');
    done();
  });
}

async function answer(iq: Element, work: Work, env: Answering): Promise<void> {
  try {
    const payload = payloadOf(iq);
    reply(iq, isRefusal(payload) ? payload : await work(payload), env);
  } catch (error) {
    const where = { from: iq.attrs['from'], to: iq.attrs['to'], error };
    if (error instanceof StoreError) env.log.warn(where, 'a query could not be answered from the store');
    else env.log.error(where, 'a query failed');
    reply(iq, error instanceof StoreError ? storeAway() : ourBug(), env);
  }
}

function reply(iq: Element, answer: Answer, env: Answering): void {
  if (isAnsweredLater(answer)) return;
  if (isRefusal(answer)) return refuse(iq, answer, env);
  const result = answer === undefined ? resultReply(iq) : resultReply(iq, answer);
  if (result === undefined) return;
  const text = stanzaText(result);
  if (isTooLarge(text, env.stanzaSizeBytesMax)) return refuse(iq, answerTooLarge(), env);
  env.send(text);
}

function isAnsweredLater(answer: Answer): answer is AnsweredLater {
  return answer !== undefined && 'kind' in answer && answer.kind === 'answered-later';
}

function isTooLarge(text: string, bytesMax: number): boolean {
  // No character takes more than three bytes for each unit of its length, so most need not be counted.
  return text.length * 3 > bytesMax && Buffer.byteLength(text) > bytesMax;
}

/**
 * Sends the error for a stanza; nothing where none may be sent. It says that it is the room's own (`by`), since errors
 * of those who are in it come from their nicknames, too.
 */
export function refuse(stanza: Element, why: Refusal, env: Pick<Answering, 'send'>): void {
  const { local, bare } = splitJid(stanza.attrs['to'] ?? '');
  const error = errorReply(stanza, why, local === undefined ? undefined : bare);
  if (error !== undefined) env.send(stanzaText(error));
}
