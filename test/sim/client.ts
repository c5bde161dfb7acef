/**
 * A client as it should be: it remembers where it is by what it was told, sends again what it has not seen reflected,
 * enters again only when it is told that it is out, and never otherwise.
 */
import { child, type Element, serialize } from '../../src/wire/xml.ts';
import { body, errorOf, statuses } from '../world.ts';
import type { FreshStart, Hearing, Query, SenderError } from './checkers.ts';

export interface Post {
  readonly room: string;
  readonly originId: string;
  readonly body: string;
  attempts: number;
}

interface Heard {
  readonly room: string;
  readonly stanzaId: string;
  /** By its own nickname. */
  readonly own: boolean;
}

export interface Stay {
  belief: 'out' | 'entering' | 'in';
  nick: string;
  role: string;
  affiliation: string;
  /** It created the room, which waits for its first configuration. */
  mustConfigure: boolean;
  /** The nicknames it would show. */
  readonly shown: Set<string>;
  /** It has asked for history once: what it hears behind its own presence may be older than what it knows. */
  wantsHistory: boolean;
}

/** What clients saw, for the checkers. */
export class Observations {
  readonly heard: (Hearing | FreshStart)[] = [];
  readonly errors: SenderError[] = [];
  readonly queries: Query[] = [];
  /** Archive ids by query, as they came. */
  readonly results = new Map<string, string[]>();
  /** Breaches that can be told at once. */
  readonly breaches: string[] = [];
}

export interface ClientWorld {
  readonly observations: Observations;
  isDurable(stanzaId: string): boolean;
  /** Whether the record has the session in the room, and nothing since its last entering took it out. */
  isSeated(session: string, room: string): boolean;
}

export class Client {
  readonly jid: string;
  readonly bare: string;
  alive = true;
  readonly stays = new Map<string, Stay>();
  /** Not yet seen reflected, by origin-id. */
  readonly pending = new Map<string, Post>();
  /** The last archive ids heard, to page from. */
  readonly lastIds: string[] = [];
  /** Messages heard, to be taken back. */
  readonly messages: Heard[] = [];
  readonly #world: ClientWorld;
  /** Answers with payload, by the query's id; read by whoever asked. */
  readonly answers = new Map<string, Element>();

  constructor(jid: string, world: ClientWorld) {
    this.jid = jid;
    this.bare = jid.slice(0, jid.indexOf('/'));
    this.#world = world;
  }

  stay(room: string): Stay {
    const known = this.stays.get(room);
    if (known !== undefined) return known;
    const made: Stay = {
      belief: 'out',
      nick: '',
      role: 'none',
      affiliation: 'none',
      mustConfigure: false,
      shown: new Set(),
      wantsHistory: false,
    };
    this.stays.set(room, made);
    return made;
  }

  hear(stanza: Element): void {
    switch (stanza.name) {
      case 'presence':
        return this.#presence(stanza);
      case 'message':
        return this.#message(stanza);
      case 'iq':
        return this.#answer(stanza);
      default:
        throw new Error(`no stanza: ${serialize(stanza)}`);
    }
  }

  #presence(presence: Element): void {
    const { room, nick } = address(presence);
    const stay = this.stay(room);
    if (presence.attrs['type'] === 'error') {
      if (stay.belief === 'entering') stay.belief = 'out';
      return;
    }
    // The room's own presence shows its picture (XEP-0153), and nobody.
    if (nick === '') return;
    const codes = statuses(presence);
    if (presence.attrs['type'] === 'unavailable') stay.shown.delete(nick);
    else stay.shown.add(nick);
    if (!codes.includes(110)) return;
    if (presence.attrs['type'] === 'unavailable') {
      if (codes.includes(303)) return;
      stay.shown.clear();
      // "You are not in the room": said to somebody out of step only.
      if (codes.includes(307) && codes.includes(333)) this.#toldToEnterAgain(room, stay);
      stay.belief = 'out';
      return;
    }
    if (stay.wantsHistory) this.#world.observations.heard.push({ session: this.jid, room, stanzaId: undefined });
    const item = child(child(presence, 'x', 'http://jabber.org/protocol/muc#user') ?? presence, 'item');
    stay.belief = 'in';
    stay.nick = nick;
    stay.role = item?.attrs['role'] ?? 'none';
    stay.affiliation = item?.attrs['affiliation'] ?? 'none';
    if (codes.includes(201)) stay.mustConfigure = true;
  }

  #message(message: Element): void {
    const { room, nick } = address(message);
    const error = errorOf(message);
    if (error !== undefined) return this.#refused(message, room, error);
    const result = child(message, 'result', 'urn:xmpp:mam:2');
    if (result !== undefined) {
      const query = result.attrs['queryid'] ?? '';
      const ids = this.#world.observations.results.get(query) ?? [];
      this.#world.observations.results.set(query, ids);
      ids.push(result.attrs['id'] ?? '');
      return;
    }
    const stanzaId = child(message, 'stanza-id', 'urn:xmpp:sid:0')?.attrs['id'];
    if (stanzaId === undefined) return;
    const { observations } = this.#world;
    if (!this.#world.isDurable(stanzaId))
      observations.breaches.push(`early: ${this.jid} heard ${stanzaId} before it was durable`);
    observations.heard.push({ session: this.jid, room, stanzaId, body: body(message) });
    this.lastIds.push(stanzaId);
    this.messages.push({ room, stanzaId, own: nick === this.stay(room).nick });
    const originId = child(message, 'origin-id', 'urn:xmpp:sid:0')?.attrs['id'];
    if (originId !== undefined) this.pending.delete(originId);
  }

  #refused(message: Element, room: string, error: { readonly condition: string; readonly type: string }): void {
    const id = message.attrs['id'] ?? '';
    this.#world.observations.errors.push({ session: this.jid, room, id, condition: error.condition, type: error.type });
    if (error.condition !== 'not-acceptable' || error.type !== 'cancel' || id.startsWith('pm')) return;
    const stay = this.stay(room);
    if (stay.belief === 'in') this.#toldToEnterAgain(room, stay);
    stay.belief = 'out';
  }

  #toldToEnterAgain(room: string, stay: Stay): void {
    if (stay.belief !== 'in' || !this.#world.isSeated(this.jid, room)) return;
    this.#world.observations.breaches.push(`rejoin: ${this.jid} is in ${room}, and was told that it is not`);
  }

  #answer(iq: Element): void {
    const id = iq.attrs['id'] ?? '';
    const { observations } = this.#world;
    const query = observations.queries.findLast((one) => one.id === id && one.session === this.jid);
    if (query === undefined) {
      observations.breaches.push(`answers: ${this.jid} got an answer to nothing: ${serialize(iq)}`);
      return;
    }
    query.answers += 1;
    this.answers.set(id, iq);
    const error = child(iq, 'error');
    if (error === undefined) return;
    const condition = error.getChildElements()[0]?.name ?? '';
    observations.errors.push({
      session: this.jid,
      room: iq.attrs['from'] ?? '',
      id,
      condition,
      type: error.attrs['type'] ?? '',
    });
  }
}

function address(stanza: Element): { readonly room: string; readonly nick: string } {
  const from = stanza.attrs['from'] ?? '';
  const slash = from.indexOf('/');
  return slash === -1 ? { room: from, nick: '' } : { room: from.slice(0, slash), nick: from.slice(slash + 1) };
}
