/** The owner's form, and the end of the room (XEP-0045 §10.1, §10.2, §10.9). */
import { isRefusal } from '../../wire/error.ts';
import { NS } from '../../wire/namespaces.ts';
import { buildOwnerForm, parseOwnerSet } from '../../wire/xep/xep0045-owner.ts';
import { type Element, is } from '../../wire/xml.ts';
import type { IqAnswer } from '../iq.ts';
import { peopleOf, readManagers } from '../manager-fields.ts';
import { buildConfigForm, readConfigForm } from '../room-form.ts';
import { asElement, asResult, type RoomQuery, type RoomQueryEnvironment, type RoomQuestion } from './question.ts';

export const owner: RoomQuery = {
  features: [],
  answer: (payload, to, env) => {
    if (!is(payload, 'query', NS.mucOwner)) return 'not-mine';
    return to.type === 'get' ? answerGet(to, env) : answerSet(payload, to, env);
  },
};

async function answerGet({ roomJid, from }: RoomQuestion, env: RoomQueryEnvironment): Promise<IqAnswer> {
  const answer = await env.ask(roomJid, { kind: 'ask-form', from });
  return asElement(answer, (known) =>
    known.kind === 'form' ? buildOwnerForm(buildConfigForm(known.settings, known.managers)) : undefined,
  );
}

async function answerSet(
  payload: Element,
  { roomJid, from }: RoomQuestion,
  env: RoomQueryEnvironment,
): Promise<IqAnswer> {
  const wish = parseOwnerSet(payload);
  if (isRefusal(wish)) return wish;
  if (wish.kind === 'cancel') return asResult(await env.ask(roomJid, { kind: 'cancel-form', from }));
  if (wish.kind === 'destroy') {
    return asResult(await env.ask(roomJid, { kind: 'destroy', from, ...wish.destruction }));
  }
  const settings = readConfigForm(wish.form);
  if (isRefusal(settings)) return settings;
  const named = readManagers(wish.form);
  if (isRefusal(named)) return named;
  if (named.owners === undefined && named.admins === undefined) {
    return asResult(await env.ask(roomJid, { kind: 'configure', from, settings }));
  }
  const standing = await env.ask(roomJid, { kind: 'ask-standing', from, to: 'configure' });
  if (isRefusal(standing)) return standing;
  const managers = await peopleOf(named, env.person);
  if (isRefusal(managers)) return managers;
  return asResult(await env.ask(roomJid, { kind: 'configure', from, settings, managers }));
}
