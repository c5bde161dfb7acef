/**
 * Writes commits, one batch at a time: whatever waited while the last one was written. Nobody is answered before it is
 * known what became of their commit.
 */
import type { Db } from 'mongodb';
import type { CommitOutcome } from '../commit.ts';
import type { StreamId } from '../event.ts';
import type { Effects } from './effects.ts';
import { placeOf } from './event-documents.ts';
import { describeFailure, fateOf, takenOver } from './failure.ts';
import { type Attempt, findDocuments, insertDocuments, isDuplicate, type WriteTerms } from './insertion.ts';
import type { PlannedDocument, Planner } from './planner.ts';
import { type CommitQueue, streamOf, type Waiting } from './queue.ts';
import type { StreamEnds } from './streams.ts';
import type { Watch } from './watch.ts';

/** Before what failed is tried again, unless the server returns earlier. */
const pauseMilliseconds = 250;
/** Between looks at whether what was written is durable. */
const undecidedMilliseconds = 50;

interface WriterParts {
  readonly database: Db;
  readonly terms: WriteTerms;
  readonly queue: CommitQueue;
  readonly planner: Planner;
  readonly ends: StreamEnds;
  readonly effects: Effects;
  readonly watch: Watch;
  /** Asked before each batch where the place of a seal is not unique: whether another has taken over. */
  readonly lookFirst: (() => Promise<boolean>) | undefined;
  /** Told once. */
  readonly onTakenOver: () => void;
}

type Result =
  | { readonly kind: 'done' }
  /** Documents from this place on are not written; the first of them cannot be, or another writer's is there. */
  | { readonly kind: 'conflict'; readonly at: number; readonly text?: string }
  /** Another has taken over. */
  | { readonly kind: 'stale'; readonly at: number }
  | { readonly kind: 'refused'; readonly at: number; readonly text: string };

export class CommitWriter {
  readonly #parts: WriterParts;
  #running = false;
  /** Of the last commit that is durable. */
  #sequence = 0;
  #takenOver = false;
  #stopped = false;

  constructor(parts: WriterParts) {
    this.#parts = parts;
  }

  /** Everything up to here is durable and known to be. */
  get sequence(): number {
    return this.#sequence;
  }

  get takenOver(): boolean {
    return this.#takenOver;
  }

