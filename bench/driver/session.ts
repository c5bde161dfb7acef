/**
 * Synthetic users and their rooms behind one stream. What a benchmark does is a sequence of phases; in each, one set
 * of handlers gets what arrives. Before that, and between phases too, everything is checked here: a copy or
 * a presence that is wrong, doubled or unexpected, an error stanza, or silence ends the session with a line that says so.
 */
import type { Link } from './link.ts';
import type { Sent } from './message-order.ts';
import { numberIn, personOf, Room, SECOND_SESSION } from './room.ts';
import type { Stanza } from './stanza.ts';

export interface SessionOptions {
  /** The domain of the synthetic users. */
  readonly users: string;
  /** The domain of the rooms. */
  readonly service: string;
  /** How long nothing may arrive while something is awaited. */
  readonly silenceSeconds: number;
  /** Fields of each new room's configuration; each is submitted only where the service's form offers it. */
  readonly settings: Readonly<Record<string, string>>;
}

export interface Phase {
  /** What it does, for the line that says how it failed. */
  readonly name: string;
  begin(): void;
  /** A copy that is right. */
  copy?(room: Room, place: number, message: Sent): void;
  /** A presence of an occupant, or of the viewer itself when the places are the same. */
  presence?(room: Room, viewer: number, subject: number, available: boolean): void;
  /** Answers to iqs, and messages other than copies: also those to everybody that say nothing, as probes do. */
  stanza?(stanza: Stanza): void;
  /** How far it has come, for the same line. */
  progress(): string;
}

/** What ends a benchmark: the service did something wrong, or nothing. */
export class Fault extends Error {}

export const STANZA_ERRORS = 'urn:ietf:params:xml:ns:xmpp-stanzas';
const LOOK_MILLISECONDS = 250;
const SOURCE_CHARACTERS_MAX = 700;
const USER_START = 'u';

export class Session {
  #link: Link;
  readonly options: SessionOptions;
  readonly rooms: Room[] = [];
  /** Stanzas so far. */
  received = 0;
  /** When the last phase had got all that it waited for, on the clock of `performance.now()`. */
  doneAtMs = 0;
  #users = 0;
  #phase: Phase | undefined;
  #ended = Promise.withResolvers<void>();
  #fault: Fault | undefined;
  /** The copy before, which the next one may repeat. */
  #lastRoom: Room | undefined;
  #lastMessage: Sent | undefined;

  constructor(link: Link, options: SessionOptions) {
    this.#link = link;
    this.options = options;
    this.goOn(link);
  }

  get link(): Link {
    return this.#link;
  }

  /** Goes on over this link: the one before was cut. */
  goOn(link: Link): void {
    this.#link = link;
    link.onStanza = (stanza) => this.#receive(stanza);
    link.onLost = (why) => this.fail(why);
  }

  get fault(): Fault | undefined {
    return this.#fault;
  }

  send(text: string): void {
    this.link.send(text);
  }

  userJid(user: number): string {
    return `${USER_START}${personOf(user)}@${this.options.users}/${user < SECOND_SESSION ? 'r' : 's'}`;
  }

  /** Rooms that do not exist yet, each with users that are in no other room. */
  newRooms(count: number, size: number): Room[] {
    return Array.from({ length: count }, () => {
      const first = this.#users;
      return this.newRoom(Array.from({ length: size }, (_, place) => first + place));
    });
  }

