/**
 * The worker's life, seen from the service: started, asked, and when it dies, followed by another one under
 * the same epoch. Everything it had not answered is sent again, which is safe because a commit is known by
 * its id and every other writing may be repeated; so an outcome in doubt is found out, not guessed.
 */

import { Worker } from 'node:worker_threads';
import type { Commit, CommitOutcome } from '../commit.ts';
import type { StoreLog } from '../log.ts';
import { StoreError, type StoreState } from '../port.ts';
import { packCommits } from './packing.ts';
import type { Batch, BatchResult, FromWorker, Readings, ToWorker, WorkerRequest, Writings } from './protocol.ts';
import { WriteQueue } from './queue.ts';

/** Waits before the next worker, by how many have died within `deathsWindowMs`; then no more is tried. */
const restartDelaysMs = [0, 50, 100, 200, 400] as const;
const deathsWindowMs = 60_000;
const readingsMax = 100_000;
/**
 * From one transaction of several commits to the next: each costs as much as the writing of twenty messages, most of
 * it for the sync, so that more of them share one.
 */
const gatherMs = 2;
const closed = 'the store is closed';
const replacing = "the store's thread is being replaced: try again in a moment";

export interface ThreadOptions {
  readonly request: WorkerRequest;
  readonly log: StoreLog | undefined;
  /** Tests let every worker die, not only the first. */
  readonly everyWorkerDies: boolean;
  readonly onFailed: ((error: StoreError) => void) | undefined;
}

interface OpenReading {
  readonly message: Extract<ToWorker, { kind: 'reading' }>;
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: StoreError) => void;
}

type Phase =
  | {
      readonly kind: 'opening';
      readonly resolve: (thread: StoreThread) => void;
      readonly reject: (error: StoreError) => void;
    }
  | { readonly kind: 'serving'; readonly worker: Worker }
  | { readonly kind: 'between workers' }
  | { readonly kind: 'failed'; readonly text: string }
  | { readonly kind: 'closed' };

/** In dist/ the worker is compiled like everything else. */
const script = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

export class StoreThread {
  readonly #options: ThreadOptions;
  readonly #queue = new WriteQueue();
  readonly #readings = new Map<number, OpenReading>();
  readonly #deathsAtMs: number[] = [];
  #phase: Phase;
  #epoch = 0;
  #readingId = 0;
  #flushPlanned = false;
  #gathering: NodeJS.Timeout | undefined;
  #gatherUntilMs = 0;
  #closing: PromiseWithResolvers<void> | undefined;
  #state: StoreState = { kind: 'up' };

  /** @throws StoreError (by rejecting) if the file cannot be opened. */
  static open(options: ThreadOptions): Promise<StoreThread> {
    return new Promise((resolve, reject) => new StoreThread(options, { kind: 'opening', resolve, reject }));
  }

  private constructor(options: ThreadOptions, phase: Phase) {
    this.#options = options;
    this.#phase = phase;
    this.#start(options.request);
  }

  get epoch(): number {
    return this.#epoch;
  }

  get pendingBytes(): number {
    return this.#queue.pendingBytes;
  }

  get state(): StoreState {
    return this.#state;
  }

  commit(commit: Commit): Promise<CommitOutcome> {
    const text = this.#unavailable();
    if (text !== undefined) return Promise.resolve({ kind: 'refused', text });
    this.#planFlush();
    return this.#queue.addCommit(commit);
  }

  write<Name extends keyof Writings>(name: Name, request: Writings[Name][0]): Promise<Writings[Name][1]> {
    const text = this.#unavailable();
    if (text !== undefined) return Promise.reject(new StoreError(text));
    this.#planFlush();
    return this.#queue.addWriting({ name, request }) as Promise<Writings[Name][1]>;
  }

