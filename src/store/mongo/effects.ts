/**
 * What follows commits, done behind them in their order: a commit is answered when its document is durable, and whoever
 * reads what is changed here waits until that has been done.
 */
import type { Db } from 'mongodb';
import type { StreamId } from '../event.ts';
import { applyDirectoryEffects } from './directory-effects.ts';
import type { CommitEffects } from './event-documents.ts';
import { applyEventEffects, type EffectsAround, type EventEffects } from './event-effects.ts';
import { Turns } from './turns.ts';
import type { Answer, DirectoryEffects } from './work.ts';

/** Of this many documents the effects are applied in one go. */
const appliedAtOnce = 500;
/** From here on new commits wait. */
const waitingMax = 2_000;

/** A document of events with what must follow it. */
export interface Followed {
  readonly document: string;
  readonly stream: StreamId;
  /** Of its first commit. */
  readonly sequence: number;
  readonly effects: readonly CommitEffects[];
}

interface Waiter {
  /** Reached when this many have been applied. */
  readonly count: number;
  readonly resolve: () => void;
}

interface EffectsParts {
  readonly database: Db;
  /** Ends the waiting for the database where no answer comes. */
  readonly answer: Answer;
  /** Waits before something that failed is tried again. */
  readonly pause: (error: unknown) => Promise<void>;
}

export class Effects {
  /**
   * Whoever else changes documents of a stream takes a turn. A server changes a document in one go, and they would not undo
   * each other; but there are some that read it first.
   */
  readonly turns = new Turns();
  readonly #parts: EffectsParts;
  #waiting: Followed[] = [];
  #added = 0;
  #applied = 0;
  #waiters: Waiter[] = [];
  /** By stream, which of those added is the last that changes its events. */
  readonly #changing = new Map<StreamId, number>();
  #running = false;
  #stopped = false;

  constructor(parts: EffectsParts) {
    this.#parts = parts;
  }

  /** In the order of their sequences. */
  add(followed: Followed): void {
    this.#waiting.push(followed);
    this.#added += 1;
    if (followed.effects.some(changesEvents)) this.#changing.set(followed.stream, this.#added);
    if (!this.#running) void this.#run();
  }

  /** The sequence before the first document whose effects are still to be applied; undefined where there is none. */
  get appliedBefore(): number | undefined {
    const [oldest] = this.#waiting;
    return oldest && oldest.sequence - 1;
  }

  /** Settles when the effects of everything added so far are applied. */
  settled(): Promise<void> {
    return this.#reached(this.#added);
  }

  /** The same, of what changes events of this stream. */
  settledFor(stream: StreamId): Promise<void> {
    return this.#reached(this.#changing.get(stream) ?? 0);
  }

  /** The same, of what changes events of any stream. */
  settledEvents(): Promise<void> {
    return this.#changing.size === 0 ? Promise.resolve() : this.#reached(this.#added);
  }

  /** Settles when more may be added. */
  room(): Promise<void> {
    return this.#reached(this.#added - waitingMax);
  }

  stop(): void {
    this.#stopped = true;
  }

  #reached(count: number): Promise<void> {
    if (count <= this.#applied) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push({ count, resolve }));
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0 && !this.#stopped) {
      const some = this.#waiting.slice(0, appliedAtOnce);
      try {
        await applyEffects(this.#parts.database, some, { turns: this.turns, answer: this.#parts.answer });
      } catch (error) {
        await this.#parts.pause(error);
        continue;
      }
      this.#waiting.splice(0, some.length);
      this.#applied += some.length;
      this.#settle();
    }
    this.#running = false;
  }

  #settle(): void {
    if (this.#waiting.length === 0) this.#changing.clear();
    const waiters = this.#waiters;
    this.#waiters = waiters.filter(({ count }) => count > this.#applied);
    for (const { count, resolve } of waiters) if (count <= this.#applied) resolve();
  }
}

/** Where nobody else is at work, and the driver's word is waited for. */
const alone = (): EffectsAround => ({ turns: new Turns(), answer: (run) => run() });

/** In the order given. */
export async function applyEffects(
  database: Db,
  followed: readonly Followed[],
  around: EffectsAround = alone(),
): Promise<void> {
  const directories: DirectoryEffects[] = [];
  const events: EventEffects[] = [];
  for (const { document, stream, effects } of followed) {
    for (const { replace, foreign, first, ...directory } of effects) {
      const changes = { stream, first, ...(replace && { replace }), ...(foreign && { foreign }) };
      if (changesEvents(changes)) events.push(changes);
      directories.push({ ...directory, stream, document });
    }
  }
  await Promise.all([
    applyDirectoryEffects(database, directories, around.answer),
    applyEventEffects(database, events, around),
  ]);
}

function changesEvents({ replace, foreign }: Pick<CommitEffects, 'replace' | 'foreign'>): boolean {
  return replace !== undefined || foreign !== undefined;
}
