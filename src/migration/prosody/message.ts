/** A message of `muc_mam`'s as one of ours: who said it, as far as Prosody has kept that. */
import { createHmac } from 'node:crypto';
import { splitJid } from '../../wire/jid.ts';
import { NS } from '../../wire/namespaces.ts';
import { isOccupantId } from '../../wire/xep/xep0421.ts';
import { child, type Element, elements, emptyElement } from '../../wire/xml.ts';
import type { Findings } from '../findings.ts';
import type { ForeignMessage } from '../foreign.ts';
import { isTable, type LuaTable, type LuaValue } from '../lua.ts';

/** Finds who is behind an occupant's id in a room. */
export type WhoIs = (occupantId: string) => string | undefined;

/** Prosody keeps real addresses only in rooms that show them; elsewhere it keeps an id made of address and salt. */
export function whoIs(salt: string | undefined, candidates: Iterable<string>): WhoIs {
  if (salt === undefined) return () => undefined;
  const known = new Map<string, string>();
  for (const jid of candidates) known.set(createHmac('sha256', jid).update(salt).digest('base64'), jid);
  return (id) => known.get(id);
}

interface Stored {
  readonly archiveId: string;
  /** Seconds since 1970. */
  readonly when: number;
  readonly stanza: Element;
  readonly place: string;
}

/** Undefined for what is no message, or cannot be one here: then it is noted. */
export function messageOf(stored: Stored, who: WhoIs, findings: Findings): ForeignMessage | undefined {
  const { archiveId, when, stanza, place } = stored;
  if (stanza.name !== 'message') {
    findings.note('who came and went (Prosody kept it with the messages)');
    return undefined;
  }
  const at = Math.round(when * 1_000);
  if (!(Number.isSafeInteger(at) && at >= 0) || archiveId === '') {
    findings.note('messages without a time or an id', place);
    return undefined;
  }
  const item = child(stanza, 'x', NS.mucUser);
  const real = item && child(item, 'item', NS.mucUser)?.attrs['jid'];
  const hint = elements(stanza).find(isOccupantId)?.attrs['id'];
  const sender = real ?? (hint === undefined ? undefined : who(hint));
  return {
    archiveId,
    at,
    nick: splitJid(stanza.attrs['from'] ?? '').resource ?? '',
    stanza,
    ...(sender !== undefined && { sender }),
    ...(hint !== undefined && { senderHint: hint }),
  };
}

/** A stanza as Prosody serialises it in a list; undefined where it is none. */
export function stanzaFrom(value: LuaValue): Element | undefined {
  if (!isTable(value)) return undefined;
  const name = value.fields.get('name');
  const attr = value.fields.get('attr');
  if (typeof name !== 'string' || !isTable(attr)) return undefined;
  const element = emptyElement(name, attributesOf(attr));
  for (const node of value.list) {
    if (typeof node === 'string') element.children.push(node);
    const inner = stanzaFrom(node);
    if (inner === undefined) continue;
    inner.parent = element;
    element.children.push(inner);
  }
  return element;
}

function attributesOf(attr: LuaTable): Record<string, string> {
  const attrs: Record<string, string> = {};
  for (const [name, value] of attr.fields) {
    if (typeof name !== 'string' || typeof value === 'object') continue;
    // `stamp` is Prosody's own. What has a namespace of its own is kept by it in no form that XML has.
    if (name !== 'stamp' && name !== 'stamp_legacy' && /^[A-Za-z_][\w.:-]*$/.test(name)) attrs[name] = String(value);
  }
  return attrs;
}
