/**
 * Stanzas as such: their types, replies to them, and errors that come back (RFC 6120 §8, RFC 6121 §4.7, §5.2).
 * It knows no extension but the one marker that an error for a join carries.
 */
import type { ErrorCondition, ErrorType, Refusal } from './error.ts';
import { refusal } from './error.ts';
import { NS } from './namespaces.ts';
import { given } from './xep/given.ts';
import { child, type Element, elements, is, namespaceOf, text, xml } from './xml.ts';

const IQ_TYPES = ['get', 'set', 'result', 'error'] as const;
const MESSAGE_TYPES = ['normal', 'chat', 'groupchat', 'headline', 'error'] as const;
const PRESENCE_TYPES = [
  'unavailable',
  'subscribe',
  'subscribed',
  'unsubscribe',
  'unsubscribed',
  'probe',
  'error',
] as const;

export type StanzaType =
  | { readonly kind: 'iq'; readonly type: (typeof IQ_TYPES)[number] | 'unknown' }
  | { readonly kind: 'message'; readonly type: (typeof MESSAGE_TYPES)[number] }
  | { readonly kind: 'presence'; readonly type: (typeof PRESENCE_TYPES)[number] | 'available' | 'unknown' }
  | { readonly kind: 'unknown' };

/**
 * What a stanza is. A message of a type that is not defined counts as `normal` (RFC 6121 §5.2.2); an iq or
 * presence of such a type is `unknown`, and so is an element that is no stanza.
 */
export function stanzaTypeOf(stanza: Element): StanzaType {
  const type = stanza.attrs['type'];
  switch (localName(stanza)) {
    case 'iq':
      return { kind: 'iq', type: IQ_TYPES.find((known) => known === type) ?? 'unknown' };
    case 'message':
      return { kind: 'message', type: MESSAGE_TYPES.find((known) => known === type) ?? 'normal' };
    case 'presence':
      if (type === undefined) return { kind: 'presence', type: 'available' };
      return { kind: 'presence', type: PRESENCE_TYPES.find((known) => known === type) ?? 'unknown' };
    default:
      return { kind: 'unknown' };
  }
}

/** The one child of an iq of type get or set; a request with none or several is refused (RFC 6120 §8.2.3). */
export function payloadOf(iq: Element): Element | Refusal {
  const [payload, ...others] = elements(iq);
  if (payload !== undefined && others.length === 0) return payload;
  return refusal('bad-request', 'modify', 'A request has to hold exactly one element that says what is asked for.');
}

/** The answer to an iq of type get or set (RFC 6120 §8.2.3). `undefined` where it could not be addressed. */
export function resultReply(iq: Element, ...payload: readonly Element[]): Element | undefined {
  const { from, to, id } = iq.attrs;
  if (!from || !to) return undefined;
  return xml('iq', { type: 'result', id, from: to, to: from }, ...payload);
}

/**
 * The error for a stanza (RFC 6120 §8.3), addressed back to its sender. `by` names who refuses. What was sent is not
 * sent back, since it may be large or hold a password, but for what XEP-0045 shows: the empty marker of MUC in an error
 * for presence to a nickname (§7.2, §7.6), and the words of a message that are no longer than a person types (§7.5, §8.1).
 *
 * `undefined` where no answer may be given: to an error or a result, or where sender or addressee are missing.
 */
export function errorReply(stanza: Element, why: Refusal, by?: string): Element | undefined {
  const { from, to, id, type } = stanza.attrs;
  const name = localName(stanza);
  if (!from || !to || type === 'error' || (name === 'iq' && type === 'result')) return undefined;
  const marker = name === 'presence' && to.includes('/') ? xml('x', { xmlns: NS.muc }) : undefined;
  const words = name === 'message' ? wordsOf(stanza) : [];
  return xml(name, { type: 'error', id, from: to, to: from }, marker, ...words, errorElement(why, by));
}

const returnedCharactersMax = 1_000;

