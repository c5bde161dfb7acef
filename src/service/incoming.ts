/** Stanzas for rooms, read: what of them is passed on, what is kept, and what they ask of the room. */

import { createHash } from 'node:crypto';
import type { Post, Said } from '../room/message-request.ts';
import type { HistoryWish } from '../room/presence-request.ts';
import { nickMalformed, nickMissing } from '../room/refusals.ts';
import type { Party, RoomRequest } from '../room/request.ts';
import type { NewSubject } from '../room/state.ts';
import { archiveClass } from '../wire/archive-class.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import { isValidNick } from '../wire/jid.ts';
import { NS } from '../wire/namespaces.ts';
import { namesOriginalSender } from '../wire/xep/xep0033.ts';
import { type HistoryRequest, parseJoin } from '../wire/xep/xep0045-join.ts';
import { subjectChange } from '../wire/xep/xep0045-subject.ts';
import { isDelayBy } from '../wire/xep/xep0203.ts';
import { carriesCorrection } from '../wire/xep/xep0308.ts';
import { isStanzaIdBy, originId } from '../wire/xep/xep0359.ts';
import { mentionedIn } from '../wire/xep/xep0372.ts';
import { isOccupantId } from '../wire/xep/xep0421.ts';
import { retractedIds } from '../wire/xep/xep0424.ts';
import { carriesModeration } from '../wire/xep/xep0425.ts';
import { isMereFallback, longestBody } from '../wire/xep/xep0428.ts';
import { children, childText, complete, type Element, elements, is } from '../wire/xml.ts';
import { badRequest, notTheRoom, tooLarge, unboundPrefix } from './refusals.ts';
import { payloadCharactersMax, presenceCharactersMax } from './sizes.ts';

/** What only the room may say, and what belongs to the way here: not passed on from a sender. */
function isForged(child: Element, roomJid: string): boolean {
  switch (child.name.slice(child.name.indexOf(':') + 1)) {
    case 'x':
      return is(child, 'x', NS.mucUser) || is(child, 'x', NS.muc);
    case 'occupant-id':
      return isOccupantId(child);
    case 'hats':
      return is(child, 'hats', NS.hats) || is(child, 'hats', NS.hatsOfProsody);
    case 'stanza-id':
      return isStanzaIdBy(child, roomJid);
    case 'delay':
      return isDelayBy(child, roomJid);
    case 'addresses':
      return namesOriginalSender(child);
    default:
      return false;
  }
}

const originIdCharactersMax = 128;

/** The children of a stanza as text that parses alone, without those the sender may not say. */
export function payload(stanza: Element, roomJid: string): string | Refusal {
  const language = stanza.attrs['xml:lang'];
  let xml = '';
  for (const child of elements(stanza)) {
    if (isForged(child, roomJid)) continue;
    // The language is said of the whole stanza, and the stanza is not what is passed on (RFC 6120 §8.1.5).
    if (language !== undefined) child.attrs['xml:lang'] ??= language;
    const text = complete(child);
    if (text === undefined) return unboundPrefix();
    xml += text;
    // A prefix declared once, far above, is declared on every child here.
    if (xml.length > payloadCharactersMax) return tooLarge();
  }
  return xml;
}

export interface Addressed {
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
  if (presence.length > presenceCharactersMax) return tooLarge();
  const join = parseJoin(stanza);
  if (isRefusal(join)) return join;
  const id = stanza.attrs['id'];
  const common = { from, nick, presence, ...(id !== undefined && { id }) };
  if (join === undefined) return { kind: 'presence', ...common };
  const { password, history, versions } = join;
  return {
    kind: 'enter',
    ...common,
    ...(password !== undefined && { password }),
    ...(versions !== undefined && { versions }),
    history: wish(history, now),
  };
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
  const known = isRefusal(presence) || presence.length > presenceCharactersMax ? '' : presence;
  const id = stanza.attrs['id'];
  return { kind: 'leave', from, presence: known, ...(id !== undefined && { id }) };
}

/** A message to everybody. */
export function readGroupchat(stanza: Element, { from, roomJid, nick }: Addressed): RoomRequest | Refusal {
  if (nick !== undefined)
    return badRequest('A message to everybody goes to the room itself, not to one nickname in it.');
  const xml = payload(stanza, roomJid);
  if (isRefusal(xml)) return xml;
  if (carriesModeration(stanza)) return notTheRoom();
  const [retracts, ...others] = retractedIds(stanza);
  if (others.length > 0) return badRequest('Take back one message at a time.');
  const subject = newSubject(stanza);
  const origin = originOf(stanza);
  return {
    kind: 'post',
    from,
    id: stanza.attrs['id'] ?? '',
    ...(origin !== undefined && { originId: origin }),
    xml,
    ...(subject && { subject }),
    ...(retracts !== undefined && { retracts: { id: boundedId(retracts), messages: [] } }),
    ...said(stanza),
    keep: archiveClass(stanza),
    ...mentioning(stanza),
  };
}

/** A correction mentions whom the message did, who have been told. */
function mentioning(stanza: Element): Pick<Post, 'mentions' | 'text'> {
  if (carriesCorrection(stanza)) return {};
  const mentions = mentionedIn(stanza);
  const text = childText(stanza, 'body');
  return { ...(mentions.length > 0 && { mentions }), ...(text !== undefined && { text }) };
}

/** By which the room knows the message again. */
export function originOf(stanza: Element): string | undefined {
  const id = originId(stanza);
  return id === undefined ? undefined : boundedId(id);
}

/** Ids are remembered by the thousand to know a message again, so a very long one is remembered by its hash. */
function boundedId(id: string): string {
  return id.length <= originIdCharactersMax ? id : createHash('sha256').update(id).digest('base64url');
}

function said(stanza: Element): { readonly said?: Said } {
  const characters = longestBody(stanza);
  if (characters === undefined) return {};
  return { said: { characters, ...(isMereFallback(stanza) && { fallback: true }) } };
}

export function newSubject(stanza: Element): NewSubject | undefined {
  const text = subjectChange(stanza);
  if (text === undefined) return undefined;
  const xml = children(stanza, 'subject')
    .map((subject) => complete(subject) ?? '')
    .join('');
  return { xml, text };
}

/** A message to one nickname. */
export function readPrivateMessage(
  stanza: Element,
  { from, roomJid, nick }: Addressed & { readonly nick: string },
): RoomRequest | Refusal {
  const xml = payload(stanza, roomJid);
  if (isRefusal(xml)) return xml;
  const type = stanza.attrs['type'] === 'chat' ? 'chat' : 'normal';
  return { kind: 'private-message', from, nick, id: stanza.attrs['id'] ?? '', type, xml, ...said(stanza) };
}
