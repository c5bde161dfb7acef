/** Puts what a file of an export holds into a store. It may be repeated, and goes on where it was broken off. */
import { checkpointName } from '../service/delivered.ts';
import { isRoomStream } from '../service/room-loader.ts';
import { serviceStream } from '../service/service-codec.ts';
import type { StreamId } from '../store/event.ts';
import { type FeedPosition, type Store, StoreError } from '../store/port.ts';
import type { BelongLine, Head, StreamHead } from './format.ts';
import { ImportMarks } from './import-marks.ts';
import { StreamImport } from './import-stream.ts';
import { type Taking, TakingRules } from './import-taking.ts';
import { listCategories } from './list-categories.ts';
import type { Read } from './read-export.ts';
import { WordsHere } from './words-here.ts';

/** Writings after which what was restored counts as delivered: nobody is to be sent years of messages when the service starts. */
const writingsPerMark = 20;
/** Streams of which the last number is remembered. */
const rememberedMax = 100_000;

export interface ImportEnvironment {
  readonly store: Store;
  /** The address of the service that this store is of. */
  readonly service: string;
  /** Nothing is written; what would be is counted. */
  readonly dry: boolean;
  /** Milliseconds since 1970. */
  now(): number;
  /** Something could not be taken. */
  tell(text: string): void;
  progress(report: ImportReport): void;
}

export interface ImportReport {
  rooms: number;
  events: number;
  /** Of rooms: as in the file, and refused. */
  there: number;
  refused: number;
  /** Categories that were not here. */
  categories: number;
  /** Policies, groups, blocks and whatever else is of the service stay as they are here. */
  keptService: boolean;
}

export class Import {
  readonly #env: ImportEnvironment;
  readonly #marks: ImportMarks;
  readonly #words: WordsHere;
  readonly #rules: TakingRules;
  readonly #delivered: FeedPosition | undefined;
  readonly report: ImportReport = { rooms: 0, events: 0, there: 0, refused: 0, categories: 0, keptService: false };
  #section: { readonly head: StreamHead; readonly into: StreamImport | undefined } | undefined;
  #isBelonging = false;
  #writings = 0;
  #last = new Map<StreamId, number>();

  private constructor(
    env: ImportEnvironment,
    parts: {
      readonly marks: ImportMarks;
      readonly words: WordsHere;
      readonly rules: TakingRules;
      readonly delivered: FeedPosition | undefined;
    },
  ) {
    this.#env = env;
    this.#marks = parts.marks;
    this.#words = parts.words;
    this.#rules = parts.rules;
    this.#delivered = parts.delivered;
  }

  /** @throws StoreError where the file is not for this store. */
  static async begin(env: ImportEnvironment, head: Head): Promise<Import> {
    const { store } = env;
    if (head.service !== env.service) {
      throw new StoreError(
        `the export is of ${head.service}, and this service is ${env.service}: rooms keep their addresses, so it can be imported there only`,
      );
    }
    const marks = await ImportMarks.open(store, { id: head.id, made: head.began });
    const words = new WordsHere(store, env.dry);
    const rules = await TakingRules.open({ store, marks, words });
    const before = await store.checkpoint(checkpointName);
    const written = marks.epoch;
    const delivered = before && written !== undefined ? { ...before, ...of(await store.feedEnd(), written) } : before;
    return new Import(env, { marks, words, rules, delivered });
  }

  async take(read: Read): Promise<void> {
    if (read.kind === 'begin') {
      this.#words.beginSection();
      this.#isBelonging = read.line.is === 'memberships';
      if (read.line.is === 'stream') await this.#begin(read.line);
      else if (!this.#env.dry) await this.#marks.begin(read.line.is);
    } else if (read.kind === 'line') {
      const { line } = read;
      const isTaken = this.#isBelonging || this.#section?.into !== undefined;
      if (isTaken && line.is === 'people') await this.#words.people(line.people);
      else if (line.is === 'belong') await this.#belong(line.belong);
      else await this.#section?.into?.take(line);
    } else if (read.kind === 'end') {
      await this.#end(read.line.of);
    }
  }

  async #begin(head: StreamHead): Promise<void> {
    const isPassed = this.#marks.isPassed(head.stream);
    const taking: Taking = await this.#rules.of(head);
    this.#section = { head, into: undefined };
    if (isPassed) return this.#count(head, this.#marks.isLeft(head.stream) ? taking : { kind: 'there' });
    this.#count(head, taking);
    if (taking.kind !== 'take') {
      this.#marks.leave(head.stream);
      return;
    }
    if (!this.#env.dry) await this.#marks.begin(head.stream);
    const { store, dry } = this.#env;
    const written = (events: number) => this.#written(events);
    const into = await StreamImport.begin({ store, words: this.#words, dry, written }, head);
    this.#section = { head, into };
  }

  #count(head: StreamHead, taking: Taking): void {
    const { report } = this;
    if (taking.kind === 'refused') {
      report.refused += 1;
      this.#env.tell(taking.text);
    } else if (isRoomStream(head.stream)) {
      if (head.room === undefined) return;
      if (taking.kind === 'take') report.rooms += 1;
      else report.there += 1;
    } else if (head.category !== undefined) {
      if (taking.kind === 'take' && !head.category.removed) report.categories += 1;
    } else if (taking.kind === 'kept' && head.stream === serviceStream) {
      report.keptService = true;
    }
  }

  async #end(of: string): Promise<void> {
    const problem = await this.#section?.into?.end();
    if (problem !== undefined) {
      this.report.refused += 1;
      this.#env.tell(problem);
    }
    this.#section = undefined;
    this.#isBelonging = false;
    this.#marks.done(of);
    this.#env.progress(this.report);
  }

  async #belong(belong: BelongLine['belong']): Promise<void> {
    if (this.#env.dry) return;
    const rows = [];
    for (const [person, stream, seen] of belong) {
      const last = this.#marks.isLeft(stream) ? 0 : await this.#lastOf(stream);
      // One that was made while the export ran is not in it.
      if (last > 0) rows.push({ person: this.#words.word(person), stream, seen: Math.min(seen, last) });
    }
    await this.#env.store.transfer.restoreMemberships(rows);
  }

  async #lastOf(stream: StreamId): Promise<number> {
    const known = this.#last.get(stream);
    if (known !== undefined) return known;
    const last = await this.#env.store.lastNumber(stream);
    if (this.#last.size >= rememberedMax) this.#last = new Map();
    this.#last.set(stream, last);
    return last;
  }

  async #written(events: number): Promise<void> {
    this.report.events += events;
    this.#writings += 1;
    if (this.#writings % writingsPerMark === 0) await this.#markDelivered();
    this.#env.progress(this.report);
  }

  async #markDelivered(): Promise<void> {
    const { store, dry } = this.#env;
    // Where nothing has been delivered yet, the service begins behind all there is.
    if (dry || this.#delivered === undefined) return;
    const restored = of(await store.feedEnd(), store.epoch);
    await store.saveCheckpoint({ name: checkpointName, position: Object.assign({}, this.#delivered, restored) });
  }

  /** The whole file has been taken. */
  async finish(): Promise<void> {
    if (this.#env.dry) return;
    await listCategories(this.#env, this.#rules.categories);
    await this.#markDelivered();
    await this.#marks.forget();
  }
}

function of(position: FeedPosition, epoch: number): FeedPosition {
  const sequence = position[epoch];
  return sequence === undefined ? {} : { [epoch]: sequence };
}
