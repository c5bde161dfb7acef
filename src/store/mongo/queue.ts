/** Commits that wait to be written, in the order they were given. */
import type { Commit, CommitOutcome } from '../commit.ts';
import type { StoredEvent, StreamId } from '../event.ts';
import { batchLength, mayWait, tooFarBehind } from '../queue-bounds.ts';

/** One batch; what is beyond goes into the next. */
const batchBytesMax = 6_291_456;
/** What an event takes besides its payload: kind, ids, times. */
const eventBytes = 150;
const commitBytes = 150;
const nameBytes = 40;

export interface WaitingCommit {
  readonly kind: 'commit';
  readonly commit: Commit;
  readonly bytes: number;
  readonly settle: (outcome: CommitOutcome) => void;
}

/** Events that another store had: a commit of their own numbers. */
export interface WaitingRestore {
  readonly kind: 'restore';
  readonly stream: StreamId;
  readonly events: readonly StoredEvent[];
  readonly bytes: number;
  readonly settle: (outcome: CommitOutcome) => void;
}

/** Reached when everything before it has been answered. */
interface Mark {
  readonly kind: 'mark';
  readonly bytes: 0;
  readonly settle: () => void;
}

export type Waiting = WaitingCommit | WaitingRestore;

export class CommitQueue {
  #waiting: (Waiting | Mark)[] = [];
  #underWay = false;
  #pendingBytes = 0;
  #marks: Mark[] = [];

  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** Nothing waits and nothing is under way. */
  get empty(): boolean {
    return this.#waiting.length === 0 && !this.#underWay;
  }

  addCommit(commit: Commit): Promise<CommitOutcome> {
    return this.#add(bytesOf(commit), (bytes, settle) => ({ kind: 'commit', commit, bytes, settle }));
  }

  addRestore(stream: StreamId, events: readonly StoredEvent[]): Promise<CommitOutcome> {
    return this.#add(bytesOfEvents(events), (bytes, settle) => ({ kind: 'restore', stream, events, bytes, settle }));
  }

  /** Settles when everything given so far has been answered. */
  reached(): Promise<void> {
    if (this.empty) return Promise.resolve();
    return new Promise((settle) => this.#waiting.push({ kind: 'mark', bytes: 0, settle }));
  }

  /** The next batch; empty where nothing waits. `done` is to be called when all of it has been answered. */
  take(): readonly Waiting[] {
    const taken = this.#waiting.splice(0, batchLength(this.#waiting, batchBytesMax));
    this.#marks = taken.filter((one) => one.kind === 'mark');
    this.#underWay = taken.length > 0;
    return taken.filter((one) => one.kind !== 'mark');
  }

  done(): void {
    this.#underWay = false;
    for (const mark of this.#marks.splice(0)) mark.settle();
  }

  /** Answers what has not been taken yet, all of it or that of one stream. */
  answerWaiting(outcome: CommitOutcome, of?: StreamId): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    const reached: Mark[] = [];
    for (const one of waiting) {
      if (of !== undefined && (one.kind === 'mark' || streamOf(one) !== of)) this.#waiting.push(one);
      else if (one.kind === 'mark') reached.push(one);
      else one.settle(outcome);
    }
    // What is under way is not answered yet.
    if (this.#underWay) this.#marks.push(...reached);
    else for (const mark of reached) mark.settle();
  }

  #add(
    bytes: number,
    waiting: (bytes: number, settle: (outcome: CommitOutcome) => void) => Waiting,
  ): Promise<CommitOutcome> {
    if (!mayWait(bytes, { length: this.#waiting.length, pendingBytes: this.#pendingBytes })) {
      return Promise.resolve({ kind: 'refused', text: tooFarBehind });
    }
    this.#pendingBytes += bytes;
    return new Promise((resolve) => {
      const settle = (outcome: CommitOutcome) => {
        this.#pendingBytes -= bytes;
        resolve(outcome);
      };
      this.#waiting.push(waiting(bytes, settle));
    });
  }
}

export function streamOf(one: Waiting): StreamId {
  return one.kind === 'commit' ? one.commit.stream : one.stream;
}

/** About as many as it takes in the database; never less than its payloads. */
function bytesOf(commit: Commit): number {
  let bytes = commitBytes + bytesOfEvents(commit.events);
  for (const { payload } of commit.replace ?? []) bytes += Buffer.byteLength(payload) + eventBytes;
  const { entered = [], left = [], affiliated = [], unaffiliated = [], visited = [] } = commit;
  for (const names of [entered, left, affiliated, unaffiliated, visited]) {
    for (const name of names) bytes += name.length + nameBytes;
  }
  const { listing } = commit.described ?? {};
  if (listing !== undefined) bytes += Buffer.byteLength(`${listing.name}${listing.description}`) + eventBytes;
  return bytes;
}

function bytesOfEvents(events: readonly { readonly payload: string; readonly archiveId?: string }[]): number {
  let bytes = 0;
  for (const { payload, archiveId } of events) {
    bytes += Buffer.byteLength(payload) + (archiveId?.length ?? 0) + eventBytes;
  }
  return bytes;
}
