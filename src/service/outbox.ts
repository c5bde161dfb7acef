/**
 * What leaves: deliveries become text and go to the stream, in the order in which they are given. While a
 * session waits for its history, what comes later for it waits behind.
 */
import type { Log } from '../ops/log.ts';
import type { Delivery, EchoDelivery, ReplayDelivery, RosterDelivery } from '../room/delivery.ts';
import type { MentionDelivery } from '../room/mentions.ts';
import type { Room } from '../room/state.ts';
import { type SplicedBytes, textOf } from '../wire/copies.ts';
import { type Spliced, spliceTo } from '../wire/splice.ts';
import { readPosted } from './event-codec.ts';
import { type HistoryEnvironment, readHistory } from './history.ts';
import type { Lane } from './lanes.ts';
import type { PresenceTexts } from './presence-texts.ts';
import { render } from './render.ts';
import { roomStream } from './room-loader.ts';

export interface OutboxEnvironment extends HistoryEnvironment {
  readonly log: Log;
  /** The room's own way to the stream. */
  readonly lane: Lane;
  readonly presenceTexts: PresenceTexts;
  /** Whether this bare JID may be told now that it was mentioned. */
  mayBeTold(bare: string): boolean;
}

/** A roster as it was when it was decided; everything else may be rendered when it leaves. */
export interface RenderedRoster {
  readonly kind: 'rendered roster';
  readonly stanzas: readonly SplicedBytes[];
  readonly to: string;
}

export type Prepared = Exclude<Delivery, RosterDelivery> | RenderedRoster;

/** What may wait for one session behind its history; beyond that the history is cut short. */
const heldCharactersMax = 1_000_000;

/** What a session waits for, in order: `read` until its text has come from the store. */
interface Part {
  readonly kind: 'read' | 'said';
  text: string | undefined;
}

interface Held {
  parts: Part[];
  characters: number;
}

function isRoster(delivery: Delivery): delivery is RosterDelivery {
  return delivery.kind === 'roster';
}

export class RoomOutbox {
  readonly #env: OutboxEnvironment;
  readonly #held = new Map<string, Held>();
  readonly #whenFree: (() => void)[] = [];

  constructor(env: OutboxEnvironment) {
    this.#env = env;
  }

  /** What shows the room as it is now is taken before the room changes. */
  prepare(deliveries: readonly Delivery[], room: Room): readonly Prepared[] {
    if (!deliveries.some(isRoster)) return deliveries as readonly Exclude<Delivery, RosterDelivery>[];
    return deliveries.map((delivery) => (isRoster(delivery) ? this.#roster(delivery, room) : delivery));
  }

  #roster(delivery: RosterDelivery, room: Room): RenderedRoster {
    return { kind: 'rendered roster', stanzas: this.#env.presenceTexts.roster(room, delivery), to: delivery.to };
  }

  deliver(delivery: Delivery | Prepared, room: Room): void {
    switch (delivery.kind) {
      case 'replay':
        return this.#replay(delivery, room);
      case 'echo':
        return this.#echo(delivery, room);
      case 'roster':
        return this.#each(this.#roster(delivery, room));
      case 'rendered roster':
        return this.#each(delivery);
      case 'affiliations':
        // Of the two that tell of a change, often nobody is there for one.
        return delivery.to.length === 0 ? undefined : this.send(render(delivery, room), delivery.to);
      case 'mention':
        return this.#tellAway(delivery, room);
      default:
        return this.send(render(delivery, room), delivery.to);
    }
  }

  send(spliced: Spliced, to: readonly string[]): void {
    if (this.#held.size === 0) return this.#env.lane.sendCopies(spliced, to);
    const free: string[] = [];
    for (const session of to) {
      const held = this.#held.get(session);
      if (held === undefined) free.push(session);
      else this.#hold(session, held, spliceTo(spliced, session));
    }
    this.#env.lane.sendCopies(spliced, free);
  }

  #tellAway(delivery: MentionDelivery, room: Room): void {
    const to = delivery.to.filter((bare) => this.#env.mayBeTold(bare));
    if (to.length > 0) this.#env.lane.sendCopies(render(delivery, room), to);
  }

  #each({ stanzas, to }: RenderedRoster): void {
    const held = this.#held.get(to);
    if (held === undefined) this.#env.lane.sendEach(stanzas, to);
    else this.#hold(to, held, textOf(stanzas, to));
  }

  #hold(session: string, held: Held, text: string): void {
    const last = held.parts.at(-1);
    if (last?.kind === 'said') last.text += text;
    else held.parts.push({ kind: 'said', text });
    held.characters += text.length;
    if (held.characters <= heldCharactersMax) return;
    this.#env.log.warn({ session }, 'a newcomer is told no history: too much was said meanwhile');
    held.parts = held.parts.map((part) => ({ kind: 'said', text: part.text ?? '' }));
    this.#release(session, held);
  }

  #replay(delivery: ReplayDelivery, room: Room): void {
    if (delivery.history.messagesMax === 0 || delivery.history.charactersMax === 0) return;
    this.#behindRead(delivery.to, () => readHistory(this.#env, room, delivery));
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
      const personKey = event?.person ?? '';
      const from = `${room.jid}/${message.nick}`;
      const copy = { kind: 'reflection' as const, from, personKey, ...message, to: [delivery.to] };
      return spliceTo(render(copy, room), delivery.to);
    });
  }

  #behindRead(session: string, read: () => Promise<string>): void {
    const held = this.#held.get(session) ?? { parts: [], characters: 0 };
    this.#held.set(session, held);
    const part: Part = { kind: 'read', text: undefined };
    held.parts.push(part);
    read()
      .catch((error: unknown) => {
        this.#env.log.warn({ session, error }, 'history could not be read; the newcomer gets none');
        return '';
      })
      .then((text) => {
        part.text = text;
        this.#release(session, held);
      })
      .catch((error: unknown) => this.#env.log.error({ session, error }, 'history could not be sent'));
  }

  /** Sends what waits for no reading any more. */
  #release(session: string, held: Held): void {
    while (held.parts[0]?.text !== undefined) {
      const part = held.parts.shift();
      const text = part?.text ?? '';
      if (part?.kind === 'said') held.characters -= text.length;
      if (text !== '') this.#env.lane.send(text);
    }
    if (held.parts.length > 0 || this.#held.get(session) !== held) return;
    this.#held.delete(session);
    if (this.#held.size > 0) return;
    for (const then of this.#whenFree.splice(0)) then();
  }

  /** What waits was for a stream that was cut: it is lost with it, and what is durable is sent again in its order. */
  forget(): void {
    this.#env.lane.clear();
    for (const held of this.#held.values()) held.parts = [];
    this.#held.clear();
    for (const then of this.#whenFree.splice(0)) then();
  }

  /** Settles when nobody waits for a reading any more, and all has been given to the stream. */
  async settled(): Promise<void> {
    if (this.#held.size > 0) await new Promise<void>((resolve) => this.#whenFree.push(resolve));
    await this.#env.lane.emptied();
  }

  /** Whether somebody has still to get what has left the room already. */
  get holding(): boolean {
    return this.#held.size > 0 || !this.#env.lane.empty;
  }
}
