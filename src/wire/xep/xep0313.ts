/**
 * XEP-0313: Message Archive Management 1.1.3 (2025-04-09)
 *
 * Questions to the archive. What is sent back is in `xep0313-answer.ts`.
 */
import { badRequest, isRefusal, type Refusal, refusal } from '../error.ts';
import { type Form, formIn } from '../form.ts';
import { NS } from '../namespaces.ts';
import { type PageRequest, parsePageRequest } from '../rsm.ts';
import { child, type Element, is, namespaceOf } from '../xml.ts';
import { given } from './given.ts';
import { parseDateTime } from './xep0082.ts';

/** Which messages are wanted: those for which all that is given holds (§4.1). */
export interface MamFilter {
  /** Milliseconds since 1970, both inclusive. */
  readonly start?: number;
  readonly end?: number;
  /** As the sender wrote it: not prepared, perhaps no address at all. */
  readonly with?: string;
  /** Archive ids, both exclusive. */
  readonly beforeId?: string;
  readonly afterId?: string;
  /** Exactly these messages, each named once. */
  readonly ids?: readonly string[];
}

export interface MamQuery {
  /** To be repeated in every result. */
  readonly queryId?: string;
  readonly filter: MamFilter;
  readonly page: PageRequest;
  /** Send the page's messages in reverse order; which messages they are does not change (§4.3.4). */
  readonly flipPage: boolean;
}

export type MamRequest =
  | { readonly kind: 'ask-form' }
  | { readonly kind: 'ask-metadata' }
  | { readonly kind: 'query'; readonly query: MamQuery };

export const IDS_MAX = 500;
const FIELDS = ['start', 'end', 'with', 'before-id', 'after-id', 'ids'] as const;
type Field = (typeof FIELDS)[number];

/**
 * Reads the payload of an iq; `undefined` where it is none of the archive's. Preferences (XEP-0441) are refused: what
 * is kept is the room's decision, not the reader's.
 */
export function parseMamRequest(payload: Element, type: 'get' | 'set'): MamRequest | Refusal | undefined {
  if (namespaceOf(payload) !== NS.mam) return undefined;
  if (is(payload, 'prefs', NS.mam)) {
    return notImplemented('What the archive of a room keeps is set by its owners; there are no preferences here.');
  }
  if (is(payload, 'metadata', NS.mam) && type === 'get') return { kind: 'ask-metadata' };
  if (is(payload, 'query', NS.mam)) {
    if (type === 'get') return { kind: 'ask-form' };
    const query = parseQuery(payload);
    return isRefusal(query) ? query : { kind: 'query', query };
  }
  return badRequest('The archive knows queries, and requests for its form or its metadata.');
}

function parseQuery(payload: Element): MamQuery | Refusal {
  if (payload.attrs['node'] !== undefined) return notImplemented('This archive has no nodes. Leave out "node".');
  const form = formIn(payload);
  if (isRefusal(form)) return form;
  const filter = form === undefined ? {} : parseFilter(form);
  if (isRefusal(filter)) return filter;
  const page = parsePageRequest(payload);
  if (isRefusal(page)) return page;
  const flipPage = child(payload, 'flip-page', NS.mam) !== undefined;
  return given({ queryId: payload.attrs['queryid'], filter, page, flipPage });
}

function parseFilter(form: Form): MamFilter | Refusal {
  if (form.type !== 'submit') return badRequest('Send the form with type "submit".');
  if (form.formType !== NS.mam) return badRequest(`The field "FORM_TYPE" of the form has to be ${NS.mam}.`);
  for (const name of form.fields.keys()) {
    if (!FIELDS.some((known) => known === name)) {
      return notImplemented(`This archive can filter by ${FIELDS.join(', ')}, and by nothing else.`);
    }
  }
  for (const name of FIELDS) {
    if (name !== 'ids' && (form.fields.get(name)?.length ?? 0) > 1) return badRequest(`Give "${name}" one value.`);
  }
  const start = moment(form, 'start');
  if (isRefusal(start)) return start;
  const end = moment(form, 'end');
  if (isRefusal(end)) return end;
  const ids = idsIn(form);
  if (isRefusal(ids)) return ids;
  const [jid, beforeId, afterId] = [value(form, 'with'), value(form, 'before-id'), value(form, 'after-id')];
  return given({ start, end, with: jid, beforeId, afterId, ids });
}

function value(form: Form, name: Field): string | undefined {
  // An empty value is none (XEP-0004 §3.6).
  return form.fields.get(name)?.[0] || undefined;
}

function moment(form: Form, name: 'start' | 'end'): number | Refusal | undefined {
  const text = value(form, name);
  if (text === undefined) return undefined;
  const at = parseDateTime(text.trim());
  return isRefusal(at) ? badRequest(`"${name}" is not a date and time. Write it like 2026-07-31T18:30:00Z.`) : at;
}

function idsIn(form: Form): readonly string[] | Refusal | undefined {
  const values = form.fields.get('ids');
  if (values === undefined) return undefined;
  const ids = [...new Set(values)].filter((id) => id !== '');
  if (ids.length === 0) return badRequest('"ids" names no message. Name some, or leave the field out.');
  if (ids.length > IDS_MAX) return badRequest(`Ask for ${IDS_MAX} messages at most by "ids".`);
  return ids;
}

function notImplemented(text: string): Refusal {
  return refusal('feature-not-implemented', 'cancel', text);
}
