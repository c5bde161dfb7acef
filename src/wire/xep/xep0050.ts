/**
 * XEP-0050: Ad-Hoc Commands 1.3.0 (2020-06-09)
 */
import { type ErrorCondition, type ErrorType, isRefusal, type Refusal, refusal } from '../error.ts';
import { type Form, formIn } from '../form.ts';
import { NS } from '../namespaces.ts';
import { type Element, is, xml } from '../xml.ts';
import { given } from './given.ts';

const ACTIONS = ['execute', 'cancel', 'prev', 'next', 'complete'] as const;
export type CommandAction = (typeof ACTIONS)[number];

export interface CommandRequest {
  readonly node: string;
  readonly action: CommandAction;
  readonly sessionId?: string;
  readonly form?: Form;
}

/** Letters and digits in parts (RFC 5646 §2.1), or as operating systems write it. */
const LANGUAGE = /^[A-Za-z]{1,8}([-_][A-Za-z0-9]{1,8}){0,8}$/;

/**
 * Reads the payload of an iq of type set; `undefined` where it is no command. What comes back is English, whatever
 * language is asked for (§3.7 would have it refused, and nobody could run anything); only what is none is refused.
 */
export function parseCommand(payload: Element): CommandRequest | Refusal | undefined {
  if (!is(payload, 'command', NS.commands)) return undefined;
  const { node, sessionid } = payload.attrs;
  if (node === undefined || node === '') return badPayload('The command has to say which one it is: "node".');
  const action = ACTIONS.find((known) => known === (payload.attrs['action'] ?? 'execute'));
  if (action === undefined) return malformedAction();
  const language = payload.attrs['xml:lang'] ?? payload.parent?.attrs['xml:lang'];
  if (language !== undefined && language !== '' && !LANGUAGE.test(language)) return badLocale();
  const form = formIn(payload);
  if (isRefusal(form)) return badPayload(form.text);
  return given({ node, action, sessionId: sessionid, form });
}

export interface CommandNote {
  readonly type: 'info' | 'warn' | 'error';
  readonly text: string;
}

export interface CommandAnswer {
  readonly node: string;
  readonly sessionId: string;
  readonly status: 'executing' | 'completed' | 'canceled';
  /** What may be done next, and which of them `execute` is (§3.4); left out of the last answer. */
  readonly actions?: { readonly allowed: readonly ('prev' | 'next' | 'complete')[]; readonly execute: string };
  readonly notes?: readonly CommandNote[];
}

export function buildCommand(answer: CommandAnswer, form?: Element): Element {
  const { node, sessionId, status, actions, notes = [] } = answer;
  return xml(
    'command',
    { xmlns: NS.commands, node, sessionid: sessionId, status, 'xml:lang': 'en' },
    actions && xml('actions', { execute: actions.execute }, ...actions.allowed.map((action) => xml(action))),
    ...notes.map(({ type, text }) => xml('note', { type }, text)),
    form,
  );
}

/** §4.4: what is wrong with the request itself. */
function commandRefusal(name: string, text: string, condition: ErrorCondition, type: ErrorType): Refusal {
  return refusal(condition, type, text, { application: { name, xmlns: NS.commands } });
}

export const malformedAction = (): Refusal =>
  commandRefusal('malformed-action', `An action is one of: ${ACTIONS.join(', ')}.`, 'bad-request', 'modify');

export const badAction = (text: string): Refusal => commandRefusal('bad-action', text, 'bad-request', 'modify');

const badLocale = (): Refusal =>
  commandRefusal(
    'bad-locale',
    'This is not the name of a language. Leave it out, or ask for "en".',
    'bad-request',
    'modify',
  );

export const badPayload = (text: string): Refusal => commandRefusal('bad-payload', text, 'bad-request', 'modify');

export const badSessionId = (): Refusal =>
  commandRefusal('bad-sessionid', 'There is no such session of this command. Begin anew.', 'bad-request', 'modify');

export const sessionExpired = (): Refusal =>
  commandRefusal(
    'session-expired',
    'This session is over, or has waited too long. Begin anew.',
    'not-allowed',
    'cancel',
  );

export const commandForbidden = (): Refusal => refusal('forbidden', 'cancel', 'You may not run this command here.');

export const noSuchCommand = (): Refusal => refusal('item-not-found', 'cancel', 'There is no such command here.');