  read<Name extends keyof Readings>(name: Name, request: Readings[Name][0]): Promise<Readings[Name][1]> {
    const text = this.#unavailable();
    if (text !== undefined) return Promise.reject(new StoreError(text));
    if (this.#readings.size >= readingsMax) {
      return Promise.reject(new StoreError('too many readings wait for the store: try again later'));
    }
    const message = { kind: 'reading', id: ++this.#readingId, name, request } as const;
    return new Promise<unknown>((resolve, reject) => {
      this.#readings.set(message.id, { message, resolve, reject });
      this.#post(message);
    }) as Promise<Readings[Name][1]>;
  }

  close(): Promise<void> {
    if (this.#closing) return this.#closing.promise;
    this.#closing = Promise.withResolvers<void>();
    if (this.#phase.kind === 'failed') this.#closing.resolve();
    else this.#closeIfIdle();
    return this.#closing.promise;
  }

  #unavailable(): string | undefined {
    if (this.#phase.kind === 'failed') return this.#phase.text;
    return this.#closing ? closed : undefined;
  }

  #post(message: ToWorker): void {
    if (this.#phase.kind === 'serving') this.#phase.worker.postMessage(message);
  }

  #planFlush(): void {
    if (this.#flushPlanned) return;
    this.#flushPlanned = true;
    // After the input of this turn of the event loop has been dealt with, so that its commits travel together.
    setImmediate(() => {
      this.#flushPlanned = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#phase.kind !== 'serving' || this.#queue.underWay || this.#gathering !== undefined) return;
    const waitMs = this.#gatherUntilMs - performance.now();
    if (waitMs <= 0 || this.#closing) return this.#take();
    this.#gathering = setTimeout(() => {
      this.#gathering = undefined;
      if (this.#phase.kind === 'serving') this.#take();
    }, waitMs);
  }

  #take(): void {
    const batch = this.#queue.take();
    if (batch === undefined) return;
    // Whoever is alone is not kept waiting; where there are several, the next ones are worth a moment.
    if (batch.commits.length > 1) this.#gatherUntilMs = performance.now() + gatherMs;
    this.#postBatch(batch);
  }

  #postBatch(batch: Batch): void {
    const commits = packCommits(batch.commits);
    const message: ToWorker = { kind: 'batch', commits, writings: batch.writings, synced: batch.synced };
    if (this.#phase.kind === 'serving') this.#phase.worker.postMessage(message, [commits.numbers.buffer]);
  }

  #start(request: WorkerRequest): void {
    const worker = new Worker(script, { workerData: request, name: 'store' });
    let cause: string | undefined;
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'unopened') cause = message.text;
      this.#receive(worker, message);
    });
    worker.on('error', (error) => {
      cause = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', () => this.#ended(cause ?? 'it stopped without a word'));
  }

  #receive(worker: Worker, message: FromWorker): void {
    switch (message.kind) {
      case 'opened':
        this.#opened(worker, message.epoch);
        return;
      case 'unopened':
        // The worker has nothing to listen to and ends by itself; its end is dealt with there.
        return;
      case 'answer':
        this.#takeReading(message.id)?.resolve(message.reply);
        break;
      case 'failed':
        this.#takeReading(message.id)?.reject(new StoreError(message.text));
        break;
      case 'written':
        this.#learn(message.result.disk);
        this.#queue.settle(message.result);
        this.#flush();
        break;
      case 'said':
        this.#options.log?.[message.level]?.(`store: ${message.text}`);
        return;
      case 'closed':
        this.#phase = { kind: 'closed' };
        worker.terminate().then(
          () => this.#closing?.resolve(),
          () => this.#closing?.resolve(),
        );
        return;
      default:
        message satisfies never;
    }
    this.#closeIfIdle();
  }

  #opened(worker: Worker, epoch: number): void {
    const before = this.#phase;
    this.#epoch = epoch;
    this.#phase = { kind: 'serving', worker };
    this.#state = { kind: 'up' };
    if (before.kind === 'opening') {
      before.resolve(this);
      return;
    }
    for (const reading of this.#readings.values()) this.#post(reading.message);
    if (this.#queue.underWay) this.#postBatch(this.#queue.batchUnderWay());
    else this.#flush();
    this.#closeIfIdle();
  }

  #learn(disk: BatchResult['disk']): void {
    if (disk?.kind === 'refuses') this.#away(disk.text);
    else if (disk?.kind === 'writes') this.#state = { kind: 'up' };
  }

  #away(text: string): void {
    const since = this.#state.kind === 'away' ? this.#state.since : Date.now();
    this.#state = { kind: 'away', since, text };
  }

  #takeReading(id: number): OpenReading | undefined {
    const reading = this.#readings.get(id);
    this.#readings.delete(id);
    return reading;
  }

  #closeIfIdle(): void {
    if (this.#closing && this.#queue.empty && this.#readings.size === 0) this.#post({ kind: 'close' });
  }

  #ended(cause: string): void {
    if (this.#phase.kind === 'closed') return;
    if (this.#phase.kind === 'opening') {
      this.#phase.reject(new StoreError(cause));
      return;
    }
    const nowMs = Date.now();
    while ((this.#deathsAtMs[0] ?? nowMs) < nowMs - deathsWindowMs) this.#deathsAtMs.shift();
    const delayMs = restartDelaysMs[this.#deathsAtMs.length];
    this.#deathsAtMs.push(nowMs);
    if (delayMs === undefined) {
      this.#fail(cause);
      return;
    }
    this.#phase = { kind: 'between workers' };
    this.#away(replacing);
    this.#options.log?.warn(`store: the worker ended (${cause}); another one takes its place`);
    setTimeout(() => this.#start(this.#successor()), delayMs);
  }

  #successor(): WorkerRequest {
    const { death, ...request } = this.#options.request;
    const again = this.#options.everyWorkerDies && death ? { death } : {};
    return { ...request, ...again, epoch: this.#epoch };
  }

  #fail(cause: string): void {
    const text = `the store has failed: ${cause}. Restart Longroom`;
    this.#phase = { kind: 'failed', text };
    this.#away(text);
    this.#options.log?.error(`store: ${text}`);
    this.#queue.refuseWaiting(text);
    const error = new StoreError(text);
    for (const reading of this.#readings.values()) reading.reject(error);
    this.#readings.clear();
    this.#closing?.resolve();
    this.#options.onFailed?.(error);
  }
}