  /** A room that does not exist yet, for these users, the owner first. */
  newRoom(users: readonly number[]): Room {
    for (const user of users) if (personOf(user) >= this.#users) this.#users = personOf(user) + 1;
    const room = new Room(this.rooms.length, this.options.service, users);
    this.rooms.push(room);
    return room;
  }

  /** Runs a phase until it says `done`; throws the fault that ended it otherwise. */
  async run(phase: Phase): Promise<void> {
    if (this.#fault !== undefined) throw this.#fault;
    this.#ended = Promise.withResolvers();
    this.#phase = phase;
    let seen = this.received;
    let quietSinceMs = performance.now();
    const look = setInterval(() => {
      const nowMs = performance.now();
      if (this.received !== seen) {
        seen = this.received;
        quietSinceMs = nowMs;
      } else if (nowMs - quietSinceMs > this.options.silenceSeconds * 1000) {
        this.fail(`nothing arrived for ${this.options.silenceSeconds} s`);
      }
    }, LOOK_MILLISECONDS);
    try {
      phase.begin();
      await this.#ended.promise;
    } finally {
      clearInterval(look);
      this.#phase = undefined;
    }
  }

  /** Ends the present phase well. */
  done(): void {
    this.doneAtMs = performance.now();
    this.#ended.resolve();
  }

  /** Ends the session: nothing that it could still measure would be worth anything. */
  fail(why: string, stanza?: Stanza): void {
    if (this.#fault !== undefined) return;
    const where = this.#phase === undefined ? 'between two phases' : `${this.#phase.name} (${this.#phase.progress()})`;
    const source = stanza === undefined ? '' : `: ${stanza.source.slice(0, SOURCE_CHARACTERS_MAX)}`;
    this.#fault = new Fault(`${where}: ${why}${source}`);
    this.#ended.promise.catch(() => {});
    this.#ended.reject(this.#fault);
  }

  #receive(stanza: Stanza): void {
    if (this.#fault !== undefined) return;
    this.received += 1;
    if (!stanza.repeats) this.#lastMessage = undefined;
    else if (this.#lastMessage !== undefined) return this.#copyAgain(stanza, this.#lastMessage);
    if (this.#routeBack(stanza)) return;
    if (stanza.is('type', 'error')) {
      if (this.#phase?.stanza !== undefined && stanza.get('id').startsWith('ask')) this.#phase.stanza(stanza);
      else this.fail('the service answered with an error', stanza);
      return;
    }
    if (stanza.isA('presence')) return this.#presence(stanza);
    if (stanza.isA('iq') && (stanza.is('type', 'get') || stanza.is('type', 'set'))) return this.#answer(stanza);
    if (stanza.isA('message') && stanza.is('type', 'groupchat')) return this.#copy(stanza);
    this.#phase?.stanza?.(stanza);
  }

  /** What a component sends to its own domain comes back to it, as from a real server. */
  #routeBack(stanza: Stanza): boolean {
    const { service, users } = this.options;
    if (users === service || this.link.domain !== service) return false;
    const { from, to } = stanza.to;
    const text = stanza.here;
    const at = text.indexOf('@', from);
    const domain = at === -1 || at >= to ? from : at + 1;
    if (from === -1 || !text.startsWith(service, domain)) return false;
    const next = domain + service.length;
    if (next < to && text.charAt(next) !== '/') return false;
    // The bytes were read as latin1; they leave as the UTF-8 that they were.
    this.send(Buffer.from(stanza.source, 'latin1').toString('utf8'));
    return true;
  }

  #answer(stanza: Stanza): void {
    const addresses = `id='${stanza.get('id')}' from='${stanza.get('to')}' to='${stanza.get('from')}'`;
    const error = `<error type='cancel'><service-unavailable xmlns='${STANZA_ERRORS}'/></error>`;
    this.send(`<iq type='error' ${addresses}>${error}</iq>`);
  }

  #presence(stanza: Stanza): void {
    const room = this.#roomOf(stanza);
    if (room === undefined) return;
    const subject = room.subjectOf(stanza);
    // The room's own presence, its picture, say.
    if (subject === -1) return;
    const viewer = room.placeOf(this.userOf(stanza));
    const available = stanza.type.from === -1;
    if (!available && !stanza.is('type', 'unavailable')) return;
    if (viewer === -1) return this.fail('a presence for somebody who is not in the room', stanza);
    const wrong = room.book?.take(viewer, subject, available);
    if (wrong !== undefined) return this.fail(wrong, stanza);
    this.#phase?.presence?.(room, viewer, subject, available);
  }

  #copy(stanza: Stanza): void {
    const body = stanza.child('body');
    const room = this.#roomOf(stanza);
    if (body === undefined) return this.#phase?.stanza?.(stanza);
    // A notice of the room itself.
    if (room === undefined || stanza.from.to - stanza.from.from === room.jid.length) return;
    const place = room.placeOf(this.userOf(stanza));
    if (place === -1) return this.fail('a copy for somebody who is not in the room', stanza);
    if (room.order === undefined) return this.fail('a message that nobody sent', stanza);
    const taken = room.order.take(place, stanza, body);
    if (taken.kind === 'fault') return this.fail(taken.text, stanza);
    this.#lastRoom = room;
    this.#lastMessage = taken.message;
    this.#phase?.copy?.(room, place, taken.message);
  }

  /** A copy that is the one before to another address. */
  #copyAgain(stanza: Stanza, message: Sent): void {
    const room = this.#lastRoom;
    if (room?.order === undefined) return;
    const place = room.placeOf(this.userOf(stanza));
    if (place === -1) return this.fail('a copy for somebody who is not in the room', stanza);
    const taken = room.order.takeAgain(place, message);
    if (taken.kind === 'fault') return this.fail(taken.text, stanza);
    this.#phase?.copy?.(room, place, message);
  }

  /** The room that a stanza is from. */
  #roomOf(stanza: Stanza): Room | undefined {
    const { from, to } = stanza.from;
    if (from === -1) return undefined;
    const room = this.rooms[numberIn(stanza.text, from + 1, stanza.text.indexOf('@', from))];
    if (room === undefined || !stanza.text.startsWith(room.jid, from)) return undefined;
    const next = from + room.jid.length;
    return next === to || stanza.text.charCodeAt(next) === 47 /* / */ ? room : undefined;
  }

  /** The number of the user that a stanza is for, -1 if it is for no full JID of one. */
  userOf(stanza: Stanza): number {
    const { from, to } = stanza.to;
    const text = stanza.here;
    const at = text.indexOf('@', from);
    const isUser =
      from !== -1 && text.startsWith(this.options.users, at + 1) && at + 3 + this.options.users.length === to;
    if (!isUser || text.charCodeAt(to - 2) !== 47 /* / */) return -1;
    const person = numberIn(text, from + USER_START.length, at);
    const resource = text.charCodeAt(to - 1);
    if (person === -1 || resource === 114 /* r */) return person;
    return resource === 115 /* s */ ? person + SECOND_SESSION : -1;
  }
}
