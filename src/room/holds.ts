/**
 * Legal holds as rooms ask for them: what an administrator of the service wants kept, whatever settings and people say.
 * Who is covered is asked anew each time and never stored, as with all that is said of the house around a room.
 */
import type { Person } from './state.ts';

export interface Hold {
  readonly name: string;
  readonly reason?: string;
  readonly everything?: true;
  readonly rooms: readonly { readonly key: string; readonly jid: string }[];
  /** Keys. */
  readonly categories: readonly string[];
  /** What they wrote, wherever. */
  readonly people: readonly Person[];
  /** When it was created: milliseconds since 1970. */
  readonly at: number;
  /** Only what was said from then on, and until then: milliseconds since 1970, both included. */
  readonly from?: number;
  readonly until?: number;
}

/** Which room it is about: by its address, which it has for good; a migration gives it another key. */
export interface HeldRoom {
  readonly jid: string;
  readonly category: string;
}

export interface HeldMessage {
  /** Key of its sender. */
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export class HoldBook {
  readonly #holds = new Map<string, Hold>();
  readonly #rooms = new Map<string, Hold[]>();
  readonly #categories = new Map<string, Hold[]>();
  readonly #people = new Map<string, Hold[]>();
  readonly #everything: Hold[] = [];

  constructor(holds: Iterable<Hold> = []) {
    for (const hold of holds) this.#add(hold);
  }

  get size(): number {
    return this.#holds.size;
  }

  #add(hold: Hold): void {
    this.#holds.set(hold.name, hold);
    if (hold.everything) this.#everything.push(hold);
    for (const { jid } of hold.rooms) put(this.#rooms, jid, hold);
    for (const key of hold.categories) put(this.#categories, key, hold);
    for (const { key } of hold.people) put(this.#people, key, hold);
  }

  /** One that covers what was said in the room, whoever wrote it; with `until`, something of what was said until then. */
  onRoom(room: HeldRoom, until?: number): Hold | undefined {
    return this.#covering(room).find(({ from }) => from === undefined || until === undefined || from <= until);
  }

  /** One that covers what some people wrote: in which rooms that is, nobody knows without reading them. */
  onPeople(until?: number): Hold | undefined {
    for (const [hold] of this.#people.values()) {
      if (hold !== undefined && (hold.from === undefined || until === undefined || hold.from <= until)) return hold;
    }
    return undefined;
  }

  onCategory(key: string): Hold | undefined {
    return this.#categories.get(key)?.[0];
  }

  onMessage(room: HeldRoom, { by, at }: HeldMessage): Hold | undefined {
    if (this.#holds.size === 0) return undefined;
    return (
      this.#everything.find((hold) => isWithin(hold, at)) ??
      this.#rooms.get(room.jid)?.find((hold) => isWithin(hold, at)) ??
      this.#categories.get(room.category)?.find((hold) => isWithin(hold, at)) ??
      this.#people.get(by)?.find((hold) => isWithin(hold, at))
    );
  }

  /** Whether nothing of this room may go, whoever wrote it and whenever. */
  keepsAll(room: HeldRoom): boolean {
    return this.#covering(room).some(({ from, until }) => from === undefined && until === undefined);
  }

  #covering({ jid, category }: HeldRoom): readonly Hold[] {
    return [...this.#everything, ...(this.#rooms.get(jid) ?? []), ...(this.#categories.get(category) ?? [])];
  }
}

function isWithin({ from, until }: Hold, at: number): boolean {
  return (from === undefined || at >= from) && (until === undefined || at <= until);
}

function put(map: Map<string, Hold[]>, key: string, hold: Hold): void {
  const there = map.get(key);
  if (there === undefined) map.set(key, [hold]);
  else there.push(hold);
}

export const noHolds = new HoldBook();
