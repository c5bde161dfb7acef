/**
 * Who left a room while the store was away, and so could not be let go. A client that has left waits for nothing and does
 * not say it again; it would get what is said there for as long as its session lasts. So they leave when the store is back.
 */
import type { Answer } from '../room/answer.ts';
import type { RoomRequest } from '../room/request.ts';
import type { Person } from '../room/state.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import { bareOf } from '../wire/jid.ts';

export interface FarewellsEnvironment {
  /** Undefined while the store cannot tell. */
  person(bare: string): Promise<Person | undefined>;
  ask(roomJid: string, request: RoomRequest): Promise<Answer | Refusal | undefined>;
}

/** Whoever comes beyond is told to wait, and found by an error when something is sent to them. */
const sessionsMax = 10_000;
const roomsOfOneMax = 200;
const ticksBetween = 4;

export class Farewells {
  readonly #env: FarewellsEnvironment;
  readonly #kept = new Map<string, Set<string>>();
  #ticks = 0;
  #busy = false;

  constructor(env: FarewellsEnvironment) {
    this.#env = env;
  }

  /** Whether it is seen to that the session leaves this room later. */
  keep(session: string, roomJid: string): boolean {
    const rooms = this.#kept.get(session) ?? new Set();
    if (this.#kept.size >= sessionsMax && rooms.size === 0) return false;
    if (rooms.size >= roomsOfOneMax && !rooms.has(roomJid)) return false;
    this.#kept.set(session, rooms.add(roomJid));
    return true;
  }

  /** They enter again, or have left by now. Whether they were still to leave. */
  forget(session: string, roomJid: string): boolean {
    const rooms = this.#kept.get(session);
    if (rooms?.delete(roomJid) !== true) return false;
    if (rooms.size === 0) this.#kept.delete(session);
    return true;
  }

  /** Called several times a second. */
  tick(): void {
    this.#ticks += 1;
    if (this.#busy || this.#kept.size === 0 || this.#ticks % ticksBetween !== 0) return;
    this.#busy = true;
    void this.#tellAll().finally(() => {
      this.#busy = false;
    });
  }

  /** The first that cannot be told ends it: then the store is still away. */
  async #tellAll(): Promise<void> {
    for (const [session, rooms] of this.#kept) {
      const person = await this.#env.person(bareOf(session));
      if (person === undefined) return;
      for (const roomJid of rooms) {
        // They may have come back while we looked.
        if (!rooms.has(roomJid)) continue;
        const request = { kind: 'leave', from: { session, person }, presence: '' } as const;
        const answer = await this.#env.ask(roomJid, request);
        if (answer !== undefined && isRefusal(answer) && answer.type === 'wait') return;
        this.forget(session, roomJid);
      }
    }
  }
}
