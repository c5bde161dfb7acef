/** Where everything that is asked of the store comes in: what may be asked now, and what it has to wait for. */
import type { Db, MongoClient } from 'mongodb';
import type { Commit, CommitOutcome } from '../commit.ts';
import { StoreError } from '../port.ts';
import { malformedRestore } from '../restored.ts';
import type { Transfer } from '../transfer.ts';
import type { ServerKind } from './connection.ts';
import { Effects } from './effects.ts';
import { isTakenOver, noteAlive, noteEnd } from './epochs.ts';
import { closed, describeFailure, storeError, takenOver } from './failure.ts';
import { Planner } from './planner.ts';
import { CommitQueue } from './queue.ts';
import type { MongoStoreOptions } from './store.ts';
import { StreamEnds } from './streams.ts';
import { Watch } from './watch.ts';
import type { MongoWork } from './work.ts';
import { CommitWriter } from './writer.ts';

const aliveMilliseconds = 5_000;
/** Before something that follows a commit is tried again. */
const pauseMilliseconds = 250;
/** Of the same failure there. */
const sayEveryMilliseconds = 30_000;

interface DeskParts {
  readonly client: MongoClient;
  readonly database: Db;
  readonly epoch: number;
  readonly kind: ServerKind;
  readonly options: MongoStoreOptions;
  readonly patienceMilliseconds: number;
  readonly nextAudit: number;
}

export class Desk implements MongoWork {
  readonly database: Db;
  readonly epoch: number;
  readonly queue = new CommitQueue();
  readonly watch: Watch;
  readonly effects: Effects;
  readonly writer: CommitWriter;
  readonly #parts: DeskParts;
  readonly #alive: NodeJS.Timeout;
  #closing: Promise<void> | undefined;
  /** The last that was said of what follows commits. */
  #said: { readonly text: string; readonly at: number } | undefined;

  constructor(parts: DeskParts) {
    const { client, database, epoch, kind, options, nextAudit } = parts;
    this.#parts = parts;
    this.database = database;
    this.epoch = epoch;
    this.watch = new Watch(client, parts.patienceMilliseconds);
    this.watch.impatient = () => this.queue.answerWaiting({ kind: 'refused', text: this.watch.refusal });
    this.watch.changed = (state) => {
      if (state.kind === 'away') options.log?.warn(state.text);
      else options.log?.warn('MongoDB answers again');
    };
    this.effects = new Effects({
      database,
      answer: (run) => this.watch.answer(run),
      pause: (error) => this.#pauseEffects(error),
    });
    const ends = new StreamEnds(database);
    const settled = () => this.effects.settled();
    const { documentBytesMax } = kind;
    this.writer = new CommitWriter({
      ...{ database, terms: kind.terms, queue: this.queue, ends, effects: this.effects, watch: this.watch },
      planner: new Planner({ database, ends, epoch, settled, documentBytesMax, nextAudit }),
      lookFirst: kind.sharded ? () => isTakenOver(database, epoch) : undefined,
      onTakenOver: () => options.onFailed?.(new StoreError(takenOver)),
    });
    this.#alive = setInterval(() => void this.#noteAlive(), aliveMilliseconds);
    this.#alive.unref();
  }

  commit(commit: Commit): Promise<CommitOutcome> {
    const no = this.#whyNot();
    if (no !== undefined) return Promise.resolve(no);
    const outcome = this.queue.addCommit(commit);
    this.writer.wake();
    return outcome;
  }

  async restore(wish: Parameters<Transfer['restoreEvents']>[0]): Promise<void> {
    const wrong = malformedRestore(wish);
    if (wrong !== undefined) throw new StoreError(wrong);
    const outcome = await this.write(async () => {
      const no = this.#whyNot();
      if (no !== undefined || wish.events.length === 0) return no;
      const restored = this.queue.addRestore(wish.stream, wish.events);
      this.writer.wake();
      return restored;
    });
    if (outcome !== undefined && outcome.kind !== 'committed') throw new StoreError(outcome.text);
  }

  readonly read = <T>(reading: () => Promise<T>): Promise<T> => this.#ask(reading);

  readonly readSettled = <T>(reading: () => Promise<T>): Promise<T> => this.readBehind(this.effects.settled(), reading);

  /** Begins when something else has been done. */
  readBehind<T>(before: Promise<void>, reading: () => Promise<T>): Promise<T> {
    return this.#ask(async () => {
      await before;
      return reading();
    });
  }

  readonly write = <T>(writing: () => Promise<T>): Promise<T> =>
    this.#ask(async () => {
      if (this.writer.takenOver) throw new StoreError(takenOver);
      if (await isTakenOver(this.database, this.epoch)) {
        this.writer.lose();
        throw new StoreError(takenOver);
      }
      return writing();
    });

  /** A writing that includes the commits given before it. */
  async writeBehind<T>(writing: () => Promise<T>): Promise<T> {
    const reached = this.queue.reached();
    return this.write(async () => {
      await reached;
      return writing();
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #whyNot(): CommitOutcome | undefined {
    if (this.#closing !== undefined) return { kind: 'refused', text: closed };
    if (this.writer.takenOver) return { kind: 'stale', text: takenOver };
    return this.watch.impatientNow ? { kind: 'refused', text: this.watch.refusal } : undefined;
  }

  async #ask<T>(run: () => Promise<T>): Promise<T> {
    if (this.#closing !== undefined) throw new StoreError(closed);
    try {
      return await this.watch.unlessAway(run);
    } catch (error) {
      throw storeError(error);
    }
  }

  async #pauseEffects(error: unknown): Promise<void> {
    const text = describeFailure(error);
    const now = performance.now();
    const isNew = text !== this.#said?.text || now - this.#said.at >= sayEveryMilliseconds;
    if (!this.watch.away && isNew) {
      this.#said = { text, at: now };
      this.#parts.options.log?.warn(`what follows a commit is tried again: ${text}`);
    }
    await this.watch.pause(pauseMilliseconds);
  }

  async #noteAlive(): Promise<void> {
    if (this.watch.away || this.writer.takenOver) return;
    const applied = this.effects.appliedBefore ?? this.writer.sequence;
    try {
      const noted = await this.watch.answer(() => noteAlive(this.database, this.epoch, applied));
      if (!noted) this.writer.lose();
      else this.watch.wrote();
    } catch (error) {
      this.watch.wrote(describeFailure(error));
    }
  }

  async #close(): Promise<void> {
    clearInterval(this.#alive);
    const done = this.#finish();
    // A database that is away is not waited for: what is in doubt is known at the next start.
    const { promise: tooLong, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, 2 * this.#parts.patienceMilliseconds);
    await Promise.race([done, tooLong]);
    clearTimeout(timer);
    this.writer.stop();
    this.effects.stop();
    this.watch.stop();
    await this.#parts.client.close();
  }

  async #finish(): Promise<void> {
    await this.queue.reached();
    await this.watch.idle();
    await this.effects.settled();
    if (this.writer.takenOver) return;
    try {
      await this.watch.answer(() => noteEnd(this.database, this.epoch, this.writer.sequence));
    } catch (error) {
      this.#parts.options.log?.warn(
        `the end could not be noted, which costs the next start a moment: ${describeFailure(error)}`,
      );
    }
  }
}
