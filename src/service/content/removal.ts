/**
 * Taking away what was said in a room, in bounded steps: clearing it up to a date, and removing or replacing the messages
 * that an administrator means. A step is one request to the room, which nothing comes between; what it has done is durable
 * when it settles, and doing it again does nothing. Whoever runs the steps keeps how far they are.
 */
import type { Answer, Content } from '../../room/answer.ts';
import type { Purged } from '../../room/events.ts';
import { removedAmong } from '../../room/removals.ts';
import type { Party, RoomRequest } from '../../room/request.ts';
import type { Moderation } from '../../room/retract.ts';
import type { Room } from '../../room/state.ts';
import type { Store } from '../../store/port.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import { moderationText } from '../../wire/xep/xep0425.ts';
import { occupantId } from '../occupant-id.ts';
import { roomGone } from '../refusals.ts';
import { findByStanzaId } from '../retracted.ts';
import { roomStream } from '../room-loader.ts';
import { countMeant, nextWindow, type ScanWish, type Span, withVersions } from './scan.ts';

export interface RemovalEnvironment {
  readonly store: Store;
  ask(roomJid: string, request: RoomRequest): Promise<Answer | Refusal | undefined>;
  askReading(
    roomJid: string,
    read: (room: Room, store: Store) => Promise<RoomRequest | Refusal>,
  ): Promise<Answer | Refusal | undefined>;
}

/** Whose word it is, and which room is meant: another one under the same address is not touched. */
export interface Order {
  readonly room: string;
  readonly key: string;
  readonly from: Party;
  /** The job that has it done, and when that was begun. */
  readonly job: string;
  readonly since: number;
}

export interface RemovalOrder extends Order {
  readonly wish: ScanWish;
  /** What stands in the place of each message; not used where nothing stays. */
  readonly text: string;
  /** Each is told to those who are in the room, as a moderator's word is. */
  readonly announced: boolean;
}

/** What is behind this step, and what is left; `next` is undefined where it was the last one. */
export interface StepDone {
  readonly messages: number;
  readonly next?: number;
}

/** Which part of the record is meant, and how much is in it. */
export interface Extent extends Span {
  readonly key: string;
  readonly messages: number;
  readonly atLeast: boolean;
}

/** What the audit is told. */
export interface Noted {
  readonly asked: Readonly<Record<string, string>>;
  readonly messages: number;
}

const readAtATime = 500;
/** Newest changes of a room among which a job looks for its own, after a kill at its very end. */
const notedMax = 20;

export class ContentRemoval {
  readonly #env: RemovalEnvironment;

  constructor(env: RemovalEnvironment) {
    this.#env = env;
  }

  /** What there is to remove. Nothing is changed. */
  async measure(room: string, from: Party, wish: ScanWish): Promise<Extent | Refusal> {
    const content = await this.#contentOf(room, from);
    if (isRefusal(content)) return content;
    const { store } = this.#env;
    const stream = roomStream(content.key);
    const { since, until } = wish;
    const after = since === undefined ? 0 : (await store.numberAt({ stream, time: since })) - 1;
    const end = until === undefined ? content.number : (await store.numberAt({ stream, time: until + 1 })) - 1;
    const span = { after, through: Math.min(end, content.number) };
    return { ...span, key: content.key, ...(await countMeant(store, content, span, wish)) };
  }

  /** Takes the next ones away. */
  async removeSome(order: RemovalOrder, span: Span): Promise<StepDone | Refusal> {
    return order.announced ? this.#announceSome(order, span) : this.#removeSome(order, span);
  }

