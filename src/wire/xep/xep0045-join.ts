/**
 * XEP-0045: Multi-User Chat 1.35.5 (2026-05-03)
 *
 * What a client asks for when it enters (§7.2, `muc`).
 */
import { isRefusal, type Refusal, refusal } from '../error.ts';
import { NS } from '../namespaces.ts';
import { child, childText, type Element } from '../xml.ts';
import { given } from './given.ts';
import { parseDateTime } from './xep0082.ts';
import { parseVersionRequest } from './xep0463.ts';

/** How much discussion history is wanted (§7.2.14): the least that any of these allows. */
export interface HistoryRequest {
  /** Counted over complete stanzas; 0 is for none at all. */
  readonly charactersMax?: number;
  readonly messagesMax?: number;
  /** Not older than this. */
  readonly seconds?: number;
  /** Milliseconds since 1970. */
  readonly since?: number;
}

export interface Join {
  readonly password?: string;
  readonly history: HistoryRequest;
  /** The lists are wanted, perhaps only what is new in them (XEP-0463). */
  readonly versions?: { readonly since?: string };
}

/** Reads the join marker of a presence; `undefined` where there is none (an update, or "GC 1.0", §7.2.18). */
export function parseJoin(presence: Element): Join | Refusal | undefined {
  const marker = child(presence, 'x', NS.muc);
  if (marker === undefined) return undefined;
  const element = child(marker, 'history', NS.muc);
  const history = element === undefined ? {} : parseHistory(element);
  if (isRefusal(history)) return history;
  return given({
    password: childText(marker, 'password', NS.muc),
    history,
    versions: parseVersionRequest(marker),
  });
}

function parseHistory(element: Element): HistoryRequest | Refusal {
  const { maxchars, maxstanzas, seconds, since } = element.attrs;
  for (const [name, text] of Object.entries({ maxchars, maxstanzas, seconds })) {
    if (text !== undefined && !/^\s*\+?\d+\s*$/.test(text)) {
      return badHistory(`"${name}" has to be a whole number from 0 on`);
    }
  }
  const at = since === undefined ? undefined : parseDateTime(since.trim());
  if (isRefusal(at)) return badHistory('"since" has to be a date and time like 2026-07-31T18:30:00Z');
  return given({
    charactersMax: count(maxchars),
    messagesMax: count(maxstanzas),
    seconds: count(seconds),
    since: at,
  });
}

function count(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Math.min(Number(text), Number.MAX_SAFE_INTEGER);
}

function badHistory(what: string): Refusal {
  return refusal('bad-request', 'modify', `In the request for history, ${what}.`);
}
