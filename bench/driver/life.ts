/**
 * The phase in which people do all that they do in a day: talk, sign in and out, change their presence. Everything is
 * checked: each message reaches everybody who is in, once and in order, whoever signs out has heard all before, whoever
 * signs in all that follows, and each entering, leaving and change is answered.
 */
import type { Chance } from './chance.ts';
import { enter } from './creating.ts';
import { MessageOrder } from './message-order.ts';
import { keepPace, type Pace } from './pace.ts';
import type { Room } from './room.ts';
import type { Session } from './session.ts';
import { say } from './talking.ts';
import type { Timed } from './work.ts';

/** Somebody in a room, by its place there. */
export interface Place {
  readonly room: Room;
  readonly place: number;
}

export interface Crowd {
  /** Rooms of a kind, in which together so many messages are said a second, by those at the even places. */
  readonly kinds: readonly { readonly rooms: readonly Room[]; readonly postsPerSecond: number }[];
  /** Who may sign out and in, each with all its rooms; nobody among them talks. */
  readonly visitors: readonly (readonly Place[])[];
  readonly signInsPerSecond: number;
  /** Who changes its presence, each with all its rooms; nobody among them is a visitor. */
  readonly residents: readonly (readonly Place[])[];
  readonly presenceChangesPerSecond: number;
  readonly roomsPerPresenceChange: number;
  /** Whether the user at this place talks. */
  talks(room: Room, place: number): boolean;
}

export interface Lived {
  /** Messages, for each kind of room. */
  readonly posts: readonly (readonly Timed[])[];
  /** Milliseconds from asking to enter until the own presence. */
  readonly joins: readonly number[];
  readonly leaves: readonly number[];
  readonly changes: readonly number[];
  readonly copies: number;
  readonly presences: number;
}

export class Life {
  readonly #session: Session;
  readonly #crowd: Crowd;
  readonly #chance: Chance;
  readonly #kindOf = new Map<Room, number>();
  readonly #posts: Timed[][];
  readonly #joins: number[] = [];
  readonly #leaves: number[] = [];
  readonly #changes: number[] = [];
  /** When each was asked for, by who and where. */
  readonly #joining = new Map<number, { readonly sinceMs: number; readonly visit: Visit }>();
  readonly #leaving = new Map<number, { readonly sinceMs: number; readonly visit: Visit }>();
  readonly #changing = new Map<number, number>();
  #said = 0;
  #complete = 0;
  #copies = 0;
  #presences = 0;
  #visits = 0;
  #isOver = false;

  constructor(session: Session, crowd: Crowd, chance: Chance) {
    this.#session = session;
    this.#crowd = crowd;
    this.#chance = chance;
    this.#posts = crowd.kinds.map(() => []);
    for (const [kind, { rooms }] of crowd.kinds.entries()) for (const room of rooms) this.#kindOf.set(room, kind);
  }

