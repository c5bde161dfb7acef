/** A message from elsewhere as an event of a room here: what is kept of it is what the service keeps of one that comes in. */
import { createHash } from 'node:crypto';
import type { Posted } from '../room/events.ts';
import type { Person } from '../room/state.ts';
import { newSubject, originOf, payload } from '../service/incoming.ts';
import { isRefusal } from '../wire/error.ts';
import { bareOf, splitJid } from '../wire/jid.ts';
import { retractedIds } from '../wire/xep/xep0424.ts';
import { is } from '../wire/xml.ts';
import type { Findings } from './findings.ts';
import type { ForeignMessage } from './foreign.ts';

/** What ejabberd puts into messages beside the id that everybody reads. */
const archivedNamespace = 'urn:xmpp:mam:tmp';

export interface ReadMessage
  extends Pick<Posted, 'at' | 'nick' | 'id' | 'originId' | 'resource' | 'xml' | 'subject' | 'stanzaId'> {
  /** The sender's bare address, where it is known. */
  readonly bare?: string;
  /** Stands for the sender where it is not. */
  readonly unknown: string;
  /** What it takes back, as its sender names it (XEP-0424). */
  readonly retracts?: string;
}

/** Undefined where nothing of it can be kept; that is noted. */
export function readMessage(message: ForeignMessage, roomJid: string, findings: Findings): ReadMessage | undefined {
  const { archiveId, at, nick, sender, senderHint, stanza } = message;
  stanza.children = stanza.children.filter(
    (node) => typeof node === 'string' || !is(node, 'archived', archivedNamespace),
  );
  const xml = payload(stanza, roomJid);
  if (isRefusal(xml) || xml === '') {
    findings.note(
      xml === ''
        ? 'messages with nothing in them'
        : `messages that cannot be passed on: ${isRefusal(xml) ? xml.text : ''}`,
    );
    return undefined;
  }
  const [subject, originId, [retracts]] = [newSubject(stanza), originOf(stanza), retractedIds(stanza)];
  return {
    ...{ at, nick, xml, id: stanza.attrs['id'] ?? '', stanzaId: archiveId },
    ...(originId !== undefined && { originId }),
    ...(subject && { subject }),
    ...(retracts !== undefined && { retracts }),
    ...(sender !== undefined && nick !== '' && { bare: bareOf(sender) }),
    resource: splitJid(sender ?? '').resource ?? '',
    unknown: keyOfUnknown(roomJid, senderHint ?? `nick ${nick}`),
  };
}

export function postedBy(message: ReadMessage, by: Person, ordinal: number): Posted {
  const { bare: _, unknown: __, retracts: ___, ...posted } = message;
  return { kind: 'posted', ...posted, by, ordinal };
}

/** Somebody whose address nobody knows has a key that leads to none: the same one for the same sender in the same room. */
function keyOfUnknown(roomJid: string, hint: string): string {
  return `unknown-${createHash('sha256').update(`${roomJid}\n${hint}`).digest('base64url').slice(0, 22)}`;
}

/** Of whom only the nickname is known. */
export function personCalled(nick: string, roomJid: string): Person {
  return unknownPerson(keyOfUnknown(roomJid, `nick ${nick}`));
}

export function unknownPerson(key: string): Person {
  return { key, jid: `${key}@erased.invalid` };
}
