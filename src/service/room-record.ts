/**
 * The record of a room, as its mailbox uses it: read when the room is loaded, added to with every outcome that has
 * events. When a commit fails the room in memory is dropped; then the store is asked again what is true.
 */
import type { Log } from '../ops/log.ts';
import { apply } from '../room/apply.ts';
import type { Directory } from '../room/directory.ts';
import type { RoomEvent } from '../room/events.ts';
import type { Outcome } from '../room/outcome.ts';
import { remember } from '../room/remember.ts';
import type { Room } from '../room/state.ts';
import type { CommitOutcome } from '../store/commit.ts';
import { type Store, StoreError } from '../store/port.ts';
import type { RoomInMemory } from './room-in-memory.ts';
import { loadRoom } from './room-loader.ts';
import { RoomWriter } from './room-writer.ts';
import type { Turn, TurnQueue } from './turn-queue.ts';
import { Upkeep } from './upkeep.ts';

export interface RoomRecordEnvironment {
  readonly store: Store;
  readonly log: Log;
  /** What rooms know of the house around them. */
  readonly directory: Directory;
  /** Numbers the commits of this writer, across rooms. */
  nextCommitId(): number;
  /** The immutable key of a room that is made now; random where this is left out. */
  readonly newRoomKey?: (() => string) | undefined;
  /** A commit of this sequence is durable and its deliveries have been handed to the stream. */
  delivered(sequence: number, room: Room, events: readonly RoomEvent[]): void;
}

interface RoomRecordParts {
  readonly jid: string;
  readonly env: RoomRecordEnvironment;
  readonly turns: TurnQueue;
  readonly inMemory: RoomInMemory;
}

export class RoomRecord {
  readonly #jid: string;
  readonly #env: RoomRecordEnvironment;
  readonly #turns: TurnQueue;
  readonly #inMemory: RoomInMemory;
  readonly #dropped = new WeakSet<Room>();
  readonly #writer: RoomWriter;
  #upkeep: Upkeep;
  /** Commits given to the store whose outcome is not known yet, and who waits until there are none. */
  #unknown = 0;
  #whenKnown: PromiseWithResolvers<void>[] = [];

  constructor({ jid, env, turns, inMemory }: RoomRecordParts) {
    this.#jid = jid;
    this.#env = env;
    this.#turns = turns;
    this.#inMemory = inMemory;
    this.#writer = new RoomWriter(env);
    this.#upkeep = new Upkeep(env, { snapshotNumber: 0, outdated: false });
  }

  async load(): Promise<Room> {
    // One that is still under way may become durable: what is loaded has to have it, or be without it for good.
    await this.written();
    const loaded = await loadRoom(this.#env, this.#jid);
    this.#upkeep = new Upkeep(this.#env, loaded);
    return loaded.room;
  }

  /**
   * Settles when it is known of every commit so far what became of it.
   * @throws StoreError (by rejecting) while the store is away: that may take as long as it is
   */
  written(): Promise<void> {
    if (this.#unknown === 0) return Promise.resolve();
    const { state } = this.#env.store;
    if (state.kind === 'away') return Promise.reject(new StoreError(state.text));
    const waiting = Promise.withResolvers<void>();
    this.#whenKnown.push(waiting);
    return waiting.promise;
  }

  /** The store has gone away: nobody waits for what it does not tell. */
  storeIsAway(text: string): void {
    for (const { reject } of this.#whenKnown.splice(0)) reject(new StoreError(text));
  }

  /** Applies the events and gives them to the store; what waits for them leaves when they are durable. */
  commit(room: Room, outcome: Outcome, waiting: Turn): void {
    const { events } = outcome;
    const commit = this.#writer.prepare(room, outcome);
    for (const event of events) apply(room, event);
    remember(room, outcome);
    const listing = this.#upkeep.listing(room, events);
    const described = listing && { jid: room.jid, key: room.key, listing };
    const result = this.#writer.write(room, described === undefined ? commit : { ...commit, described });
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
          this.#upkeep.committed(room, snapshot);
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
    if (this.#unknown === 0) for (const { resolve } of this.#whenKnown.splice(0)) resolve();
  }

  /** A destroyed room is nobody's any more; its address is free when that is durable. */
  #end(room: Room, written: Promise<void>): void {
    this.#inMemory.forget(room);
    this.#inMemory
      .alone(async () => {
        await written;
        if (this.#dropped.has(room)) return;
        await this.#env.store.rooms.release({ jid: room.jid, key: room.key });
      })
      .catch((error: unknown) => {
        this.#env.log.warn(
          { room: this.#jid, error },
          'the address of a destroyed room is freed when it is next needed',
        );
      });
  }

  /** Nothing is repaired in memory: the room is forgotten, and whoever still waits is told to try again. */
  #drop(room: Room, why: Exclude<CommitOutcome, { kind: 'committed' }>, turn: Turn): void {
    // Commits behind a failed one fail as well, and those before it may yet: the room is dropped by the first of them.
    if (!this.#dropped.has(room)) {
      this.#dropped.add(room);
      this.#env.log.warn(
        { room: this.#jid, outcome: why.kind, why: why.text },
        'a commit failed; the room is loaded anew',
      );
      this.#inMemory.forget(room);
    }
    this.#turns.failFrom(turn);
  }
}