  async live(seconds: number): Promise<Lived> {
    for (const room of this.#kindOf.keys()) room.order = new MessageOrder(room.jid, room.size);
    await this.#session.run({
      name: 'living',
      begin: () => {
        keepPace(this.#paces(), seconds)
          .then(() => {
            this.#isOver = true;
            this.#finish();
          })
          .catch((error: unknown) => this.#session.fail(String(error)));
      },
      copy: (room, _place, message) => {
        this.#copies += 1;
        if (message.missing > 0) return;
        this.#complete += 1;
        const timed = { dueMs: message.sentAt, tookMs: performance.now() - message.sentAt };
        this.#posts[this.#kindOf.get(room) ?? 0]?.push(timed);
        this.#finish();
      },
      presence: (room, viewer, subject, available) => {
        this.#presences += 1;
        if (viewer === subject) this.#own({ room, place: viewer }, available);
      },
      progress: () =>
        `${this.#complete} of ${this.#said} messages with everybody, ${this.#joining.size} entering, ` +
        `${this.#leaving.size} leaving, ${this.#changing.size} changing their presence`,
    });
    return {
      posts: this.#posts,
      joins: this.#joins,
      leaves: this.#leaves,
      changes: this.#changes,
      copies: this.#copies,
      presences: this.#presences,
    };
  }

  #paces(): Pace[] {
    const chance = this.#chance;
    const { kinds, signInsPerSecond, presenceChangesPerSecond } = this.#crowd;
    return [
      ...kinds.map(({ rooms, postsPerSecond }) => ({
        perSecond: postsPerSecond,
        chance,
        act: (dueMs: number) => this.#post(chance.of(rooms), dueMs),
      })),
      { perSecond: signInsPerSecond, chance, act: (dueMs) => this.#signOut(dueMs) },
      { perSecond: presenceChangesPerSecond, chance, act: (dueMs, index) => this.#change(dueMs, index) },
    ];
  }

  #post(room: Room, dueMs: number): void {
    let sender = this.#chance.below(room.size);
    while (!this.#crowd.talks(room, sender)) sender = (sender + 1) % room.size;
    this.#said += 1;
    say(this.#session, room, { sender, dueMs });
  }

  #signOut(dueMs: number): void {
    const { visitors } = this.#crowd;
    const visitor = visitors[this.#visits % visitors.length];
    this.#visits += 1;
    // Who is not yet back from the last time is left alone.
    if (visitor === undefined || visitor.some((place) => this.#isMoving(place))) return;
    const visit = new Visit(visitor);
    for (const place of visitor) {
      this.#leaving.set(keyOf(place), { sinceMs: dueMs, visit });
      this.#session.send(`<presence type='unavailable' ${this.#addresses(place)}/>`);
    }
  }

  #isMoving(place: Place): boolean {
    return this.#leaving.has(keyOf(place)) || this.#joining.has(keyOf(place));
  }

  #change(dueMs: number, index: number): void {
    const places = this.#chance.of(this.#crowd.residents);
    const wanted = this.#crowd.roomsPerPresenceChange;
    // Of 2.25 rooms: two, and every fourth time three.
    const count = Math.floor((index + 1) * wanted) - Math.floor(index * wanted);
    const first = this.#chance.below(places.length);
    for (let more = 0; more < Math.min(count, places.length); more += 1) {
      const place = places[(first + more) % places.length];
      if (place === undefined || this.#changing.has(keyOf(place))) continue;
      this.#changing.set(keyOf(place), dueMs);
      this.#session.send(`<presence ${this.#addresses(place)}><show>away</show><status>${index}</status></presence>`);
    }
  }

  #addresses({ room, place }: Place): string {
    return `from='${this.#session.userJid(room.users[place] ?? -1)}' to='${room.occupantJid(place)}'`;
  }

  /** What somebody hears of itself. */
  #own(place: Place, available: boolean): void {
    const key = keyOf(place);
    const left = this.#leaving.get(key);
    if (left !== undefined && !available) return this.#left(place, left);
    const joined = this.#joining.get(key);
    if (joined !== undefined && available) return this.#joined(place, joined);
    const sinceMs = this.#changing.get(key);
    if (!available) return this.#session.fail(`somebody is told to be out of ${place.room.jid} and did not leave`);
    if (sinceMs === undefined) return;
    this.#changing.delete(key);
    this.#changes.push(performance.now() - sinceMs);
    this.#finish();
  }

  #left(place: Place, { sinceMs, visit }: { readonly sinceMs: number; readonly visit: Visit }): void {
    this.#leaving.delete(keyOf(place));
    this.#leaves.push(performance.now() - sinceMs);
    const wrong = place.room.order?.leave(place.place);
    if (wrong !== undefined) return this.#session.fail(`occupant ${place.place} of ${place.room.jid}: ${wrong}`);
    visit.inside -= 1;
    if (visit.inside > 0) return;
    // Out of all its rooms, it signs in again.
    const nowMs = performance.now();
    for (const one of visit.places) {
      this.#joining.set(keyOf(one), { sinceMs: nowMs, visit });
      enter(this.#session, one.room, one.place);
    }
  }

  #joined(place: Place, { sinceMs }: { readonly sinceMs: number }): void {
    this.#joining.delete(keyOf(place));
    this.#joins.push(performance.now() - sinceMs);
    place.room.order?.enter(place.place);
    this.#finish();
  }

  #finish(): void {
    const isQuiet = this.#joining.size + this.#leaving.size + this.#changing.size === 0;
    if (this.#isOver && isQuiet && this.#complete === this.#said) this.#session.done();
  }
}

/** Somebody who is on the way out of all its rooms, and then back. */
class Visit {
  readonly places: readonly Place[];
  inside: number;

  constructor(places: readonly Place[]) {
    this.places = places;
    this.inside = places.length;
  }
}

function keyOf({ room, place }: Place): number {
  return room.number * 65_536 + place;
}
