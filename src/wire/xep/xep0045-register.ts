/**
 * XEP-0045: Multi-User Chat 1.35.5 (2026-05-03)
 *
 * The forms with which people register with a room, and its managers decide (§7.10, §9.9, form type `muc#register`).
 */
import { badRequest, isRefusal, type Refusal } from '../error.ts';
import { booleanField, type Form, fieldRefusal, formIn, linesField, notSubmitted, textField } from '../form.ts';
import { buildForm, type FormField } from '../form-build.ts';
import { isValidNick } from '../jid.ts';
import { NS } from '../namespaces.ts';
import { child, type Element } from '../xml.ts';
import { given } from './given.ts';

const names = {
  nick: 'muc#register_roomnick',
  first: 'muc#register_first',
  last: 'muc#register_last',
  url: 'muc#register_url',
  email: 'muc#register_email',
  faqEntry: 'muc#register_faqentry',
  allow: 'muc#register_allow',
  /** Ours: whose request it is, and which one of theirs. */
  jid: 'longroom#register_jid',
  request: 'longroom#register_request',
} as const;

const lineCharactersMax = 256;
const linesCharactersMax = 1_000;

/** What people say of themselves beside the nickname; each is theirs to leave out. */
export interface RegistrationAnswers {
  readonly first?: string;
  readonly last?: string;
  readonly url?: string;
  readonly email?: string;
  readonly faqEntry?: string;
}

export interface RegistrationData {
  readonly nick: string;
  readonly answers: RegistrationAnswers;
}

/** Reads the form that was submitted. A form without a nickname is not a valid one (§7.10). */
export function readRegistration(form: Form): RegistrationData | Refusal {
  if (form.formType !== undefined && form.formType !== NS.mucRegister) {
    return badRequest(`This is not the form for registering with a room: its FORM_TYPE has to be ${NS.mucRegister}.`);
  }
  const nick = readNick(form);
  if (isRefusal(nick)) return nick;
  if (nick === undefined) return badRequest(`The form has to say which nickname you want: "${names.nick}".`);
  const answers = readAnswers(form);
  return isRefusal(answers) ? answers : { nick, answers };
}

function readNick(form: Form): string | Refusal | undefined {
  const nick = textField(form, names.nick, { charactersMax: lineCharactersMax });
  if (nick === undefined || nick === '' || isRefusal(nick)) return nick === '' ? undefined : nick;
  return isValidNick(nick) ? nick : fieldRefusal(names.nick, 'a nickname that can be used in a room');
}

function readAnswers(form: Form): RegistrationAnswers | Refusal {
  const answers: Partial<Record<keyof RegistrationAnswers, string>> = {};
  for (const key of ['first', 'last', 'url', 'email'] as const) {
    const line = textField(form, names[key], { charactersMax: lineCharactersMax });
    if (isRefusal(line)) return line;
    if (line !== undefined && line !== '') answers[key] = line;
  }
  const faqEntry = linesField(form, names.faqEntry, { charactersMax: linesCharactersMax });
  if (isRefusal(faqEntry)) return faqEntry;
  return faqEntry === undefined || faqEntry === '' ? answers : { ...answers, faqEntry };
}

/** The form to be filled in, with what is known already. */
export function buildRegistrationForm({
  title,
  instructions,
  nick,
  answers,
}: RegistrationData & { readonly title: string; readonly instructions: string }): Element {
  return buildForm({
    type: 'form',
    formType: NS.mucRegister,
    title,
    instructions,
    fields: [
      { ...nickField(nick), required: true },
      line('first', 'Given name', answers.first),
      line('last', 'Family name', answers.last),
      line('url', 'A web page', answers.url),
      line('email', 'Email address', answers.email),
      lines(answers.faqEntry),
    ],
  });
}

function nickField(nick: string): FormField & { readonly kind: 'text-single' } {
  return { kind: 'text-single', name: names.nick, label: 'Nickname', ...(nick !== '' && { value: nick }) };
}

function line(key: 'first' | 'last' | 'url' | 'email', label: string, value: string | undefined): FormField {
  return { kind: 'text-single', name: names[key], label, ...(value !== undefined && { value }) };
}

function lines(text: string | undefined): FormField {
  return { kind: 'text-multi', name: names.faqEntry, label: 'About you', values: text === undefined ? [] : [text] };
}

/** Somebody who asks to be a member. */
export interface RegistrationRequest extends RegistrationData {
  /** Bare JID. */
  readonly jid: string;
  /** Tells requests of one room apart. */
  readonly number: number;
}

/** The form for managers. What was not answered is left out. */
export function buildApprovalForm({ jid, number, nick, answers }: RegistrationRequest): Element {
  const said = (['first', 'last', 'url', 'email'] as const).filter((key) => answers[key] !== undefined);
  const labels = { first: 'Given name', last: 'Family name', url: 'Web page', email: 'Email address' };
  return buildForm({
    type: 'form',
    formType: NS.mucRegister,
    title: 'Somebody asks to become a member',
    instructions:
      'To approve, tick the box and send the form. To refuse, send it without. To leave it to others, cancel it.',
    fields: [
      { kind: 'hidden', name: names.request, value: String(number) },
      { kind: 'jid-single', name: names.jid, label: 'Address', value: jid },
      nickField(nick),
      ...said.map((key) => line(key, labels[key], answers[key])),
      ...(answers.faqEntry === undefined ? [] : [lines(answers.faqEntry)]),
      { kind: 'boolean', name: names.allow, label: 'Make this person a member', value: false },
    ],
  });
}

/** What a manager made of a request. */
export interface RegistrationDecision {
  readonly allow: boolean;
  /** Which one; absent where the client sent back only what XEP-0045 has, and then the nickname says it. */
  readonly number?: number;
  readonly nick?: string;
}

/** Reads a message to a room; `undefined` where it holds no such form, or one that was closed without an answer. */
export function parseRegistrationDecision(message: Element): RegistrationDecision | Refusal | undefined {
  if (child(message, 'x', NS.form) === undefined) return undefined;
  const form = formIn(message);
  // Nobody can say whose form a malformed one is.
  if (form === undefined || isRefusal(form) || form.formType !== NS.mucRegister || form.type === 'cancel') {
    return undefined;
  }
  if (form.type !== 'submit') return notSubmitted();
  const allow = booleanField(form, names.allow);
  if (isRefusal(allow)) return allow;
  if (allow === undefined) return badRequest(`The form has to say yes or no: "${names.allow}".`);
  const nick = readNick(form);
  if (isRefusal(nick)) return nick;
  const request = form.fields.get(names.request)?.[0] ?? '';
  const number = /^\d{1,15}$/.test(request) ? Number(request) : undefined;
  if (number === undefined && nick === undefined) return badRequest('The form does not say which request it is about.');
  return given({ allow, number, nick });
}
