/**
 * One mailbox per room: requests come in, are decided one after the other, committed, and carried out when
 * they are durable. It owns the room's state in memory and drops it when a commit fails; then the store
 * is asked again what is true. It knows no XML; what leaves goes to the `RoomOutbox`.
 */
import type { Log } from '../ops/log.ts';
import type { Answer } from '../room/answer.ts';
import { apply } from '../room/apply.ts';
import type { Context } from '../room/context.ts';
import { decide } from '../room/decide.ts';
import type { RoomEvent } from '../room/events.ts';
import { outcome as nothingBut, type Outcome } from '../room/outcome.ts';
import { remember } from '../room/remember.ts';
import type { RoomRequest } from '../room/request.ts';
import type { Room } from '../room/state.ts';
import type { CommitOutcome } from '../store/commit.ts';
import { type Store, StoreError } from '../store/port.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import type { Prepared, RoomOutbox } from './outbox.ts';
import { ourBug, storeAway } from './refusals.ts';
import { loadRoom } from './room-loader.ts';
import { RoomWriter } from './room-writer.ts';
import { type Turn, TurnQueue } from './turn-queue.ts';
import { Upkeep } from './upkeep.ts';

/** Called once per request: with the answer, a refusal, or nothing where none is due. */
export type Reply = (answer: Answer | Refusal | undefined) => void;

export interface MailboxEnvironment {
  readonly store: Store;
  readonly log: Log;
  /** What the core may know of the world, at this moment. */
  context(room: Room): Context;
  /** Numbers the commits of this writer, across rooms. */
  nextCommitId(): number;
  /** The immutable key of a room that is made now; random where this is left out. */
  readonly newRoomKey?: (() => string) | undefined;
  /** A commit of this sequence is durable and its deliveries have been handed to the stream. */
  delivered(sequence: number, room: Room, events: readonly RoomEvent[]): void;
}

/** Requests that wait for a room to be loaded; whoever comes beyond is told to wait. */
const waitingMax = 10_000;

interface Decided {
  readonly outcome: Outcome;
  readonly deliveries: readonly Prepared[];
}

/** Called with the room, or with nothing if it could not be loaded. */
type Entrant = (room: Room | undefined) => void;

export class Mailbox {
  readonly jid: string;
  readonly #env: MailboxEnvironment;
  readonly #outbox: RoomOutbox;
  readonly #turns = new TurnQueue();
  readonly #dropped = new WeakSet<Room>();
  readonly #writer: RoomWriter;
  #room: Room | undefined;
  #upkeep: Upkeep;
  /** Commits given to the store whose outcome is not known yet, and who waits until there are none. */
  #unknown = 0;
  #whenKnown: (() => void)[] = [];
  /** What is done one after the other while nobody is let in: loading, freeing the address, reading first. */
  #tasks = 0;
  #lastTask: Promise<void> = Promise.resolve();
  #waiting: Entrant[] = [];

  constructor(jid: string, env: MailboxEnvironment, outbox: RoomOutbox) {
    this.jid = jid;
    this.#env = env;
    this.#outbox = outbox;
    this.#upkeep = new Upkeep(env, { snapshotNumber: 0, outdated: false });
    this.#writer = new RoomWriter(env);
  }

  /** Whether the room may leave memory: nobody is in it, and nothing is under way. */
  get idle(): boolean {
    const empty = this.#room === undefined || this.#room.sessions.size === 0;
    return empty && this.#tasks === 0 && this.#turns.length === 0 && !this.#turns.held;
  }

  /** The room as it is known here; undefined while it is not in memory. */
  get room(): Room | undefined {
    return this.#room;
  }

