/**
 * Who wants to hear that something is said in rooms they belong to and are not in (XEP-0437): once for each room until
 * they have been there again. A message costs something only where somebody has still to be told of its room.
 */
import type { Clock } from '../ops/clock.ts';
import type { Log } from '../ops/log.ts';
import { isPerson } from '../principal-text.ts';
import { affiliationOf, belongs, factsOf, may } from '../room/access.ts';
import type { Directory } from '../room/directory.ts';
import type { RoomEvent } from '../room/events.ts';
import { isTalk } from '../room/message-rate.ts';
import type { Party } from '../room/request.ts';
import type { Person, Room } from '../room/state.ts';
import type { Membership, RoomEntry, Store } from '../store/port.ts';
import type { Jid } from '../wire/jid.ts';
import { domainOf } from '../wire/jid.ts';
import { spliceAround } from '../wire/splice.ts';
import type { Sending } from '../wire/stream.ts';
import { noStoreText } from '../wire/xep/xep0334.ts';
import { activityText, asksForActivity } from '../wire/xep/xep0437.ts';
import type { Element } from '../wire/xml.ts';
import { ActivityRecord } from './activity-record.ts';
import { readPosted } from './event-codec.ts';
import { FewAtATime } from './few-at-a-time.ts';
import { refuse } from './iq.ts';
import { tooManySubscribers } from './refusals.ts';
import { isRoomStream, roomKeyOf, roomStream } from './room-loader.ts';
import { sideBySide } from './side-by-side.ts';
import { type Subscriber, Subscribers } from './subscribers.ts';

/** Rooms of one person that are looked at. */
const roomsMax = 1_000;
const groupsMax = 200;
const page = 100;
/** Rooms that are looked at together, for each of those who are looked after. */
const atATime = 4;
/** Newest messages of a room that are looked at: reactions and the like are none. */
const messagesMax = 20;
/** Addresses in one notification, in characters. */
const charactersMax = 30_000;
/** After a start or a cut, as each has all of its rooms looked at. */
const renewedPerSecond = 50;
const retryMilliseconds = 1_000;

export interface ActivityEnvironment {
  readonly store: Store;
  readonly log: Log;
  readonly clock: Clock;
  readonly domain: string;
  readonly lane: Sending;
  readonly house: { readonly directory: Directory };
  /** Whether this person may have nothing to do with the service. */
  isBlocked(person: Person): boolean;
}

export class Activity {
  readonly #env: ActivityEnvironment;
  readonly #subscribers = new Subscribers();
  readonly #record: ActivityRecord;
  readonly #gatherings = new FewAtATime({ atATime: 4, waitingMax: 10_000 });
  #restored = false;
  #round = 0;

  constructor(env: ActivityEnvironment) {
    this.#env = env;
    this.#record = new ActivityRecord(env);
  }

  /** Whether a presence to the service asks to be told, or ends a session that is (§3). */
  concerns(presence: Element, { full }: Jid): boolean {
    return presence.attrs['type'] === 'unavailable'
      ? this.#subscribers.get(full) !== undefined || !this.#restored
      : asksForActivity(presence);
  }

