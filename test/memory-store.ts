/**
 * The store port in memory: a second adapter that passes the same contract suite, and a model of what a
 * store may do at its worst. It is deterministic (no timer, no clock, no randomness), so that a seeded run can
 * be replayed, and it breaks where it is told to, by the name of the operation.
 *
 * What is durable lives on a `Disk` that outlives the stores opened on it; `reopen` is what a new process
 * finds after kill -9, `fork` is a second process that takes over while the first still runs.
 */

import type { Commit, CommitOutcome } from '../src/store/commit.ts';
import { type Store, StoreError, type StoreState } from '../src/store/port.ts';
import { MemoryDisk } from './memory-disk.ts';
import { type Fault, type FaultPlan, reasonOf, stateAfter } from './memory-faults.ts';
import { roomsOf } from './memory-rooms.ts';
import { transferOf } from './memory-transfer.ts';

export type { Fault, FaultPlan } from './memory-faults.ts';

export interface MemoryStoreOptions {
  readonly fault?: FaultPlan;
  /** When it went away, in milliseconds since the epoch; without it that is 0. */
  readonly now?: () => number;
  /** `manual`: nothing happens until `tick`. `microtask` (the default): by itself, before any timer or I/O. */
  readonly schedule?: 'manual' | 'microtask';
}

export interface MemoryStore extends Store {
  /** Does all that was asked so far: readings first, then everything else as one transaction. Whether there was any. */
  tick(): boolean;
  /** Killed by a fault or by `reopen`: it will never answer again. */
  readonly dead: boolean;
  /** Kills this store and opens a new one on what was durable. */
  reopen(options?: MemoryStoreOptions): MemoryStore;
  /** Opens another one on the same disk; this one is stale from then on. */
  fork(options?: MemoryStoreOptions): MemoryStore;
}

export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  return openOn(new MemoryDisk(), options);
}

interface Operation {
  readonly name: string;
  readonly writes: boolean;
  /** Carries it out on the disk and keeps the answer; what it throws rejects the call. */
  run(): void;
  answer(): void;
  refuse(kind: 'stale' | 'refused', text: string): void;
}

const takenOver = 'another process has taken over this store: this one can no longer write';

class Desk {
  readonly disk: MemoryDisk;
  readonly epoch: number;
  readonly #options: MemoryStoreOptions;
  #queue: Operation[] = [];
  #planned = false;
  dead = false;
  closed = false;
  pendingBytes = 0;
  state: StoreState = { kind: 'up' };

  constructor(disk: MemoryDisk, options: MemoryStoreOptions) {
    this.disk = disk;
    this.epoch = disk.claimEpoch();
    this.#options = options;
  }

  get options(): MemoryStoreOptions {
    return this.#options;
  }

  add(operation: Operation): void {
    if (this.closed) {
      operation.refuse('refused', 'the store is closed');
      return;
    }
    this.#queue.push(operation);
    if (this.#options.schedule === 'manual' || this.#planned) return;
    this.#planned = true;
    queueMicrotask(() => {
      this.#planned = false;
      this.tick();
    });
  }

  tick(): boolean {
    const operations = this.#queue;
    this.#queue = [];
    if (this.dead || operations.length === 0) return false;
    for (const operation of operations.filter((one) => !one.writes)) this.#read(operation);
    if (!this.dead) this.#transact(operations.filter((one) => one.writes));
    return true;
  }

  kill(): void {
    this.dead = true;
    this.#queue = [];
  }

  #fault(name: string): Fault {
    const fault = this.#options.fault?.(name, this.disk.count(name));
    if (fault === 'die') this.kill();
    return fault;
  }

  #read(operation: Operation): void {
    if (this.dead) return;
    const fault = this.#fault(operation.name);
    if (this.dead) return;
    this.state = stateAfter(this.state, [fault], this.#options.now);
    if (fault !== undefined) {
      operation.refuse('refused', reasonOf(fault, operation.name));
      return;
    }
    operation.run();
    operation.answer();
  }

