/**
 * What is durable, told apart from what the service believes: every commit the store confirmed, and what the disk
 * holds after each death. Compaction takes nothing away from it.
 */
import type { NewEvent, StoredEvent } from '../../src/store/event.ts';
import type { Store } from '../../src/store/port.ts';

/** One durable event, as far as the checkers want to know. */
export interface Fact {
  readonly number: number;
  readonly kind: string;
  /** Full JID of whose session it concerns: who entered, left, posted. */
  readonly session: string;
  readonly cause?: string;
  readonly stanzaId?: string;
  /** Present on what is in the archive. */
  readonly ordinal?: number;
  readonly originId?: string;
  readonly id?: string;
  readonly body?: string;
  /** It became a tombstone; `body` is what it was. */
  readonly retracted?: true;
}

/** The record of one room: its events in order, without gaps. */
export interface Story {
  readonly room: string;
  readonly facts: readonly Fact[];
}

interface Payload {
  readonly resource?: string;
  readonly cause?: string;
  readonly stanzaId?: string;
  readonly originId?: string;
  readonly id?: string;
  readonly xml?: string;
}

export class Ledger {
  readonly #rooms = new Map<string, string>();
  readonly #people = new Map<string, string>();
  readonly #events = new Map<string, Map<number, NewEvent>>();
  readonly #stanzaIds = new Set<string>();
  /** Messages that are tombstones, by stream and number. */
  readonly #retracted = new Set<string>();
  /** Tombstones after which a dead process had left the message again, or text of it. */
  readonly resurrected: string[] = [];

  /** The same store; what it confirms is written down before the service hears of it. */
  tap(store: Store): Store {
    return {
      ...store,
      get pendingBytes() {
        return store.pendingBytes;
      },
      commit: async (commit) => {
        const outcome = await store.commit(commit);
        if (outcome.kind === 'committed') {
          for (const [i, event] of commit.events.entries()) this.#write(commit.stream, commit.first + i, event);
          for (const { number } of commit.replace ?? []) this.#retracted.add(`${commit.stream} ${number}`);
        }
        return outcome;
      },
      rooms: {
        ...store.rooms,
        claim: (room) => {
          this.#rooms.set(`room:${room.key}`, room.jid);
          return store.rooms.claim(room);
        },
      },
      people: {
        ...store.people,
        keys: async (jids) => {
          const keys = await store.people.keys(jids);
          for (const [jid, key] of keys) this.#people.set(key, jid);
          return keys;
        },
      },
    };
  }

  #write(stream: string, number: number, event: NewEvent): void {
    const events = this.#events.get(stream) ?? new Map<number, NewEvent>();
    this.#events.set(stream, events);
    events.set(number, event);
    if (event.kind === 'posted') this.#stanzaIds.add(stanzaIdOf(event) ?? '');
  }

  /** Reads what a dead process left behind. */
  async absorb(store: Store): Promise<void> {
    for (const stream of this.#rooms.keys()) {
      for (const event of await store.read({ stream, order: 'ascending', limit: 100_000 })) {
        this.#absorb(stream, event);
      }
    }
    const keys = [...this.#events.values()].flatMap((events) =>
      [...events.values()].flatMap(({ person }) => person ?? []),
    );
    for (const [key, jid] of await store.people.jids([...new Set(keys)])) this.#people.set(key, jid);
  }

  /** What a message was stays known here after the store has forgotten it. */
  #absorb(stream: string, event: StoredEvent): void {
    const name = `${stream} ${event.number}`;
    if (event.replaced) this.#retracted.add(name);
    if (this.#retracted.has(name) && (!event.replaced || /<body|<subject/.test(event.payload)))
      this.resurrected.push(name);
    const known = this.#events.get(stream)?.has(event.number) ?? false;
    if (!event.replaced || !known) this.#write(stream, event.number, event);
  }

  isDurable(stanzaId: string): boolean {
    return this.#stanzaIds.has(stanzaId);
  }

  /** Every room there ever was, in the order in which they were first written to. */
  stories(): Story[] {
    return [...this.#events].map(([stream, events]) => ({
      room: this.#rooms.get(stream) ?? stream,
      facts: [...events]
        .sort(([a], [b]) => a - b)
        .map(([number, event]) => {
          const fact = this.#fact(number, event);
          return this.#retracted.has(`${stream} ${number}`) ? { ...fact, retracted: true as const } : fact;
        }),
    }));
  }

  #fact(number: number, event: NewEvent): Fact {
    const payload = JSON.parse(event.payload) as Payload;
    const person = this.#people.get(event.person ?? '') ?? '';
    const stanzaId = event.kind === 'posted' ? stanzaIdOf(event) : undefined;
    const body = /<body[^>]*>([^<]*)</.exec(payload.xml ?? '')?.[1];
    return {
      number,
      kind: event.kind,
      session: payload.resource === undefined ? person : `${person}/${payload.resource}`,
      ...(payload.cause !== undefined && { cause: payload.cause }),
      ...(stanzaId !== undefined && { stanzaId }),
      ...(event.ordinal !== undefined && { ordinal: event.ordinal }),
      ...(payload.originId !== undefined && { originId: payload.originId }),
      ...(payload.id !== undefined && { id: payload.id }),
      ...(body !== undefined && { body }),
    };
  }
}

function stanzaIdOf(event: NewEvent): string | undefined {
  return event.archiveId ?? (JSON.parse(event.payload) as Payload).stanzaId;
}

/** Who is in the room at the end of its story, and since which event. */
export function present({ facts }: Story): Map<string, number> {
  const inside = new Map<string, number>();
  for (const { kind, session, number } of facts) {
    if (kind === 'entered' && !inside.has(session)) inside.set(session, number);
    else if (kind === 'left') inside.delete(session);
    else if (kind === 'destroyed') inside.clear();
  }
  return inside;
}
