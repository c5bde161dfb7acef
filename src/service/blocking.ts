/**
 * Keeping people and domains out of the service. Who is blocked is refused at the gate; who is in a room at that moment
 * is taken out of it at once, also where the service ended in the middle of that. Administrators cannot be blocked: the
 * way back would be gone.
 */

import type { Clock } from '../ops/clock.ts';
import type { Log } from '../ops/log.ts';
import type { Party } from '../room/request.ts';
import type { Person } from '../room/state.ts';
import type { StreamId } from '../store/event.ts';
import { type Store, StoreError } from '../store/port.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import { bareOf, type Jid, prepareJid, splitJid } from '../wire/jid.ts';
import type { Block } from './blocked-list.ts';
import { reviewRequest } from './house/room-reviews.ts';
import type { People } from './people.ts';
import { blockedListFull, nobodyBlocked, notToBeBlocked, reasonTooLong, storeAway } from './refusals.ts';
import { roomKeyOf } from './room-loader.ts';
import type { Rooms } from './rooms.ts';
import type { ServiceRecord } from './service-codec.ts';
import { sideBySide } from './side-by-side.ts';

const blocksMax = 10_000;
const reasonCharactersMax = 1_000;
/** Sessions read at a time. */
const batch = 500;
/** Rooms that let somebody go at the same time. */
const roomsAtATime = 8;
const retryMilliseconds = 1_000;

export interface BlockingEnvironment {
  readonly store: Store;
  readonly log: Log;
  readonly clock: Clock;
  readonly record: ServiceRecord;
  readonly rooms: Rooms;
  readonly people: People;
  readonly domain: string;
  isServiceAdmin(person: Pick<Person, 'jid'>): boolean;
}

export interface BlockWish {
  /** Who wants it; whether they may is asked before. */
  readonly actor: Person;
  /** An address or a domain as people type it; of a full address, the person. */
  readonly jid: string;
  readonly reason?: string;
}

export class Blocking {
  readonly #env: BlockingEnvironment;
  #stopped = false;

  constructor(env: BlockingEnvironment) {
    this.#env = env;
  }

  isBlocked(jid: Pick<Jid, 'bare' | 'domain'>): boolean {
    const { record, isServiceAdmin } = this.#env;
    return record.state.blocked.covers(jid) && !isServiceAdmin({ jid: jid.bare });
  }

  /** In the order in which they were blocked. */
  blocked(): readonly Block[] {
    return [...this.#env.record.state.blocked.values()];
  }

  /** Settles when it is durable and nothing of them enters any more; they leave their rooms from then on. */
  async block({ actor, jid: typed, reason }: BlockWish): Promise<Refusal | undefined> {
    const { record, clock, domain, isServiceAdmin } = this.#env;
    const jid = prepareJid(typed);
    if (isRefusal(jid)) return jid;
    if (jid.bare === domain || isServiceAdmin({ jid: jid.bare })) return notToBeBlocked();
    if (reason !== undefined && reason.length > reasonCharactersMax) return reasonTooLong(reasonCharactersMax);
    const whom = await this.#person(jid.bare);
    if (whom === undefined) return storeAway();
    const refused = await record.change((state) => {
      const before = state.blocked.get(whom.jid);
      if (before !== undefined && before.reason === reason) return undefined;
      if (before === undefined && state.blocked.size >= blocksMax) return blockedListFull(blocksMax);
      const at = Math.max(clock.now(), state.at);
      const after: Block = { whom, by: actor, at, ...(reason !== undefined && { reason }) };
      return { kind: 'blocked', at, by: actor, ...(before && { before }), after };
    });
    if (refused === undefined) this.#turnOut(actor, jid);
    return refused;
  }

  async unblock({ actor, jid: typed }: Omit<BlockWish, 'reason'>): Promise<Refusal | undefined> {
    const jid = prepareJid(typed);
    if (isRefusal(jid)) return jid;
    return await this.#env.record.change((state) => {
      const before = state.blocked.get(jid.bare);
      if (before === undefined) return nobodyBlocked();
      return { kind: 'unblocked', at: Math.max(this.#env.clock.now(), state.at), by: actor, before };
    });
  }

  /** Takes out who should have left before the process ended. */
  resume(): void {
    const [last] = this.blocked().slice(-1);
    if (last !== undefined) this.#turnOut(last.by);
  }

  stop(): void {
    this.#stopped = true;
  }

  /** `only`: whom it is about; everybody who is blocked where that is left out. */
  #turnOut(actor: Person, only?: Jid): void {
    this.#turnOutOfAll({ session: this.#env.domain, person: actor }, only).catch((error: unknown) => {
      this.#env.log.error({ error }, 'who is blocked could not be taken out of all rooms');
    });
  }

  async #turnOutOfAll(from: Party, only: Jid | undefined): Promise<void> {
    const { clock, log } = this.#env;
    while (!this.#stopped) {
      try {
        // Those in memory first: what is not durable yet is in no index.
        await sideBySide(this.#env.rooms.jidsInMemory(), roomsAtATime, (jid) => this.#turnOutOf(jid, from));
        return await this.#turnOutBySession(from, only);
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        log.warn({ error }, 'who is blocked cannot be taken out of rooms; it is tried again');
      }
      await new Promise<void>((resolve) => void clock.after(retryMilliseconds, resolve));
    }
  }

  async #turnOutBySession(from: Party, only: Jid | undefined): Promise<void> {
    // The sessions of one person stand together.
    const prefix = only?.local === undefined ? undefined : `${only.bare}/`;
    let after = prefix;
    for (;;) {
      const page = await this.#env.store.sessions.list({ ...(after !== undefined && { after }), limit: batch });
      const theirs = prefix === undefined ? page : page.filter(({ session }) => session.startsWith(prefix));
      const blocked = theirs.filter(({ session }) => this.isBlocked(splitJid(session)));
      const streams = new Set(blocked.flatMap((one) => one.streams));
      await sideBySide(streams, roomsAtATime, (stream) => this.#turnOutOfStream(stream, from));
      after = page.at(-1)?.session;
      if (after === undefined || theirs.length < page.length || this.#stopped) return;
    }
  }

  async #turnOutOfStream(stream: StreamId, from: Party): Promise<void> {
    const entry = await this.#env.store.rooms.findByKey(roomKeyOf(stream));
    if (entry !== undefined) await this.#ask(entry.jid, from);
  }

  async #turnOutOf(roomJid: string, from: Party): Promise<void> {
    const room = this.#env.rooms.peek(roomJid)?.room;
    for (const { person } of room?.occupants.values() ?? []) {
      if (this.isBlocked(splitJid(person.jid))) return await this.#ask(roomJid, from);
    }
  }

  #ask(roomJid: string, from: Party): Promise<void> {
    const { rooms } = this.#env;
    return new Promise((resolve, reject) => {
      rooms.get(roomJid).submit(reviewRequest(from, false), (answer) => {
        if (answer !== undefined && isRefusal(answer) && answer.type === 'wait') reject(new StoreError(answer.text));
        else resolve();
      });
    });
  }

  #person(bare: string): Promise<Person | undefined> {
    return new Promise((resolve) => this.#env.people.resolve(bare, resolve));
  }
}

/** Whether somebody in a room is blocked, as the room asks it. */
export function isBlockedPerson(blocking: Pick<Blocking, 'isBlocked'>): (person: Person) => boolean {
  return ({ jid }) => blocking.isBlocked({ bare: bareOf(jid), domain: jid.slice(jid.indexOf('@') + 1) });
}
