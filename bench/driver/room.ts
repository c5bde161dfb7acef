/**
 * A room and the synthetic users who are, or will be, in it. Users are numbered through; user 7 is `u7@DOMAIN/r` and is
 * called `n7` in every room, room 3 is `r3@SERVICE`. So who is who is read off an address. A person who is there twice
 * is two users, the second with a number `SECOND_SESSION` higher: `u7@DOMAIN/s`, called `n7` too.
 */
import type { MessageOrder } from './message-order.ts';
import type { PresenceBook } from './presence-book.ts';
import type { Stanza } from './stanza.ts';

/** What the number of a person's second session is higher by. */
export const SECOND_SESSION = 1_000_000;

/** The number of the person whom a user is a session of. */
export function personOf(user: number): number {
  return user < SECOND_SESSION ? user : user - SECOND_SESSION;
}

export class Room {
  readonly jid: string;
  readonly number: number;
  /** The numbers of its users, the owner first. A user's place in this list is its place in the room. */
  readonly users: readonly number[];
  /** What copies are checked against; without it nobody is expected to say anything. */
  order: MessageOrder | undefined;
  /** What presences are checked against, where they are counted. */
  book: PresenceBook | undefined;
  readonly #first: number;
  readonly #places: ReadonlyMap<number, number> | undefined;

  constructor(number: number, service: string, users: readonly number[]) {
    this.number = number;
    this.jid = `r${number}@${service}`;
    this.users = users;
    this.#first = users[0] ?? 0;
    const isRow = users.every((user, place) => user === this.#first + place);
    this.#places = isRow ? undefined : new Map(users.map((user, place) => [user, place]));
  }

  get size(): number {
    return this.users.length;
  }

  /** The occupant JID of the user at this place. */
  occupantJid(place: number): string {
    return `${this.jid}/n${personOf(this.users[place] ?? -1)}`;
  }

  /** The place of a user, -1 for somebody who does not belong here. */
  placeOf(user: number): number {
    if (this.#places !== undefined) return this.#places.get(user) ?? -1;
    const place = user - this.#first;
    return place >= 0 && place < this.users.length ? place : -1;
  }

  /** The place of the occupant that the stanza is from; -1 where it is from the room itself or a stranger. */
  subjectOf(stanza: Stanza): number {
    const { from, to } = stanza.from;
    const nick = from + this.jid.length;
    if (nick >= to || !stanza.text.startsWith('/n', nick)) return -1;
    return this.placeOf(numberIn(stanza.text, nick + 2, to));
  }
}

/** The number that this stretch of text is; -1 if it is none. */
export function numberIn(text: string, from: number, to: number): number {
  if (from >= to) return -1;
  let number = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}