  /** Such a presence, when it is known who sent it. */
  take(presence: Element, from: Party): void {
    if (presence.attrs['type'] === 'unavailable') return this.end(from.session);
    const known = this.#subscribers.get(from.session);
    if (known === undefined && !this.#subscribers.hasPlaceFor(from.person.jid))
      return refuse(presence, tooManySubscribers(), this.#env.lane);
    // Asked again, it is for what was not told yet.
    if (known === undefined) this.#record.save(from);
    this.#gather(known ?? this.#subscribers.add(from));
  }

  end(session: string): void {
    // Before it is known who was there, it may be one of them.
    if (this.#subscribers.remove(session) || !this.#restored) this.#record.forget(session);
  }

  /** What was told on a stream that is gone may be lost: everybody who is still there is told again. */
  up(): void {
    this.stop();
    const round = this.#round;
    this.#renew(round).catch((error: unknown) => {
      this.#env.log.warn({ error }, 'who wants to hear of activity could not be looked up; it is tried again');
      this.#env.clock.after(retryMilliseconds, () => round === this.#round && this.up());
    });
  }

  stop(): void {
    this.#round += 1;
  }

  /** Called for every commit of a room, when it is durable. */
  happened(room: Room, events: readonly RoomEvent[]): void {
    if (this.#subscribers.size === 0) return;
    try {
      for (const event of events) this.#follow(room, event);
    } catch (error) {
      // Our own bug: the room must not suffer from it.
      this.#env.log.error({ room: room.jid, error }, 'activity of a room could not be told');
    }
  }

  #follow(room: Room, event: RoomEvent): void {
    switch (event.kind) {
      case 'posted':
        if (isTalk(event)) this.#tellOf(room);
        return;
      case 'entered': {
        const subscriber = this.#subscribers.get(`${event.by.jid}/${event.resource}`);
        if (subscriber !== undefined) this.#subscribers.release(room.key, subscriber);
        return;
      }
      case 'left':
        return this.#await(room, event.by.jid, belongs(factsOf(room, event.by)));
      case 'affiliated':
        if (isPerson(event.whom.jid)) return this.#await(room, event.whom.jid, belongs(factsOf(room, event.whom)));
        return this.#awaitMany(room);
      case 'destroyed':
        return this.#subscribers.releaseAll(room.key);
      default:
        return;
    }
  }

  #await(room: Room, bare: string, wanted: boolean): void {
    for (const subscriber of this.#subscribers.of(bare)) {
      this.#subscribers.release(room.key, subscriber);
      if (wanted && !room.sessions.has(subscriber.session)) this.#subscribers.await(room.key, subscriber);
    }
  }

