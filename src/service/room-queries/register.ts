/** Registering with a room: terms, wishes, and taking it back (XEP-0045 §7.10, XEP-0077). */
import type { RegistrationInfo } from '../../room/answer.ts';
import { isRefusal } from '../../wire/error.ts';
import { NS } from '../../wire/namespaces.ts';
import { buildRegistrationForm, readRegistration } from '../../wire/xep/xep0045-register.ts';
import { buildRegistration, parseRegistration } from '../../wire/xep/xep0077.ts';
import { type Element, is } from '../../wire/xml.ts';
import type { IqAnswer } from '../iq.ts';
import { asElement, asResult, type RoomQuery, type RoomQueryEnvironment, type RoomQuestion } from './question.ts';

/** That one can register with this room is told by its settings. */
export const register: RoomQuery = {
  features: [NS.mucRegister],
  answer: (payload, to, env) => {
    if (!is(payload, 'query', NS.register)) return 'not-mine';
    return to.type === 'get' ? answerGet(to, env) : answerSet(payload, to, env);
  },
};

async function answerGet({ roomJid, from }: RoomQuestion, env: RoomQueryEnvironment): Promise<IqAnswer> {
  const answer = await env.ask(roomJid, { kind: 'ask-registration', from });
  return asElement(answer, (known) => (known.kind === 'registration' ? terms(known, roomJid) : undefined));
}

function terms(info: RegistrationInfo, roomJid: string): Element {
  const { nick, answers, state } = info;
  const name = info.room === '' ? roomJid.slice(0, roomJid.indexOf('@')) : info.room;
  const instructions = instructionsFor(info);
  return buildRegistration({
    instructions,
    ...(state === 'registered' && { username: nick }),
    form: buildRegistrationForm({ title: `Registration with ${name}`, instructions, nick, answers }),
  });
}

function instructionsFor({ state, needsApproval }: RegistrationInfo): string {
  if (state === 'registered') return 'Your nickname is reserved for you. Send the form to have another one instead.';
  if (state === 'pending') return 'You have asked to become a member. An owner or admin of the room will decide on it.';
  return needsApproval
    ? 'Say which nickname you want. You become a member when an owner or admin of the room approves.'
    : 'Say which nickname you want. It is reserved for you in this room.';
}

async function answerSet(
  payload: Element,
  { roomJid, from }: RoomQuestion,
  env: RoomQueryEnvironment,
): Promise<IqAnswer> {
  const wish = parseRegistration(payload);
  if (isRefusal(wish)) return wish;
  if (wish.kind === 'cancel') return undefined;
  if (wish.kind === 'remove') return asResult(await env.ask(roomJid, { kind: 'unregister', from }));
  const data = readRegistration(wish.form);
  if (isRefusal(data)) return data;
  return asResult(await env.ask(roomJid, { kind: 'register', from, ...data }));
}
