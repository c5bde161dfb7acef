/** Puts one stream of a file into a store: its events, its snapshot, and the address of a room last, so that nobody finds half of it. */
import { loadRoom, nowhere, roomKeyOf } from '../service/room-loader.ts';
import type { StoredEvent } from '../store/event.ts';
import { inParts } from '../store/in-parts.ts';
import type { Store } from '../store/port.ts';
import { eventOf, type SectionLine, type StreamHead } from './format.ts';
import type { WordsHere } from './words-here.ts';

/** Of events that are given to the store at a time. */
const eventsMax = 1_000;
const charactersMax = 1_048_576;
/** Sessions given at a time. */
const sessionsMax = 500;

export interface StreamImportEnvironment {
  readonly store: Store;
  readonly words: WordsHere;
  /** Nothing is written. */
  readonly dry: boolean;
  /** So many events are there now. */
  written(events: number): Promise<void>;
}

export class StreamImport {
  readonly #env: StreamImportEnvironment;
  readonly #head: StreamHead;
  /** What was there when an import was broken off. */
  readonly #there: number;
  readonly #parts = new Map<string, string[]>();
  #events: StoredEvent[] = [];
  #characters = 0;

  private constructor(env: StreamImportEnvironment, head: StreamHead, there: number) {
    this.#env = env;
    this.#head = head;
    this.#there = there;
  }

  static async begin(env: StreamImportEnvironment, head: StreamHead): Promise<StreamImport> {
    return new StreamImport(env, head, env.dry ? 0 : await env.store.lastNumber(head.stream));
  }

  async take(line: SectionLine): Promise<void> {
    const { words } = this.#env;
    if (line.is === 'part') {
      const texts = this.#parts.get(line.part) ?? [];
      texts.push(line.text);
      this.#parts.set(line.part, texts);
    } else if (line.is === 'event') {
      if (line.number <= this.#there) return;
      const event = eventOf(this.#head.stream, line);
      const person = event.person === undefined ? {} : { person: words.word(event.person) };
      this.#events.push({ ...event, ...person, payload: words.text(event.payload) });
      this.#characters += event.payload.length;
      if (this.#events.length >= eventsMax || this.#characters >= charactersMax) await this.#write();
    }
  }

  /** Why it cannot be used as it is, or nothing. */
  async end(): Promise<string | undefined> {
    const { store, words, dry } = this.#env;
    const { stream, snapshot, room } = this.#head;
    await this.#write();
    if (dry) return undefined;
    if (snapshot !== undefined) {
      const parts = Array.from(this.#parts, ([name, texts]) => [name, words.text(texts.join(''))] as const);
      this.#parts.clear();
      await store.saveSnapshot({ stream, number: snapshot, parts: Object.fromEntries(parts) });
    }
    if (room === undefined) return undefined;
    const { jid, listing } = room;
    await store.rooms.claim({ jid, key: roomKeyOf(stream) });
    if (listing !== undefined) {
      await store.rooms.describe({ jid, listing: { ...listing, category: words.word(listing.category) } });
    }
    return this.#find(jid);
  }

  /** Reads the room as the service will, and writes down who is in it: then they are looked for when it starts. */
  async #find(jid: string): Promise<string | undefined> {
    const { store } = this.#env;
    const { stream } = this.#head;
    try {
      const { room } = await loadRoom({ store, directory: nowhere }, jid);
      const sessions = [...room.sessions.keys()];
      for (const some of inParts(sessions, sessionsMax)) {
        await store.transfer.restoreSessions(some.map((session) => ({ session, streams: [stream] })));
      }
      return undefined;
    } catch (error) {
      return `${jid} was taken, but cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  async #write(): Promise<void> {
    const events = this.#events;
    this.#events = [];
    this.#characters = 0;
    if (events.length === 0) return;
    if (!this.#env.dry) await this.#env.store.transfer.restoreEvents({ stream: this.#head.stream, events });
    await this.#env.written(events.length);
  }
}