  /** A domain or a group came to belong to the room, or does so no more. */
  #awaitMany(room: Room): void {
    for (const subscriber of this.#subscribers.all()) {
      const wanted = !room.sessions.has(subscriber.session) && belongs(factsOf(room, subscriber.person));
      if (wanted) this.#subscribers.await(room.key, subscriber);
    }
  }

  /** Only those who could enter (§4), and are not in it. */
  #tellOf(room: Room): void {
    const to: string[] = [];
    for (const subscriber of this.#subscribers.awaiting(room.key)) {
      if (room.sessions.has(subscriber.session) || !mayEnter(room, subscriber)) continue;
      if (this.#env.isBlocked(subscriber.person)) continue;
      to.push(subscriber.session);
      this.#subscribers.told(room.key, subscriber);
    }
    if (to.length > 0) this.#send([room.jid], to);
  }

  #send(rooms: readonly string[], to: readonly string[]): void {
    // Nobody is to find it when they come back: then they ask.
    const inner = activityText(rooms) + noStoreText();
    this.#env.lane.sendCopies(spliceAround('message', { from: this.#env.domain }, inner), to);
  }

  #gather(subscriber: Subscriber): void {
    subscriber.wanted = true;
    if (subscriber.gathering) return;
    subscriber.gathering = true;
    this.#gatherings
      .run(() => this.#gatherAll(subscriber))
      .catch((error: unknown) => {
        this.#env.log.warn({ session: subscriber.session, error }, 'activity could not be looked up');
      })
      .finally(() => {
        subscriber.gathering = false;
      });
  }

  async #gatherAll(subscriber: Subscriber): Promise<void> {
    while (subscriber.wanted && this.#subscribers.has(subscriber)) {
      subscriber.wanted = false;
      const active = await this.#activeRooms(subscriber);
      if (!this.#subscribers.has(subscriber) || this.#env.isBlocked(subscriber.person)) return;
      for (const rooms of inPortions(active)) this.#send(rooms, [subscriber.session]);
    }
  }

  /** Rooms that have to be told of now; from now on they are awaited, or told. */
  async #activeRooms(subscriber: Subscriber): Promise<string[]> {
    const { store } = this.#env;
    const inside = new Set(await store.sessions.streams(subscriber.session));
    const active: string[] = [];
    let after: string | undefined;
    for (let seen = 0; seen < roomsMax; seen += page) {
      const query = { person: subscriber.person.key, limit: page, ...(after !== undefined && { after }) };
      const memberships = await store.memberships.list(query);
      const outside = memberships.filter(({ stream }) => !inside.has(stream));
      const jids = await sideBySide(outside, atATime, (membership) => this.#activity(subscriber, membership));
      active.push(...jids.filter((jid) => jid !== undefined));
      if (memberships.length < page) break;
      after = memberships.at(-1)?.stream;
    }
    await this.#awaitShared(subscriber, inside);
    return active;
  }

  /**
   * Rooms that they belong to by their domain or a group: nobody has noted when they were last there, so they are told of
   * what is said from now on.
   */
  async #awaitShared(subscriber: Subscriber, inside: ReadonlySet<string>): Promise<void> {
    const { store, house } = this.#env;
    const { jid } = subscriber.person;
    const shared = [domainOf(jid), ...house.directory.groupsOf(jid).slice(0, groupsMax)];
    const known = await store.people.known(shared);
    await sideBySide(known.values(), atATime, async (person) => {
      for (const { stream } of await store.memberships.list({ person, limit: roomsMax })) {
        const isAwaited = isRoomStream(stream) && !inside.has(stream) && this.#subscribers.has(subscriber);
        if (isAwaited) this.#subscribers.await(roomKeyOf(stream), subscriber);
      }
    });
  }

  async #activity(subscriber: Subscriber, { stream, seen }: Membership): Promise<string | undefined> {
    const key = roomKeyOf(stream);
    if (stream !== roomStream(key) || !this.#subscribers.has(subscriber)) return undefined;
    // First of all, so that what is said while we look is not missed.
    if (!this.#subscribers.await(key, subscriber)) return undefined;
    const events = await this.#env.store.read({
      stream,
      after: seen,
      order: 'descending',
      limit: messagesMax,
      archived: true,
    });
    const isActive = events.map(readPosted).some((message) => message !== undefined && isTalk(message));
    if (!isActive) return undefined;
    const entry = await this.#env.store.rooms.findByKey(key);
    if (entry === undefined || !this.#isFor(subscriber, entry)) return undefined;
    return this.#subscribers.told(key, subscriber) ? entry.jid : undefined;
  }

  /** What a list can say of that: who left a category has lost their rooms there, but it may take a while. */
  #isFor({ person }: Subscriber, { listing }: RoomEntry): boolean {
    if (listing === undefined || listing.disabled) return listing === undefined;
    return this.#env.house.directory.category(listing.category).inScope(person.jid);
  }

  async #renew(round: number): Promise<void> {
    if (!this.#restored) for (const party of await this.#record.all()) this.#subscribers.add(party);
    this.#restored = true;
    for (const subscriber of this.#subscribers.all()) {
      if (round !== this.#round) return;
      if (!this.#subscribers.has(subscriber)) continue;
      this.#probe(subscriber.session);
      this.#subscribers.releaseFrom(subscriber);
      this.#gather(subscriber);
      await new Promise<void>((resolve) => void this.#env.clock.after(1_000 / renewedPerSecond, resolve));
    }
  }

  /** A message that servers bounce if the session is gone, and clients do not show; its bounce ends the subscription. */
  #probe(session: string): void {
    const attrs = { from: this.#env.domain, type: 'groupchat', id: 'probe' };
    this.#env.lane.sendCopies(spliceAround('message', attrs, noStoreText()), [session]);
  }
}

/** No room is entered for being an administrator of the service. */
const nobody = { isServiceAdmin: () => false };

function mayEnter(room: Room, { person }: Subscriber): boolean {
  if (!belongs(factsOf(room, person)) || !may('enter', { room, person, role: 'none' }, nobody)) return false;
  return !room.disabled && (room.open || affiliationOf(room, person) === 'owner');
}

function inPortions(rooms: readonly string[]): string[][] {
  const portions: string[][] = [];
  let characters = Number.POSITIVE_INFINITY;
  for (const jid of rooms) {
    if (characters > charactersMax) {
      portions.push([]);
      characters = 0;
    }
    portions.at(-1)?.push(jid);
    characters += jid.length + 23;
  }
  return portions;
}
