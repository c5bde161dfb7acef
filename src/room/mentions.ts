/**
 * Members who are mentioned while they are away (XEP-0452). Only who has a nickname reserved is told: that is how people
 * opt in and out (§2). A mention is a reference (XEP-0372) to their address or their nickname, or the nickname as
 * a word of the text, since most clients write no references. Nicknames are looked up, the lists are never searched.
 */
import { belongs, factsOf, may } from './access.ts';
import type { Context } from './context.ts';
import type { Delivery } from './delivery.ts';
import type { Post } from './message-request.ts';
import { nickKey, occupantJid, type Person, type Room } from './state.ts';

/** Told of one message at most. */
const mentionedMax = 10;
/** Of a text so much is looked at, in words, and in rows of some of them. */
const charactersMax = 2_000;
const wordsMax = 200;
const wordsPerNickMax = 3;
/** Nobody reads for being an administrator of the service. */
const nobody = { isServiceAdmin: () => false };

/** A message for those whom it mentions and who are not in the room (XEP-0452), by their bare JIDs. */
export interface MentionDelivery {
  readonly kind: 'mention';
  readonly from: string;
  readonly personKey: string;
  readonly id: string;
  readonly xml: string;
  readonly stanzaId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly to: readonly string[];
}

export function forwardMentions(
  room: Room,
  request: Post,
  posted: { readonly from: string; readonly personKey: string; readonly stanzaId: string; readonly at: number },
  { isBlocked }: Pick<Context, 'isBlocked'>,
): Delivery[] {
  if (!room.settings.forwardMentions || room.entries.wordsPerNick === 0) return [];
  const to = mentionedAway(room, request)
    .filter((person) => !isBlocked(person))
    .slice(0, mentionedMax)
    .map(({ jid }) => jid);
  if (to.length === 0) return [];
  const { from, personKey, stanzaId, at } = posted;
  return [{ kind: 'mention', from, personKey, id: request.id, xml: request.xml, stanzaId, at, to }];
}

function mentionedAway(room: Room, { from, mentions = [], text }: Post): Person[] {
  const away = new Map<string, Person>();
  const consider = (people: readonly Person[]): void => {
    for (const person of people) {
      const facts = factsOf(room, person);
      if (facts.nick === undefined || !belongs(facts) || person.jid === from.person.jid) continue;
      // Who only manages a room for members is not one of those who read there.
      if (may('read', { room, person, role: 'none' }, nobody)) away.set(person.jid, person);
    }
  };
  for (const address of mentions) consider(referredTo(room, address));
  if (text !== undefined)
    for (const nick of nicksIn(text, room.entries.wordsPerNick)) consider(room.entries.holdersOfKey(nick));
  if (away.size === 0) return [];
  for (const { person } of room.occupants.values()) away.delete(person.jid);
  return [...away.values()];
}

/** Whom an address means: somebody on the lists, or whoever has reserved the nickname of an occupant's address. */
function referredTo(room: Room, address: string): readonly Person[] {
  const inRoom = occupantJid(room, '');
  if (address.startsWith(inRoom)) return room.entries.holdersOf(address.slice(inRoom.length));
  const slash = address.indexOf('/');
  const entry = room.entries.get(slash === -1 ? address : address.slice(0, slash));
  return entry === undefined ? [] : [entry.person];
}

/** What may be a nickname, folded as nicknames are: words with and without the punctuation around them, and such in a row. */
function nicksIn(text: string, wordsPerNick: number): Set<string> {
  const nicks = new Set<string>();
  const words = nickKey(text.slice(0, charactersMax)).split(/\s+/, wordsMax);
  const rowMax = Math.min(wordsPerNick, wordsPerNickMax);
  for (let first = 0; first < words.length; first++) {
    let row = '';
    for (let last = first; last < first + rowMax && last < words.length; last++) {
      row = row === '' ? (words[last] ?? '') : `${row} ${words[last]}`;
      nicks.add(row);
      if (hasEdge(row)) nicks.add(withoutEdges(row));
    }
  }
  return nicks;
}

/** Character by character: an expression that looks for the end tries every sign of a long row of them as a beginning. */
function withoutEdges(row: string): string {
  const characters = [...row];
  let first = 0;
  let end = characters.length;
  while (first < end && isSign(characters[first])) first += 1;
  while (end > first && isSign(characters[end - 1])) end -= 1;
  return characters.slice(first, end).join('');
}

function isSign(character = ''): boolean {
  return /^[\p{P}\p{S}]/u.test(character);
}

/** Whether there may be punctuation around it; most words begin and end with a letter from a to z. */
function hasEdge(word: string): boolean {
  return !isPlain(word.charCodeAt(0)) || !isPlain(word.charCodeAt(word.length - 1));
}

function isPlain(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}
