/**
 * What leaves: deliveries become text and go to the stream, in the order in which they are given. While a
 * session waits for its history, what comes later for it waits behind.
 */
import type { Log } from '../ops/log.ts';
import type { Delivery, EchoDelivery, ReplayDelivery } from '../room/outcome.ts';
import type { Room } from '../room/state.ts';
import type { Store } from '../store/port.ts';
import { escapeAttribute, type Spliced, spliceTo } from '../wire/splice.ts';
import { readPosted } from './codec.ts';
import { readHistory } from './history.ts';
import { render } from './render.ts';
import { roomStream } from './room-loader.ts';

export interface OutboxEnvironment {
  readonly store: Store;
  readonly log: Log;
  /** Text of whole stanzas, for the stream. */
  send(text: string): void;
}

/** What may wait for one session behind its history; beyond that the history is cut short. */
const heldCharactersMax = 1_000_000;

interface Held {
  text: string;
  /** Reads that have to end before the session hears more; they take place one after the other. */
  reads: number;
  last: Promise<void>;
}

export class RoomOutbox {
  readonly #env: OutboxEnvironment;
  readonly #held = new Map<string, Held>();
  /** Recipients as attribute values; the audience of a room is the same array from message to message. */
  #escaped: { readonly of: readonly string[]; readonly as: readonly string[] } | undefined;

  constructor(env: OutboxEnvironment) {
    this.#env = env;
  }

  deliver(delivery: Delivery, room: Room): void {
    switch (delivery.kind) {
      case 'replay':
        return this.#replay(delivery, room);
      case 'echo':
        return this.#echo(delivery, room);
      default:
        return this.send(render(delivery, room.jid), delivery.to);
    }
  }

  send(spliced: Spliced, to: readonly string[]): void {
    if (to.length === 0) return;
    if (this.#held.size === 0) return this.#env.send(spliceTo(spliced, this.#recipients(to)));
    const free: string[] = [];
    for (const session of to) {
      const held = this.#held.get(session);
      if (held === undefined) free.push(escapeAttribute(session));
      else this.#hold(session, held, spliceTo(spliced, [escapeAttribute(session)]));
    }
    if (free.length > 0) this.#env.send(spliceTo(spliced, free));
  }

  #recipients(to: readonly string[]): readonly string[] {
    if (to.length === 1) return [escapeAttribute(to[0] ?? '')];
    if (this.#escaped?.of !== to) this.#escaped = { of: to, as: to.map(escapeAttribute) };
    return this.#escaped.as;
  }

  #hold(session: string, held: Held, text: string): void {
    held.text += text;
    if (held.text.length <= heldCharactersMax) return;
    this.#env.log.warn({ session }, 'a newcomer is told no history: too much was said meanwhile');
    this.#held.delete(session);
    this.#env.send(held.text);
  }

  #replay(delivery: ReplayDelivery, room: Room): void {
    if (delivery.history.messagesMax === 0 || delivery.history.charactersMax === 0) return;
    this.#behindRead(delivery.to, () => readHistory(this.#env.store, room, delivery));
  }

  #echo(delivery: EchoDelivery, room: Room): void {
    this.#behindRead(delivery.to, async () => {
      const [event] = await this.#env.store.read({
        stream: roomStream(room.key),
        after: delivery.number - 1,
        before: delivery.number + 1,
        order: 'ascending',
        limit: 1,
      });
      const message = event && readPosted(event);
      if (message === undefined) return '';
      const copy = { kind: 'reflection' as const, from: `${room.jid}/${message.nick}`, ...message, to: [delivery.to] };
      return spliceTo(render(copy, room.jid), [escapeAttribute(delivery.to)]);
    });
  }

  #behindRead(session: string, read: () => Promise<string>): void {
    const held = this.#held.get(session) ?? { text: '', reads: 0, last: Promise.resolve() };
    this.#held.set(session, held);
    const before = held.text;
    held.text = '';
    held.reads += 1;
    held.last = held.last
      .then(read)
      .catch((error: unknown) => {
        this.#env.log.warn({ session, error }, 'history could not be read; the newcomer gets none');
        return '';
      })
      .then((text) => this.#release(session, held, before + text));
  }

  #release(session: string, held: Held, text: string): void {
    if (this.#held.get(session) !== held) return;
    if (text !== '') this.#env.send(text);
    held.reads -= 1;
    if (held.reads > 0) return;
    this.#held.delete(session);
    if (held.text !== '') this.#env.send(held.text);
  }
}
