/** The owner's form, and the end of the room (XEP-0045 §10.1, §10.2, §10.9). */
import type { Answer } from '../../room/answer.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import type { Form } from '../../wire/form.ts';
import { NS } from '../../wire/namespaces.ts';
import { buildOwnerForm, parseOwnerSet } from '../../wire/xep/xep0045-owner.ts';
import { type Element, is } from '../../wire/xml.ts';
import { categoryField, moveByForm, readCategory } from '../category-field.ts';
import type { IqAnswer } from '../iq.ts';
import { peopleOf, readManagers } from '../manager-fields.ts';
import { buildConfigForm, readConfigForm } from '../room-form.ts';
import { asResult, type RoomQuery, type RoomQueryEnvironment, type RoomQuestion } from './question.ts';

export const owner: RoomQuery = {
  features: [],
  answer: (payload, to, env) => {
    if (!is(payload, 'query', NS.mucOwner)) return 'not-mine';
    return to.type === 'get' ? answerGet(to, env) : answerSet(payload, to, env);
  },
};

async function answerGet({ roomJid, from }: RoomQuestion, env: RoomQueryEnvironment): Promise<IqAnswer> {
  const known = await env.ask(roomJid, { kind: 'ask-form', from });
  if (known === undefined || isRefusal(known) || known.kind !== 'form') return asResult(known);
  const asking = await env.desk.asking({ where: 'room', at: roomJid, from });
  if (isRefusal(asking)) return asking;
  return buildOwnerForm(buildConfigForm(known.settings, known.managers, categoryField(known.category, asking)));
}

async function answerSet(payload: Element, question: RoomQuestion, env: RoomQueryEnvironment): Promise<IqAnswer> {
  const { roomJid, from } = question;
  const wish = parseOwnerSet(payload);
  if (isRefusal(wish)) return wish;
  if (wish.kind === 'cancel') return asResult(await env.ask(roomJid, { kind: 'cancel-form', from }));
  if (wish.kind === 'destroy') {
    return asResult(await env.ask(roomJid, { kind: 'destroy', from, ...wish.destruction }));
  }
  const chosen = readCategory(wish.form);
  if (chosen !== undefined && isRefusal(chosen)) return chosen;
  // Without a question before it, the room is asked in this very turn: what others want of it next comes after.
  const category = chosen === undefined ? undefined : await otherThan(chosen, question, env);
  if (category !== undefined && isRefusal(category)) return category;
  const configured = await configure(wish.form, question, env, category);
  if (category === undefined || (configured !== undefined && isRefusal(configured))) return asResult(configured);
  const asking = await env.desk.asking({ where: 'room', at: roomJid, from });
  return isRefusal(asking) ? asking : await moveByForm(category, asking);
}

/** What is chosen, unless it is where the room is already. Forms are sent whole: mostly it is. */
async function otherThan(
  chosen: string,
  { roomJid, from }: RoomQuestion,
  env: RoomQueryEnvironment,
): Promise<string | Refusal | undefined> {
  const known = await env.ask(roomJid, { kind: 'ask-form', from });
  if (known !== undefined && isRefusal(known)) return known;
  return known?.kind === 'form' && known.category === chosen ? undefined : chosen;
}

/** A refusal of the category as well, before anything is changed. */
async function configure(
  form: Form,
  { roomJid, from }: RoomQuestion,
  env: RoomQueryEnvironment,
  category: string | undefined,
): Promise<Answer | Refusal | undefined> {
  const settings = readConfigForm(form);
  if (isRefusal(settings)) return settings;
  const named = readManagers(form);
  if (isRefusal(named)) return named;
  const wish = { kind: 'configure', from, settings, ...(category !== undefined && { category }) } as const;
  if (named.owners === undefined && named.admins === undefined) return await env.ask(roomJid, wish);
  const standing = await env.ask(roomJid, { kind: 'ask-standing', from, to: 'configure' });
  if (standing !== undefined && isRefusal(standing)) return standing;
  const managers = await peopleOf(named, env.person);
  return isRefusal(managers) ? managers : await env.ask(roomJid, { ...wish, managers });
}
