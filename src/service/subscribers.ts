/** Sessions that want to hear of activity (XEP-0437), and of which rooms each has still to be told. Bounded. */
import type { Party } from '../room/request.ts';
import type { Person } from '../room/state.ts';
import type { RoomKey } from '../store/event.ts';

const subscribersMax = 10_000;
/** Sessions of one person, so that nobody takes the places of all others. */
const perPersonMax = 20;
/** Pairs of a subscriber and a room, each some 100 bytes; with this many nobody new is taken, and no room awaited. */
const pairsMax = 500_000;

export interface Subscriber {
  readonly session: string;
  readonly person: Person;
  /** Rooms in which it is awaited that something is said, or has been told that it was. */
  readonly rooms: Set<RoomKey>;
  /** Its rooms are being looked at, and should be once more. */
  gathering: boolean;
  wanted: boolean;
}

interface Listeners {
  readonly awaiting: Set<Subscriber>;
  readonly told: Set<Subscriber>;
}

const nobody: ReadonlySet<Subscriber> = new Set();

export class Subscribers {
  readonly #bySession = new Map<string, Subscriber>();
  readonly #byPerson = new Map<string, Set<Subscriber>>();
  readonly #byRoom = new Map<RoomKey, Listeners>();
  #pairs = 0;

  get size(): number {
    return this.#bySession.size;
  }

  /** Whether there is a place for one more session of this bare JID. */
  hasPlaceFor(bare: string): boolean {
    return this.#bySession.size < subscribersMax && this.#pairs < pairsMax && this.of(bare).size < perPersonMax;
  }

  get(session: string): Subscriber | undefined {
    return this.#bySession.get(session);
  }

  has(subscriber: Subscriber): boolean {
    return this.#bySession.get(subscriber.session) === subscriber;
  }

  /** All sessions of this bare JID. */
  of(bare: string): ReadonlySet<Subscriber> {
    return this.#byPerson.get(bare) ?? nobody;
  }

  all(): Subscriber[] {
    return [...this.#bySession.values()];
  }

  add({ session, person }: Party): Subscriber {
    const known = this.#bySession.get(session);
    if (known !== undefined) return known;
    const subscriber: Subscriber = { session, person, rooms: new Set(), gathering: false, wanted: false };
    this.#bySession.set(session, subscriber);
    const others = this.#byPerson.get(person.jid) ?? new Set();
    this.#byPerson.set(person.jid, others.add(subscriber));
    return subscriber;
  }

  /** Says whether it was there. */
  remove(session: string): boolean {
    const subscriber = this.#bySession.get(session);
    if (subscriber === undefined) return false;
    this.releaseFrom(subscriber);
    this.#bySession.delete(session);
    const others = this.#byPerson.get(subscriber.person.jid);
    others?.delete(subscriber);
    if (others?.size === 0) this.#byPerson.delete(subscriber.person.jid);
    return true;
  }

  /** Whoever has still to be told when something is said in this room. */
  awaiting(key: RoomKey): ReadonlySet<Subscriber> {
    return this.#byRoom.get(key)?.awaiting ?? nobody;
  }

  /** False if it has been told of this room, or too much is awaited already. */
  await(key: RoomKey, subscriber: Subscriber): boolean {
    if (this.#pairs >= pairsMax && !subscriber.rooms.has(key)) return false;
    const room = this.#byRoom.get(key) ?? { awaiting: new Set(), told: new Set() };
    if (room.told.has(subscriber)) return false;
    this.#byRoom.set(key, room);
    room.awaiting.add(subscriber);
    if (!subscriber.rooms.has(key)) this.#pairs += 1;
    subscriber.rooms.add(key);
    return true;
  }

  /** False if it was not awaited any more. */
  told(key: RoomKey, subscriber: Subscriber): boolean {
    const room = this.#byRoom.get(key);
    if (room === undefined || !room.awaiting.delete(subscriber)) return false;
    room.told.add(subscriber);
    return true;
  }

  /** Neither awaited nor told: it is there itself, or not concerned any more. */
  release(key: RoomKey, subscriber: Subscriber): void {
    if (!subscriber.rooms.delete(key)) return;
    this.#pairs -= 1;
    const room = this.#byRoom.get(key);
    room?.awaiting.delete(subscriber);
    room?.told.delete(subscriber);
    if (room !== undefined && room.awaiting.size + room.told.size === 0) this.#byRoom.delete(key);
  }

  /** The room is no more. */
  releaseAll(key: RoomKey): void {
    const room = this.#byRoom.get(key);
    if (room === undefined) return;
    for (const subscriber of [...room.awaiting, ...room.told]) this.release(key, subscriber);
  }

  /** Of all its rooms. */
  releaseFrom(subscriber: Subscriber): void {
    for (const key of [...subscriber.rooms]) this.release(key, subscriber);
  }
}
