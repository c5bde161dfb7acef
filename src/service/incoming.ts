/** Stanzas for rooms, read: what of them is passed on, what is kept, and what they ask of the room. */

import { nickMalformed, nickMissing } from '../room/refusals.ts';
import type { HistoryWish, Party, RoomRequest } from '../room/request.ts';
import type { NewSubject } from '../room/state.ts';
import { archiveClass } from '../wire/archive-class.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import { isValidNick } from '../wire/jid.ts';
import { NS } from '../wire/namespaces.ts';
import { type HistoryRequest, parseJoin } from '../wire/xep/xep0045-join.ts';
import { subjectChange } from '../wire/xep/xep0045-subject.ts';
import { isDelayBy } from '../wire/xep/xep0203.ts';
import { isStanzaIdBy, originId } from '../wire/xep/xep0359.ts';
import { children, complete, type Element, elements, is } from '../wire/xml.ts';
import { badRequest, unboundPrefix } from './refusals.ts';

/** What only the room may say, and what belongs to the way here: not passed on from a sender. */
function isForged(roomJid: string): (child: Element) => boolean {
  const stanzaId = isStanzaIdBy(roomJid);
  const delay = isDelayBy(roomJid);
  return (child) =>
    is(child, 'x', NS.mucUser) ||
    is(child, 'x', NS.muc) ||
    is(child, 'occupant-id', NS.occupantId) ||
    stanzaId(child) ||
    delay(child);
}

/** The children of a stanza as text that parses alone, without those the sender may not say. */
function payload(stanza: Element, roomJid: string): string | Refusal {
  const forged = isForged(roomJid);
  let xml = '';
  for (const child of elements(stanza)) {
    if (forged(child)) continue;
    const text = complete(child);
    if (text === undefined) return unboundPrefix();
    xml += text;
  }
  return xml;
}

interface Addressed {
  readonly from: Party;
  readonly roomJid: string;
  readonly nick: string | undefined;
  readonly now: number;
}

/** Presence that is available: entering, an update, a new nickname. */
export function readPresence(stanza: Element, { from, roomJid, nick, now }: Addressed): RoomRequest | Refusal {
  if (nick === undefined || nick === '') return nickMissing();
  if (!isValidNick(nick)) return nickMalformed();
  const presence = payload(stanza, roomJid);
  if (isRefusal(presence)) return presence;
  const join = parseJoin(stanza);
  if (isRefusal(join)) return join;
  const id = stanza.attrs['id'];
  const common = { from, nick, presence, ...(id !== undefined && { id }) };
  if (join === undefined) return { kind: 'presence', ...common };
  const { password, history } = join;
  return { kind: 'enter', ...common, ...(password !== undefined && { password }), history: wish(history, now) };
}

function wish({ charactersMax, messagesMax, seconds, since }: HistoryRequest, now: number): HistoryWish {
  const bySeconds = seconds === undefined ? undefined : now - seconds * 1_000;
  const latest = Math.max(bySeconds ?? 0, since ?? 0);
  return {
    ...(charactersMax !== undefined && { charactersMax }),
    ...(messagesMax !== undefined && { messagesMax }),
    ...(latest > 0 && { since: latest }),
  };
}

export function readLeave(stanza: Element, { from, roomJid }: Addressed): RoomRequest {
  const presence = payload(stanza, roomJid);
  return { kind: 'leave', from, presence: isRefusal(presence) ? '' : presence };
}

/** A message to everybody. */
export function readGroupchat(stanza: Element, { from, roomJid, nick }: Addressed): RoomRequest | Refusal {
  if (nick !== undefined)
    return badRequest('A message to everybody goes to the room itself, not to one nickname in it.');
  const xml = payload(stanza, roomJid);
  if (isRefusal(xml)) return xml;
  const subject = newSubject(stanza);
  const origin = originId(stanza);
  return {
    kind: 'post',
    from,
    id: stanza.attrs['id'] ?? '',
    ...(origin !== undefined && { originId: origin }),
    xml,
    ...(subject && { subject }),
    keep: archiveClass(stanza),
  };
}

function newSubject(stanza: Element): NewSubject | undefined {
  const text = subjectChange(stanza);
  if (text === undefined) return undefined;
  const xml = children(stanza, 'subject')
    .map((subject) => complete(subject) ?? '')
    .join('');
  return { xml, text };
}

/** A message to one nickname. */
export function readPrivateMessage(stanza: Element, { from, roomJid, nick }: Addressed): RoomRequest | Refusal {
  if (nick === undefined)
    return badRequest('A private message goes to one nickname in the room: room@service/nickname.');
  const xml = payload(stanza, roomJid);
  if (isRefusal(xml)) return xml;
  const type = stanza.attrs['type'] === 'chat' ? 'chat' : 'normal';
  return { kind: 'private-message', from, nick, id: stanza.attrs['id'] ?? '', type, xml };
}
