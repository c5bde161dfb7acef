/** Queries to somebody in a room, by nickname: whether one is still there oneself (XEP-0410), and what goes to others. */
import type { Recipient } from '../room/answer.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import { parseDiscoRequest } from '../wire/xep/xep0030.ts';
import { isPing } from '../wire/xep/xep0199.ts';
import type { Element } from '../wire/xml.ts';
import type { AnsweredLater, IqAnswer } from './iq.ts';
import { badRequest } from './refusals.ts';
import type { RoomQueryEnvironment, RoomQuestion } from './room-queries/question.ts';

export interface OccupantQuestion extends RoomQuestion {
  readonly nick: string;
}

export interface OccupantQueryEnvironment extends Pick<RoomQueryEnvironment, 'ask'> {
  /** Sends the query on to the recipient. */
  relay(payload: Element, to: Recipient): AnsweredLater | Refusal;
}

export async function answerOccupantQuery(
  payload: Element,
  { roomJid, nick, from }: OccupantQuestion,
  env: OccupantQueryEnvironment,
): Promise<IqAnswer | AnsweredLater> {
  const answer = await env.ask(roomJid, { kind: isPing(payload) ? 'ping' : 'ask-recipient', from, nick });
  if (answer !== undefined && isRefusal(answer)) {
    // Who is not in the room may not ask about those who are (XEP-0045 §6.6).
    const outside = answer.condition === 'not-acceptable' && parseDiscoRequest(payload) !== undefined;
    return outside ? badRequest(answer.text) : answer;
  }
  return answer?.kind === 'recipient' ? env.relay(payload, answer) : undefined;
}
