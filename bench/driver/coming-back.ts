/**
 * The phase after a server's restart: nobody is there, and all come back at random times. Until then their server says
 * of each, when a room asks, that it is away, as servers do of a full JID that nobody has.
 */
import type { Chance } from './chance.ts';
import { enter } from './creating.ts';
import { keepPace } from './pace.ts';
import type { Room } from './room.ts';
import { type Session, STANZA_ERRORS } from './session.ts';
import type { Stanza } from './stanza.ts';
import type { Work } from './work.ts';

interface Place {
  readonly room: Room;
  readonly place: number;
}

export interface ComingBack extends Work {
  /** Questions whether somebody is there that were answered with no. */
  readonly bounces: number;
}

const LOOKS_PER_SECOND = 1_000;

/** Everybody in these rooms comes back within so many seconds; it is over when each has heard from all its rooms. */
export async function comeBack(
  session: Session,
  rooms: readonly Room[],
  { seconds, chance }: { readonly seconds: number; readonly chance: Chance },
): Promise<ComingBack> {
  const crowd = new Returning(session, rooms, chance);
  await session.run({
    name: 'coming back',
    begin: () => {
      const beganMs = performance.now();
      const act = (dueMs: number) => crowd.come((dueMs - beganMs) / 1000 / seconds, dueMs);
      keepPace([{ perSecond: LOOKS_PER_SECOND, act }], seconds)
        .then(() => crowd.come(1, performance.now()))
        .catch((error: unknown) => session.fail(String(error)));
    },
    presence: (room, viewer, subject, available) => {
      crowd.delivered += 1;
      if (viewer === subject) crowd.own({ room, place: viewer }, available);
    },
    stanza: (stanza) => crowd.asked(stanza),
    progress: () => `${crowd.latencies.length} of ${crowd.wanted} are in again, ${crowd.away.size} users are away`,
  });
  const { wanted, delivered, latencies, bounces } = crowd;
  return { operations: wanted, delivered, latencies, bounces };
}

class Returning {
  readonly away: Set<number>;
  readonly wanted: number;
  readonly latencies: number[] = [];
  delivered = 0;
  bounces = 0;
  readonly #session: Session;
  readonly #placesOf = new Map<number, Place[]>();
  /** Who comes when, as a share of all the time; the next one last. */
  readonly #queue: { readonly user: number; readonly at: number }[];
  /** When those asked to enter who have not been answered. */
  readonly #asking = new Map<number, number>();

  constructor(session: Session, rooms: readonly Room[], chance: Chance) {
    this.#session = session;
    this.wanted = rooms.reduce((sum, { size }) => sum + size, 0);
    for (const room of rooms) {
      for (const [place, user] of room.users.entries()) {
        const known = this.#placesOf.get(user);
        if (known === undefined) this.#placesOf.set(user, [{ room, place }]);
        else known.push({ room, place });
      }
    }
    this.away = new Set(this.#placesOf.keys());
    const queue = [...this.away].map((user) => ({ user, at: chance.next() }));
    this.#queue = queue.toSorted((one, other) => other.at - one.at);
  }

  /** Those enter, each all its rooms, whose time has come. */
  come(untilShare: number, dueMs: number): void {
    for (let next = this.#queue.at(-1); next !== undefined && next.at <= untilShare; next = this.#queue.at(-1)) {
      this.#queue.pop();
      this.away.delete(next.user);
      for (const one of this.#placesOf.get(next.user) ?? []) {
        this.#asking.set(keyOf(one), dueMs);
        enter(this.#session, one.room, one.place);
      }
    }
  }

  /** Somebody hears of itself. */
  own(one: Place, available: boolean): void {
    const { room, place } = one;
    const user = room.users[place] ?? -1;
    if (this.away.has(user)) return;
    const sinceMs = this.#asking.get(keyOf(one));
    if (!available) {
      // The room may say that it had given somebody up before it reads that this one is back; never afterwards.
      if (sinceMs === undefined) this.#session.fail(`user ${user} came back to ${room.jid} and was put out again`);
    } else if (sinceMs !== undefined) {
      this.#asking.delete(keyOf(one));
      this.latencies.push(performance.now() - sinceMs);
      if (this.latencies.length === this.wanted) this.#session.done();
    }
  }

  /** A room asks whether somebody is there. */
  asked(stanza: Stanza): void {
    if (!stanza.is('id', 'probe') || !this.away.has(this.#session.userOf(stanza))) return;
    this.bounces += 1;
    const addresses = `id='probe' from='${stanza.get('to')}' to='${stanza.get('from')}'`;
    const error = `<error type='cancel'><service-unavailable xmlns='${STANZA_ERRORS}'/></error>`;
    this.#session.send(`<message type='error' ${addresses}>${error}</message>`);
  }
}

function keyOf({ room, place }: Place): number {
  return room.number * 65_536 + place;
}
