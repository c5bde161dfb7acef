/**
 * Gives what a room decides to the store. Who leaves by their own wish is shown as gone at once, and the event rides
 * with the room's next commit, or is written soon (DESIGN: The record, Snapshot).
 */
import type { Left, RoomEvent } from '../room/events.ts';
import type { Room } from '../room/state.ts';
import type { Commit, CommitOutcome, Store } from '../store/port.ts';
import { encodeEvent } from './codec.ts';
import { roomStream } from './room-loader.ts';

export interface RoomWriterEnvironment {
  readonly store: Store;
  /** Numbers the commits of this writer, across rooms. */
  nextCommitId(): number;
}

/** What was given to the store together. */
export interface Written {
  readonly events: readonly RoomEvent[];
  /** Those of them that had been told before. */
  readonly told: readonly Left[];
  readonly outcome: Promise<CommitOutcome>;
}

export class RoomWriter {
  readonly #env: RoomWriterEnvironment;
  readonly #claims = new WeakMap<Room, Promise<boolean>>();
  #riding: Left[] = [];

  constructor(env: RoomWriterEnvironment) {
    this.#env = env;
  }

  /** Whether something was told that is not yet with the store. */
  get riding(): boolean {
    return this.#riding.length > 0;
  }

  /** The event is told now and written later; it has been applied to the room. */
  ride(event: Left): void {
    this.#riding.push(event);
  }

  /** What was told and will now not be written by this writer. */
  takeRiding(): Left[] {
    const riding = this.#riding;
    this.#riding = [];
    return riding;
  }

  /** Gives these events, which have not been applied to the room yet, and all that ride, to the store. */
  write(room: Room, decided: readonly RoomEvent[]): Written {
    const told = this.takeRiding();
    const events = told.length === 0 ? decided : [...told, ...decided];
    const commit = this.#commitOf(room, events, room.number + 1 - told.length);
    if (commit.first === 1) this.#claim(room);
    const claim = this.#claims.get(room);
    const outcome = claim === undefined ? this.#env.store.commit(commit) : this.#commitAfter(claim, commit);
    return { events, told, outcome };
  }

  /** A new room takes its address before anything of it is written; whoever comes second finds the first one's room. */
  #claim(room: Room): void {
    const claim = this.#env.store.rooms.claim({ jid: room.jid, key: room.key }).then((holder) => holder === room.key);
    this.#claims.set(room, claim);
  }

  async #commitAfter(claim: Promise<boolean>, commit: Commit): Promise<CommitOutcome> {
    if (!(await claim)) return { kind: 'stale', text: 'the address was taken meanwhile' };
    return this.#env.store.commit(commit);
  }

  #commitOf(room: Room, events: readonly RoomEvent[], first: number): Commit {
    const entered: string[] = [];
    const left: string[] = [];
    for (const event of events) {
      if (event.kind === 'entered') entered.push(`${event.by.jid}/${event.resource}`);
      else if (event.kind === 'left') left.push(`${event.by.jid}/${event.resource}`);
      else if (event.kind === 'destroyed') left.push(...room.sessions.keys());
    }
    return {
      stream: roomStream(room.key),
      first,
      id: this.#env.nextCommitId(),
      events: events.map(encodeEvent),
      ...(entered.length > 0 && { entered }),
      ...(left.length > 0 && { left }),
    };
  }
}

/**
 * The one event of somebody who goes by their own wish: all that may be told before it is written. Who is found to be
 * gone is not among them, since the next room to ask about is looked up in the store.
 */
export function mayRide(events: readonly RoomEvent[]): Left | undefined {
  const [event, ...others] = events;
  return event?.kind === 'left' && event.cause === 'left' && others.length === 0 ? event : undefined;
}