  get #full(): boolean {
    return this.#waiting.length >= waitingMax || (this.#turns.held && this.#turns.length >= waitingMax);
  }

  submit(request: RoomRequest, reply: Reply): void {
    if (this.#full) return reply(storeAway());
    this.#enter((room) => (room === undefined ? reply(storeAway()) : this.#take(room, request, reply)));
  }

  /** For a request that depends on what lies in the record: nothing comes between it and what `read` has seen there. */
  submitReading(read: (room: Room) => Promise<RoomRequest | Refusal>, reply: Reply): void {
    if (this.#full) return reply(storeAway());
    this.#enter((present) => {
      if (present === undefined) return reply(storeAway());
      this.readFirst(async (room) => {
        const request = await read(room);
        if (isRefusal(request)) reply(request);
        else this.#take(room, request, reply);
      }).catch((error: unknown) => {
        const away = error instanceof StoreError;
        this.#env.log[away ? 'warn' : 'error']({ room: this.jid, error }, 'the record could not be read for a request');
        reply(away ? storeAway() : ourBug());
      });
    });
  }

  /** Nothing that is decided leaves until `release`: what may have got lost comes before it. */
  hold(): void {
    this.#turns.hold();
  }

  release(): void {
    this.#turns.release();
  }

  /** Runs with the room exactly as it is durable; what comes in meanwhile waits. */
  readFirst(read: (room: Room) => Promise<void>): Promise<void> {
    return this.#alone(async () => {
      await this.#written();
      await read(this.#room ?? (await this.#load()));
    });
  }

  /** Settles when everybody who waits has been let in, and everything decided so far has left or failed. */
  async settled(): Promise<void> {
    while (this.#tasks > 0) await this.#lastTask;
    await new Promise<void>((resolve) => this.#turns.add({ settled: true, leave: resolve, fail: resolve }));
  }

  #enter(entrant: Entrant): void {
    if (this.#room !== undefined && this.#tasks === 0) return entrant(this.#room);
    this.#waiting.push(entrant);
    if (this.#tasks === 0) this.#open();
  }

  /** Does `task` when those before it are done, and then lets in who waits. */
  #alone(task: () => Promise<void>): Promise<void> {
    this.#tasks += 1;
    const done = this.#lastTask.then(task);
    this.#lastTask = done
      .catch(() => {})
      .then(() => {
        this.#tasks -= 1;
        if (this.#tasks > 0) return;
        const entrants = this.#waiting;
        this.#waiting = [];
        // An entrant may end the room (destroy it, say); those behind then wait until it can be loaded again.
        for (const entrant of entrants) this.#enter(entrant);
      });
    return done;
  }

  #open(): void {
    this.#alone(async () => {
      await this.#load();
    }).catch((error: unknown) => {
      const level = error instanceof StoreError ? 'warn' : 'error';
      this.#env.log[level]({ room: this.jid, error }, 'a room could not be loaded');
      const entrants = this.#waiting;
      this.#waiting = [];
      for (const entrant of entrants) entrant(undefined);
    });
  }

  async #load(): Promise<Room> {
    // One that is still under way may become durable: what is loaded has to have it, or be without it for good.
    await this.#written();
    const loaded = await loadRoom(this.#env.store, this.jid, this.#env.newRoomKey);
    this.#upkeep = new Upkeep(this.#env, loaded);
    this.#room = loaded.room;
    return loaded.room;
  }

  #written(): Promise<void> {
    if (this.#unknown === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenKnown.push(resolve));
  }

  #take(room: Room, request: RoomRequest, reply: Reply): void {
    const { outcome, deliveries } = this.#decide(room, request);
    const { events, answer } = outcome;
    const turn: Turn = {
      settled: true,
      leave: () => {
        this.#say(deliveries, room);
        reply(answer);
      },
      fail: () => reply(storeAway()),
    };
    const refused = answer !== undefined && isRefusal(answer);
    if (events.length > 0 && !refused) return this.#commit(room, outcome, turn);
    remember(room, outcome);
    this.#turns.add(turn);
  }

  #say(deliveries: readonly Prepared[], room: Room): void {
    try {
      for (const delivery of deliveries) this.#outbox.deliver(delivery, room);
    } catch (error) {
      // Our own bug: it must not stop what comes behind it.
      this.#env.log.error({ room: this.jid, error }, 'something decided could not be said');
    }
  }

  #decide(room: Room, request: RoomRequest): Decided {
    try {
      const outcome = decide(room, request, this.#env.context(room));
      return { outcome, deliveries: this.#outbox.prepare(outcome.deliveries, room) };
    } catch (error) {
      // Our own bug: the request is refused, nothing has changed, and the house stands.
      this.#env.log.error({ room: this.jid, request: request.kind, error }, 'a request failed');
      return { outcome: nothingBut({ answer: ourBug() }), deliveries: [] };
    }
  }

  /** Applies the events and gives them to the store; what waits for them leaves when they are durable. */
  #commit(room: Room, outcome: Outcome, waiting: Turn): void {
    const { events } = outcome;
    const result = this.#writer.write(room, outcome);
    for (const event of events) apply(room, event);
    remember(room, outcome);
    const snapshot = this.#upkeep.dueSnapshot(room, events);
    let sequence = 0;
    const turn: Turn = {
      settled: false,
      leave: () => {
        waiting.leave();
        this.#env.delivered(sequence, room, events);
      },
      fail: () => waiting.fail(),
    };
    this.#turns.add(turn);
    this.#unknown += 1;
    const written = result.then(
      (known) => {
        if (known.kind === 'committed') {
          sequence = known.sequence;
          this.#turns.settle(turn);
          this.#upkeep.committed(room, events, snapshot);
        } else {
          this.#drop(room, known, turn);
        }
        this.#known();
      },
      (error: unknown) => {
        this.#drop(room, { kind: 'refused', text: String(error) }, turn);
        this.#known();
      },
    );
    if (room.destroyed) this.#end(room, written);
  }

  #known(): void {
    this.#unknown -= 1;
    if (this.#unknown === 0) for (const known of this.#whenKnown.splice(0)) known();
  }

  /** A destroyed room is nobody's any more; its address is free when that is durable. */
  #end(room: Room, written: Promise<void>): void {
    this.#room = undefined;
    this.#alone(async () => {
      await written;
      if (this.#dropped.has(room)) return;
      await this.#env.store.rooms.release({ jid: room.jid, key: room.key });
    }).catch((error: unknown) => {
      this.#env.log.warn({ room: this.jid, error }, 'the address of a destroyed room is freed when it is next needed');
    });
  }

  /** Nothing is repaired in memory: the room is forgotten, and whoever still waits is told to try again. */
  #drop(room: Room, why: Exclude<CommitOutcome, { kind: 'committed' }>, turn: Turn): void {
    // Commits behind a failed one fail as well; the first of them has dropped this room already.
    if (this.#dropped.has(room)) return;
    this.#dropped.add(room);
    this.#env.log.warn(
      { room: this.jid, outcome: why.kind, why: why.text },
      'a commit failed; the room is loaded anew',
    );
    if (this.#room === room) this.#room = undefined;
    this.#turns.failFrom(turn);
  }
}