  async #removeSome({ room: jid, key, from, job, wish, text }: RemovalOrder, span: Span): Promise<StepDone | Refusal> {
    let next: number | undefined;
    const answer = await this.#env.askReading(jid, async (room, store) => {
      if (room.key !== key) return roomGone();
      const window = await nextWindow(store, room, span, wish);
      next = window.next;
      const messages = await withVersions(store, room, window.found, wish);
      const moderation = wish.replace ? { moderation: moderationBy(room, from, text) } : {};
      return { kind: 'remove-messages', from, job, messages, ...moderation };
    });
    return doneBy(answer, next);
  }

  async #announceSome({ room: jid, key, from, wish, text }: RemovalOrder, span: Span): Promise<StepDone | Refusal> {
    const content = await this.#contentOf(jid, from);
    if (isRefusal(content)) return content;
    if (content.key !== key) return roomGone();
    const window = await nextWindow(this.#env.store, content, span, wish);
    let count = 0;
    for (const { stanzaId } of window.found) {
      let fresh = 0;
      const answer = await this.#env.askReading(jid, async (room, store) => {
        if (room.key !== key) return roomGone();
        const messages = await findByStanzaId(store, room, stanzaId);
        fresh = messages.filter(({ retracted }) => !retracted).length;
        const moderation = moderationBy(room, from, text);
        return { kind: 'moderate', from, messages, moderation, xml: moderationText({ id: stanzaId, ...moderation }) };
      });
      // One that somebody took back meanwhile is gone as it should be.
      if (answer !== undefined && isRefusal(answer) && answer.condition !== 'item-not-found') return answer;
      count += fresh;
    }
    return { messages: count, ...(window.next !== undefined && { next: window.next }) };
  }

  /** What clearing up to this time (in milliseconds since 1970, included) would take. */
  async measureClear(room: string, from: Party, until: number): Promise<Extent | Refusal> {
    const content = await this.#contentOf(room, from, until);
    if (isRefusal(content)) return content;
    const place = await lastPlace(this.#env.store, content, until);
    const { key, clearedThrough } = content;
    return { key, after: clearedThrough, ...place, atLeast: false };
  }

  /** From when it settles, nobody finds anything of it; what is stored is cut by `cutSome`. */
  async clear({ room: jid, key, from }: Order, through: number): Promise<StepDone | Refusal> {
    const answer = await this.#env.askReading(jid, async (room, store) => {
      if (room.key !== key) return roomGone();
      const [until, ordinal] = [await timeAt(store, room, through), await lastOrdinal(store, room, through)];
      return { kind: 'clear', from, through, ordinal, until };
    });
    return doneBy(answer, undefined);
  }

  async cutSome({ room: jid, key, from, job }: Order, span: Span): Promise<StepDone | Refusal> {
    let next: number | undefined;
    const answer = await this.#env.askReading(jid, async (room, store) => {
      if (room.key !== key) return roomGone();
      const window = await nextWindow(store, { key, clearedThrough: 0 }, span, { replace: false, everybody: true });
      next = window.next;
      return { kind: 'remove-messages', from, job, messages: window.found };
    });
    return doneBy(answer, next);
  }

  /** How many messages a job has taken away without a word, whatever it remembers itself. */
  async removedBy({ key, job, since }: Order): Promise<number> {
    const { store } = this.#env;
    const stream = roomStream(key);
    let after = (await store.numberAt({ stream, time: since })) - 1;
    let messages = 0;
    for (;;) {
      const events = await store.read({ stream, after, order: 'ascending', limit: readAtATime });
      for (const { kind, payload } of events) {
        const purged = kind === 'purged' ? (JSON.parse(payload) as Pick<Purged, 'job' | 'messages'>) : undefined;
        if (purged?.job === job) messages += purged.messages;
      }
      const last = events.at(-1);
      if (events.length < readAtATime || last === undefined) return messages;
      after = last.number;
    }
  }

  /** For the audit, when all is done; once for each job. */
  async note({ room, key, from, job, since }: Order, told: Noted): Promise<Refusal | undefined> {
    const { store, ask } = this.#env;
    const { events } = await store.audit({ stream: roomStream(key), since, limit: notedMax });
    const noted = events.filter(({ kind }) => kind === 'content-removed');
    if (noted.some(({ payload }) => (JSON.parse(payload) as { job?: string }).job === job)) return undefined;
    const answer = await ask(room, { kind: 'note-removal', from, job, ...told });
    return answer !== undefined && isRefusal(answer) ? answer : undefined;
  }

  async #contentOf(room: string, from: Party, until?: number): Promise<Content | Refusal> {
    const all = until === undefined ? {} : { until };
    const answer = await this.#env.ask(room, { kind: 'ask-content', from, ...all });
    if (answer !== undefined && isRefusal(answer)) return answer;
    return answer?.kind === 'content' ? answer : roomGone();
  }
}

/** How many messages there are up to a time, in milliseconds since 1970. */
export async function messagesUntil(store: Store, room: Counted, until: number): Promise<number> {
  return (await lastPlace(store, room, until)).messages;
}

type Counted = Pick<Room, 'key' | 'number' | 'clearedThrough' | 'removals'>;

/** The last event until a time, and how many messages are there up to it. */
async function lastPlace(
  store: Store,
  room: Counted,
  until: number,
): Promise<{ readonly through: number; readonly messages: number }> {
  const stream = roomStream(room.key);
  const through = Math.min((await store.numberAt({ stream, time: until + 1 })) - 1, room.number);
  const ordinal = await lastOrdinal(store, room, through);
  return { through, messages: ordinal - (removedAmong(room.removals, [1, ordinal]) ?? 0) };
}

/** Of what is still there; 0 where nothing is. */
async function lastOrdinal(
  store: Store,
  { key, clearedThrough }: Pick<Room, 'key' | 'clearedThrough'>,
  through: number,
): Promise<number> {
  const range = { stream: roomStream(key), after: clearedThrough, before: through + 1 };
  const [last] = await store.read({ ...range, order: 'descending', limit: 1, archived: true });
  return last?.ordinal ?? 0;
}

/** When the last event up to this one was; events between may have been thrown away. */
async function timeAt(store: Store, { key, at }: Pick<Room, 'key' | 'at'>, through: number): Promise<number> {
  const range = { stream: roomStream(key), before: through + 1 };
  const [last] = await store.read({ ...range, order: 'descending', limit: 1 });
  return last?.at ?? at;
}

function moderationBy(room: Room, { person }: Party, reason: string): Moderation {
  return { by: room.jid, occupantId: occupantId(room.key, person.key), reason };
}

function doneBy(answer: Answer | Refusal | undefined, next: number | undefined): StepDone | Refusal {
  if (answer !== undefined && isRefusal(answer)) return answer;
  const messages = answer?.kind === 'removed' ? answer.messages : 0;
  return { messages, ...(next !== undefined && { next }) };
}
