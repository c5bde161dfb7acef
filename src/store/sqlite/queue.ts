/**
 * What waits to be written, on the service's thread: commits and other writings in the order they were
 * given, taken batch by batch, and answered when their batch is.
 */

import type { Commit, CommitOutcome } from '../commit.ts';
import { StoreError } from '../port.ts';
import { batchLength, mayWait, tooFarBehind } from '../queue-bounds.ts';
import type { Batch, BatchResult, Writing } from './protocol.ts';

/** One transaction; what is beyond goes into the next. */
const batchBytesMax = 8_388_608;
/** What an event takes besides its payload: kind, ids, times. */
const eventBytes = 100;

interface WaitingCommit {
  readonly kind: 'commit';
  readonly commit: Commit;
  readonly bytes: number;
  readonly resolve: (outcome: CommitOutcome) => void;
}

interface WaitingWriting {
  readonly kind: 'writing';
  readonly writing: Writing;
  readonly bytes: number;
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: StoreError) => void;
}

export class WriteQueue {
  #waiting: (WaitingCommit | WaitingWriting)[] = [];
  #commitsUnderWay: WaitingCommit[] = [];
  #writingsUnderWay: WaitingWriting[] = [];
  #pendingBytes = 0;

  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** Nothing waits and nothing is under way. */
  get empty(): boolean {
    return this.#waiting.length === 0 && !this.underWay;
  }

  get underWay(): boolean {
    return this.#commitsUnderWay.length + this.#writingsUnderWay.length > 0;
  }

  addCommit(commit: Commit): Promise<CommitOutcome> {
    const bytes = bytesOf(commit);
    if (!this.#hasRoomFor(bytes)) {
      return Promise.resolve({ kind: 'refused', text: tooFarBehind });
    }
    this.#pendingBytes += bytes;
    return new Promise((resolve) => this.#waiting.push({ kind: 'commit', commit, bytes, resolve }));
  }

  addWriting(writing: Writing): Promise<unknown> {
    if (!this.#hasRoomFor(0)) return Promise.reject(new StoreError(tooFarBehind));
    return new Promise((resolve, reject) =>
      this.#waiting.push({ kind: 'writing', writing, bytes: 0, resolve, reject }),
    );
  }

  /** The next batch, or nothing if there is none; only one is under way at a time. */
  take(): Batch | undefined {
    if (this.#waiting.length === 0 || this.underWay) return undefined;
    const taken = this.#waiting.splice(0, batchLength(this.#waiting, batchBytesMax));
    this.#commitsUnderWay = taken.filter((item) => item.kind === 'commit');
    this.#writingsUnderWay = taken.filter((item) => item.kind === 'writing');
    return this.batchUnderWay();
  }

  /** The same batch again, for a worker that follows a dead one. */
  batchUnderWay(): Batch {
    const commits = this.#commitsUnderWay.map((item) => item.commit);
    const writings = this.#writingsUnderWay.map((item) => item.writing);
    return { commits, writings, synced: commits.some((commit) => !commit.unsynced) };
  }

  settle(result: BatchResult): void {
    const commits = this.#commitsUnderWay;
    const writings = this.#writingsUnderWay;
    this.#commitsUnderWay = [];
    this.#writingsUnderWay = [];
    const failures = new Map(result.failures.map((failure) => [failure.place, failure]));
    for (const [place, item] of commits.entries()) {
      this.#pendingBytes -= item.bytes;
      const failure = failures.get(place);
      if (failure) item.resolve({ kind: failure.kind, text: failure.text });
      else item.resolve({ kind: 'committed', sequence: result.sequences[place] ?? 0 });
    }
    for (const [place, item] of writings.entries()) {
      const ended = result.writings[place];
      if (ended?.kind === 'done') item.resolve(ended.reply);
      else item.reject(new StoreError(ended?.text ?? 'the store gave no answer'));
    }
  }

  /**
   * Refuses what was never sent. What is under way stays open for ever: whether it was written will be
   * known only after a restart.
   */
  refuseWaiting(text: string): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const item of waiting) {
      this.#pendingBytes -= item.bytes;
      if (item.kind === 'commit') item.resolve({ kind: 'refused', text });
      else item.reject(new StoreError(text));
    }
  }

  #hasRoomFor(bytes: number): boolean {
    return mayWait(bytes, { length: this.#waiting.length, pendingBytes: this.#pendingBytes });
  }
}

function bytesOf(commit: Commit): number {
  let bytes = 0;
  for (const event of commit.events) bytes += event.payload.length + eventBytes;
  for (const { payload } of commit.replace ?? []) bytes += payload.length + eventBytes;
  return bytes;
}
