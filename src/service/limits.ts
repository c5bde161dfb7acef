/**
 * How much one person, and everybody in one room, may ask for: decided before any work is done, so that one who floods
 * costs others little. Nobody is ever kept from leaving, from answering with an error, or from a ping of a room in
 * memory, which costs no more than saying no to it; nor is anything refused to administrators of the service. A message
 * that is sent again counts like any other: what clients send again after a cut is far from a burst.
 */
import { may } from '../room/access.ts';
import type { Occupant, Person, Room } from '../room/state.ts';
import type { Refusal } from '../wire/error.ts';
import type { Jid } from '../wire/jid.ts';
import { child, type Element } from '../wire/xml.ts';
import { Buckets, type Rate } from './buckets.ts';
import { originOf } from './incoming.ts';
import { type LimitKind, limitKinds, type Rates } from './rates.ts';
import { roomTooBusy, tooMuchForTheRoom, tooMuchFromOne } from './refusals.ts';

export interface LimitsEnvironment {
  /** Undefined: nothing is limited, for load tests. */
  readonly rates: Rates | undefined;
  now(): number;
  isServiceAdmin(person: Pick<Person, 'jid'>): boolean;
  /** The room, if it is in memory. */
  roomInMemory(jid: string): Room | undefined;
}

export interface Asked {
  readonly kind: LimitKind;
  readonly from: Jid;
  readonly to: Jid;
  /** How much it is, such as the number of people invited at once. */
  readonly tokens?: number;
  /** The message, where it is for everybody in the room: with text, the room's owner may count it. */
  readonly groupchat?: Element | undefined;
}

const peopleMax = 50_000;
const roomsMax = 20_000;
/** A message in a room of so many sessions counts for two, and so on: what it costs others is its copies. */
const copiesPerToken = 500;
/** Refusals one person gets; what is sent above it is passed over in silence, but for queries, which are always answered. */
const refusals: Rate = { perSecond: 2, burst: 50 };

type PerKind = Readonly<Record<LimitKind, Buckets>>;

export class Limits {
  readonly #env: LimitsEnvironment;
  readonly #ofPeople = perKind(peopleMax);
  readonly #ofRooms = perKind(roomsMax);
  /** Of people in rooms whose owner has set a pace. */
  readonly #inRooms = new Buckets({ rememberedMax: peopleMax });
  readonly #refused = new Buckets({ rememberedMax: peopleMax });

  constructor(env: LimitsEnvironment) {
    this.#env = env;
  }

  /** Why this must not be done now, or nothing. */
  objection(asked: Asked): Refusal | undefined {
    const { rates } = this.#env;
    if (rates === undefined) return undefined;
    const refused = this.#tooMuch(asked, rates);
    // Nobody else is asked who they are.
    return refused !== undefined && this.#env.isServiceAdmin({ jid: asked.from.bare }) ? undefined : refused;
  }

  #tooMuch({ kind, from, to, tokens = 1, groupchat }: Asked, rates: Rates): Refusal | undefined {
    const now = this.#env.now();
    const own = this.#ofPeople[kind].take(from.bare, rates[kind].person, { now, tokens });
    if (own > 0) return tooMuchFromOne(seconds(own));
    if (to.local === undefined) return undefined;
    const room = this.#env.roomInMemory(to.bare);
    const occupant = room?.sessions.get(from.full)?.occupant;
    const paced = room && occupant && this.#tooFast(room, occupant, groupchat, now);
    if (paced !== undefined) return paced;
    // Those outside cannot speak: they get the room's own error, and must not use up what those inside may say.
    if (occupant === undefined && kind !== 'joins' && kind !== 'queries') return undefined;
    const copies = kind === 'messages' && room !== undefined ? 1 + Math.floor(room.sessions.size / copiesPerToken) : 1;
    const wait = this.#ofRooms[kind].take(to.bare, rates[kind].room, { now, tokens: tokens * copies });
    return wait > 0 ? roomTooBusy(seconds(wait)) : undefined;
  }

  /** Whether an error for something that was not let in may be sent; beyond that there is silence. */
  mayRefuse(from: Jid): boolean {
    if (this.#env.rates === undefined) return true;
    return this.#refused.take(from.bare, refusals, { now: this.#env.now() }) === 0;
  }

  /** The pace that the owner of the room wants. Who sends again what the room has, gets its echo from the room. */
  #tooFast(room: Room, occupant: Occupant, groupchat: Element | undefined, now: number): Refusal | undefined {
    const { messagesPerMinute } = room.settings;
    if (messagesPerMinute === 0 || groupchat === undefined || !child(groupchat, 'body')) return undefined;
    const { person, role } = occupant;
    if (may('post without waiting', { room, person, role }, { isServiceAdmin: () => false })) return undefined;
    const origin = originOf(groupchat);
    if (origin !== undefined && room.recent.numberOf(person.key, origin) !== undefined) return undefined;
    const rate = { perSecond: messagesPerMinute / 60, burst: messagesPerMinute };
    const wait = this.#inRooms.take(`${room.key} ${person.key}`, rate, { now });
    return wait === 0 ? undefined : tooMuchForTheRoom({ messagesPerMinute, seconds: seconds(wait) });
  }
}

function perKind(rememberedMax: number): PerKind {
  return Object.fromEntries(limitKinds.map((kind) => [kind, new Buckets({ rememberedMax })])) as PerKind;
}

function seconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1_000);
}