  #transact(operations: readonly Operation[]): void {
    const faults = new Map<Operation, Fault>();
    for (const operation of operations) {
      faults.set(operation, this.#fault(operation.name));
      if (this.dead) return;
    }
    if (this.disk.epoch !== this.epoch) {
      for (const operation of operations) operation.refuse('stale', takenOver);
      return;
    }
    if ([...faults.values()].includes('lose')) {
      for (const operation of operations) operation.refuse('refused', 'the transaction came to nothing');
      return;
    }
    this.state = stateAfter(this.state, [...faults.values()], this.#options.now);
    for (const operation of commitsFirst(operations)) if (faults.get(operation) === undefined) operation.run();
    for (const operation of operations) {
      this.#fault(`${operation.name}:durable`);
      if (this.dead) return;
    }
    for (const operation of operations) {
      const fault = faults.get(operation);
      if (fault === undefined) operation.answer();
      else operation.refuse('refused', reasonOf(fault, operation.name));
    }
  }
}

function commitsFirst(operations: readonly Operation[]): Operation[] {
  return [...operations.filter((one) => one.name === 'commit'), ...operations.filter((one) => one.name !== 'commit')];
}

function openOn(disk: MemoryDisk, options: MemoryStoreOptions): MemoryStore {
  const desk = new Desk(disk, options);
  const ask = makeAsk(desk);
  const own = {
    tick: () => desk.tick(),
    reopen(again: MemoryStoreOptions = options) {
      desk.kill();
      return openOn(disk, again);
    },
    fork: (again: MemoryStoreOptions = options) => openOn(disk, again),
    async close() {
      if (desk.closed) return;
      const done = ask.write('close', () => undefined);
      desk.closed = true;
      await done;
    },
    commit: (commit: Commit) => addCommit(desk, commit),
    rooms: roomsOf(disk, ask),
    sessions: {
      list: (query) => ask.read('sessions.list', () => disk.sessionList(query)),
      streams: (session) => ask.read('sessions.streams', () => disk.sessionStreams(session)),
    },
    memberships: {
      list: (query) => ask.read('memberships.list', () => disk.membershipList(query)),
    },
    people: {
      keys: (jids) => ask.write('people.keys', () => disk.personKeys(jids)),
      known: (jids) => ask.read('people.known', () => disk.personKnown(jids)),
      jids: (keys) => ask.read('people.jids', () => disk.personJids(keys)),
    },
    transfer: transferOf(disk, ask),
    ...recordOf(disk, ask),
  } satisfies Partial<MemoryStore>;
  return {
    ...own,
    epoch: desk.epoch,
    get dead() {
      return desk.dead;
    },
    get state() {
      return desk.state;
    },
    get pendingBytes() {
      return desk.pendingBytes;
    },
  };
}

export interface Ask {
  read<T>(name: string, run: () => T): Promise<T>;
  write<T>(name: string, run: () => T): Promise<T>;
}

function makeAsk(desk: Desk): Ask {
  const ask = <T>(call: { readonly name: string; readonly writes: boolean; readonly run: () => T }) =>
    new Promise<T>((resolve, reject) => {
      let answer = () => reject(new Error(`${call.name} was answered before it was done`));
      desk.add({
        name: call.name,
        writes: call.writes,
        run() {
          try {
            const value = call.run();
            answer = () => resolve(value);
          } catch (error) {
            answer = () => reject(error);
          }
        },
        answer: () => answer(),
        refuse: (_, text) => reject(new StoreError(text)),
      });
    });
  return {
    read: (name, run) => ask({ name, writes: false, run }),
    write: (name, run) => ask({ name, writes: true, run }),
  };
}

function addCommit(desk: Desk, commit: Commit): Promise<CommitOutcome> {
  const bytes = commit.events.reduce((sum, event) => sum + event.payload.length, 0);
  desk.pendingBytes += bytes;
  return new Promise((resolve) => {
    const settle = (outcome: CommitOutcome) => {
      desk.pendingBytes -= bytes;
      resolve(outcome);
    };
    let outcome: CommitOutcome = { kind: 'refused', text: 'the commit was not tried' };
    desk.add({
      name: 'commit',
      writes: true,
      run() {
        outcome = desk.disk.commit(commit, desk.epoch);
      },
      answer: () => settle(outcome),
      refuse: (kind, text) => settle({ kind, text }),
    });
  });
}

type RecordCalls = Pick<
  Store,
  | 'read'
  | 'lastNumber'
  | 'numberAt'
  | 'findArchived'
  | 'feed'
  | 'feedEnd'
  | 'checkpoint'
  | 'saveCheckpoint'
  | 'snapshot'
  | 'saveSnapshot'
  | 'compact'
  | 'audit'
  | 'removeSnapshot'
  | 'snapshots'
>;

function recordOf(disk: MemoryDisk, ask: Ask): RecordCalls {
  return {
    read: (query) => ask.read('read', () => disk.read(query)),
    lastNumber: (stream) => ask.read('lastNumber', () => disk.lastNumber(stream)),
    numberAt: (query) => ask.read('numberAt', () => disk.numberAt(query)),
    findArchived: (query) => ask.read('findArchived', () => disk.findArchived(query)),
    feed: (query) => ask.read('feed', () => disk.feedPage(query)),
    feedEnd: () => ask.read('feedEnd', () => disk.feedEnd()),
    checkpoint: (name) => ask.read('checkpoint', () => disk.checkpoints.get(name)),
    saveCheckpoint: (checkpoint) => ask.write('saveCheckpoint', () => disk.saveCheckpoint(checkpoint)),
    snapshot: (stream) => ask.read('snapshot', () => disk.snapshot(stream)),
    saveSnapshot: (snapshot) => ask.write('saveSnapshot', () => disk.saveSnapshot(snapshot)),
    compact: (query) => ask.write('compact', () => disk.compact(query)),
    audit: (query) => ask.read('audit', () => disk.audit(query)),
    removeSnapshot: (stream) => ask.write('removeSnapshot', () => disk.removeSnapshot(stream)),
    snapshots: { list: (query) => ask.read('snapshots.list', () => disk.snapshotList(query)) },
  };
}
