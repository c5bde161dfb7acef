/** Moderators take back what others said (XEP-0425). */
import { occupantOf } from '../../room/access.ts';
import type { RoomRequest } from '../../room/request.ts';
import { occupantJid, type Room } from '../../room/state.ts';
import type { Store } from '../../store/port.ts';
import { isRefusal } from '../../wire/error.ts';
import { NS } from '../../wire/namespaces.ts';
import { type ModerationRequest, moderationText, parseModeration } from '../../wire/xep/xep0425.ts';
import type { IqAnswer } from '../iq.ts';
import { occupantId } from '../occupant-id.ts';
import { reasonTooLong } from '../refusals.ts';
import { findByStanzaId } from '../retracted.ts';
import { asResult, type RoomQuery, type RoomQueryEnvironment, type RoomQuestion } from './question.ts';

/** What is said to everybody, and kept beside each message that is taken back. */
const reasonCharactersMax = 2_000;

export const moderation: RoomQuery = {
  features: [NS.moderate, NS.moderateFastened],
  answer: (payload, to, env) => {
    const request = to.type === 'set' ? parseModeration(payload) : undefined;
    if (request === undefined) return 'not-mine';
    return isRefusal(request) ? request : moderateMessage(request, to, env);
  },
};

async function moderateMessage(
  request: ModerationRequest,
  { roomJid, from }: RoomQuestion,
  env: RoomQueryEnvironment,
): Promise<IqAnswer> {
  // Asked first, so that nobody's request is looked up where it would be refused.
  const standing = await env.ask(roomJid, { kind: 'ask-standing', from, to: 'moderate' });
  if (isRefusal(standing)) return standing;
  if ((request.reason?.length ?? 0) > reasonCharactersMax) return reasonTooLong(reasonCharactersMax);
  return asResult(await env.askReading(roomJid, (room, store) => readModeration(request, { room, from, store })));
}

async function readModeration(
  { id, reason }: ModerationRequest,
  { room, from, store }: { readonly room: Room; readonly store: Store } & Pick<RoomQuestion, 'from'>,
): Promise<RoomRequest> {
  const messages = await findByStanzaId(store, room, id);
  const nick = occupantOf(room, from)?.nick;
  const moderation = {
    by: nick === undefined ? room.jid : occupantJid(room, nick),
    occupantId: occupantId(room.key, from.person.key),
    ...(reason !== undefined && { reason }),
  };
  return { kind: 'moderate', from, messages, moderation, xml: moderationText({ id, ...moderation }) };
}