/** Subject and body of a message, if they are short: so its sender sees which one came back. */
function wordsOf(message: Element): Element[] {
  const words = elements(message).filter(({ name }) => name === 'subject' || name === 'body');
  const sent = words.filter((element) => namespaceOf(element) === namespaceOf(message));
  if (sent.reduce((characters, element) => characters + text(element).length, 0) > returnedCharactersMax) return [];
  return sent.map((element) => xml(element.name, { 'xml:lang': element.attrs['xml:lang'] }, text(element)));
}

/** The error alone, for a stanza that is no answer. */
export function errorElement(why: Refusal, by: string | undefined): Element {
  return xml(
    'error',
    { type: why.type, by },
    xml(why.condition, { xmlns: NS.stanzas }, why.address),
    why.text === '' ? undefined : xml('text', { xmlns: NS.stanzas, 'xml:lang': 'en' }, why.text),
    why.application && xml(why.application.name, { xmlns: why.application.xmlns, ...why.application.attrs }),
  );
}

/** An error that came back for something that was sent. */
export interface StanzaError {
  /** `undefined-condition` where it names none that is defined. */
  readonly condition: ErrorCondition;
  /** `cancel` where it names none that is defined. */
  readonly type: ErrorType;
  readonly text?: string;
}

const CONDITIONS: Readonly<Record<ErrorCondition, true>> = {
  'bad-request': true,
  conflict: true,
  'feature-not-implemented': true,
  forbidden: true,
  gone: true,
  'internal-server-error': true,
  'item-not-found': true,
  'jid-malformed': true,
  'not-acceptable': true,
  'not-allowed': true,
  'not-authorized': true,
  'policy-violation': true,
  'recipient-unavailable': true,
  redirect: true,
  'registration-required': true,
  'remote-server-not-found': true,
  'remote-server-timeout': true,
  'resource-constraint': true,
  'service-unavailable': true,
  'subscription-required': true,
  'undefined-condition': true,
  'unexpected-request': true,
};

const ERROR_TYPES = ['auth', 'cancel', 'continue', 'modify', 'wait'] as const;

function isCondition(name: string): name is ErrorCondition {
  return Object.hasOwn(CONDITIONS, name);
}

/** Reads a stanza of type error (RFC 6120 §8.3.2). Never refuses: nobody may answer an error. */
export function parseError(stanza: Element): StanzaError {
  const error = child(stanza, 'error');
  const named = error === undefined ? [] : elements(error).filter((element) => namespaceOf(element) === NS.stanzas);
  const explanation = named.find((element) => is(element, 'text', NS.stanzas));
  return given({
    condition: named.map(localName).find(isCondition) ?? 'undefined-condition',
    type: ERROR_TYPES.find((known) => known === error?.attrs['type']) ?? 'cancel',
    text: explanation && text(explanation),
  });
}

/**
 * Errors after which a session is taken out of its rooms (XEP-0045 §11.1 and §18.1.2 leave the list open).
 * Each of them says that nobody is, or ever will be, at that address. Not among them, though other services
 * count them: `remote-server-timeout`, since a link that is down for a while says nothing about the
 * session, which finds in the archive what it missed; and `internal-server-error`, which speaks of the
 * server that sent it. Everything else is an opinion of a client about one stanza.
 */
const GONE: ReadonlySet<ErrorCondition> = new Set<ErrorCondition>([
  'gone',
  'item-not-found',
  'jid-malformed',
  'recipient-unavailable',
  'redirect',
  'remote-server-not-found',
  'service-unavailable',
]);

/**
 * Whether this error, for a message or presence, says that the session it came from is no more. To a ping,
 * `service-unavailable` may also come from a client that does not know XEP-0199: the caller has to tell.
 */
export function saysSessionIsGone(error: StanzaError): boolean {
  return GONE.has(error.condition);
}

function localName(element: Element): string {
  return element.name.slice(element.name.indexOf(':') + 1);
}
