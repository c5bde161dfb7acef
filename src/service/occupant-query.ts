/** Queries to somebody in a room, by nickname: pings (XEP-0410), and nothing else. */
import { isRefusal } from '../wire/error.ts';
import { parseDiscoRequest } from '../wire/xep/xep0030.ts';
import { isPing } from '../wire/xep/xep0199.ts';
import type { Element } from '../wire/xml.ts';
import type { IqAnswer } from './iq.ts';
import { badRequest, notOffered } from './refusals.ts';
import { asResult, type RoomQueryEnvironment, type RoomQuestion } from './room-queries/question.ts';

export interface OccupantQuestion extends RoomQuestion {
  readonly nick: string;
}

export async function answerOccupantQuery(
  payload: Element,
  { roomJid, nick, from }: OccupantQuestion,
  env: RoomQueryEnvironment,
): Promise<IqAnswer> {
  if (isPing(payload)) return asResult(await env.ask(roomJid, { kind: 'ping', from, nick }));
  const standing = await env.ask(roomJid, { kind: 'ask-standing', from, to: 'invite' });
  if (!isRefusal(standing)) return notOffered();
  // Who is not in the room may not ask about those who are (XEP-0045 §6.6, §17.4).
  return parseDiscoRequest(payload) === undefined ? standing : badRequest(standing.text);
}