  /** Looks into the queue soon. */
  wake(): void {
    if (this.#running || this.#stopped) return;
    this.#running = true;
    // What is given in one turn of the event loop travels together.
    setImmediate(() => void this.#run());
  }

  /** Nothing can be written any more. */
  lose(): void {
    if (this.#takenOver) return;
    this.#takenOver = true;
    this.#parts.queue.answerWaiting({ kind: 'stale', text: takenOver });
    this.#parts.onTakenOver();
  }

  /** Whatever is still in doubt stays so. */
  stop(): void {
    this.#stopped = true;
  }

  async #run(): Promise<void> {
    const { queue, effects, watch } = this.#parts;
    for (;;) {
      // Also where what follows earlier commits cannot be done: nobody waits longer for that than for a batch.
      watch.batchBegins();
      await effects.room();
      const items = queue.take();
      if (items.length > 0) await this.#write(items);
      watch.batchEnds();
      // Marks may have been all that waited.
      if (items.length === 0 && queue.empty) break;
      if (this.#stopped) return;
      queue.done();
    }
    this.#running = false;
  }

  async #write(items: readonly Waiting[]): Promise<void> {
    const { watch } = this.#parts;
    const broken = new Set<StreamId>();
    for (let rest = items; rest.length > 0; ) {
      if (this.#takenOver) return settleAll(rest, { kind: 'stale', text: takenOver });
      const plan = await this.#plan(rest);
      if (plan === undefined) return;
      watch.batchBegins();
      for (const [one, outcome] of plan.answers) one.settle(outcome);
      const result = await this.#insert(plan.documents);
      if (result === undefined) return;
      // It has answered, late or not: whoever hears so now may ask the next.
      watch.batchBegins();
      rest = [...this.#settle(plan.documents, result, broken), ...plan.rest];
      rest = answering(rest, (one) => broken.has(streamOf(one)), { kind: 'stale', text: written(broken) });
    }
  }

  /** Undefined where it could not be found out what is to be known first: nothing was written, and all are told so. */
  async #plan(items: readonly Waiting[]) {
    const { planner, watch, lookFirst } = this.#parts;
    for (;;) {
      try {
        if (lookFirst !== undefined && (await watch.answer(lookFirst))) {
          this.lose();
          settleAll(items, { kind: 'stale', text: takenOver });
          return undefined;
        }
        return await watch.answer(() => planner.plan(items, this.#sequence + 1));
      } catch (error) {
        if (this.#stopped || watch.impatientNow || fateOf(error) === 'refused') {
          settleAll(items, { kind: 'refused', text: watch.away ? watch.refusal : describeFailure(error) });
          return undefined;
        }
        await watch.pause(pauseMilliseconds);
      }
    }
  }

  /** Undefined where the store was closed before it was known. */
  async #insert(planned: readonly PlannedDocument[]): Promise<Result | undefined> {
    const { database, terms, watch } = this.#parts;
    const documents = planned.map(({ document }) => document);
    let doubtful = false;
    for (let from = 0; from < documents.length; ) {
      if (this.#stopped) return undefined;
      const some = from === 0 ? documents : documents.slice(from);
      const attempt = await watch
        .answer(() => insertDocuments(database, some, terms))
        .catch((error: unknown): Attempt => ({ kind: 'unknown', text: describeFailure(error) }));
      if (attempt.kind === 'written') {
        const { count, failed } = attempt;
        const text = failed === undefined || isDuplicate(failed) ? undefined : failed.text;
        watch.wrote(text);
        from += count;
        if (failed === undefined) break;
        if (text !== undefined) {
          // What was sent before may be on its way still, and not every server says rightly which of them failed.
          if (!doubtful && (await this.#isAbsent(planned.slice(from)))) return { kind: 'conflict', at: from, text };
          await watch.pause(pauseMilliseconds);
          continue;
        }
        const found = await this.#look(planned.slice(from));
        if (found === undefined) return undefined;
        if (typeof found !== 'number') return { kind: found, at: from };
        from += found;
        continue;
      }
      doubtful ||= attempt.kind === 'unknown';
      if (attempt.kind !== 'unknown') watch.wrote(attempt.text);
      if (!doubtful && (attempt.kind === 'refused' || watch.impatientNow)) {
        if (attempt.kind === 'unsent' || (await this.#isAbsent(planned.slice(from)))) {
          return { kind: 'refused', at: from, text: attempt.text };
        }
      }
      await watch.pause(pauseMilliseconds);
    }
    return { kind: 'done' };
  }

  /** How many of these are there already and my own, or why there will be none. */
  async #look(planned: readonly PlannedDocument[]): Promise<number | 'stale' | 'conflict' | undefined> {
    const { database, terms, watch } = this.#parts;
    const documents = planned.map(({ document }) => document);
    for (;;) {
      if (this.#stopped) return undefined;
      try {
        const found = await watch.answer(() => findDocuments(database, documents, terms));
        if (found.kind === 'own') return found.count;
        if (found.kind === 'sealed' || found.kind === 'foreign') return 'stale';
        if (found.kind === 'absent') return 'conflict';
        await watch.pause(undecidedMilliseconds);
      } catch {
        await watch.pause(pauseMilliseconds);
      }
    }
  }

  /** After the server has said no to all that was sent of them. */
  async #isAbsent(planned: readonly PlannedDocument[]): Promise<boolean> {
    const { database, terms, watch } = this.#parts;
    try {
      const documents = planned.map(({ document }) => document);
      return (await watch.answer(() => findDocuments(database, documents, terms))).kind === 'absent';
    } catch {
      return false;
    }
  }

  /** Answers what is known, and gives what is to be tried again. */
  #settle(planned: readonly PlannedDocument[], result: Result, broken: Set<StreamId>): readonly Waiting[] {
    const count = result.kind === 'done' ? planned.length : result.at;
    for (const one of planned.slice(0, count)) this.#written(one);
    const failed = planned.slice(count);
    const [first] = failed;
    if (result.kind === 'done' || first === undefined) return [];
    if (result.kind === 'stale') {
      this.lose();
      settleAll(allOf(failed), { kind: 'stale', text: takenOver });
      return [];
    }
    if (result.kind === 'refused' || result.text !== undefined) {
      const refused = result.kind === 'refused' ? failed : [first];
      settleAll(allOf(refused), { kind: 'refused', text: result.text ?? this.#parts.watch.refusal });
      return allOf(failed.slice(refused.length));
    }
    this.#parts.ends.forget(first.stream);
    // It was only taken at its word, and is planned again with what is there.
    if (first.assumed) this.#parts.ends.doubt(first.stream);
    else {
      broken.add(first.stream);
      this.#parts.queue.answerWaiting({ kind: 'stale', text: written([first.stream]) }, first.stream);
    }
    return allOf(failed);
  }

  #written({ document, stream, waiting, end }: PlannedDocument): void {
    const { ends, effects } = this.#parts;
    const { sequence } = placeOf(document._id);
    ends.set(stream, end);
    this.#sequence = sequence + waiting.length - 1;
    if (document.effects !== undefined) {
      effects.add({ document: document._id, stream, sequence, effects: document.effects });
    }
    for (const [i, all] of waiting.entries()) {
      for (const one of all) one.settle({ kind: 'committed', sequence: sequence + i });
    }
  }
}

function allOf(planned: readonly PlannedDocument[]): readonly Waiting[] {
  return planned.flatMap(({ waiting }) => waiting.flat());
}

function settleAll(items: readonly Waiting[], outcome: CommitOutcome): void {
  for (const one of items) one.settle(outcome);
}

function answering(
  items: readonly Waiting[],
  which: (one: Waiting) => boolean,
  outcome: CommitOutcome,
): readonly Waiting[] {
  settleAll(items.filter(which), outcome);
  return items.filter((one) => !which(one));
}

function written(streams: Iterable<StreamId>): string {
  return `another writer has written to ${[...streams].join(', ')}: read it again from the store`;
}
