/** How commits that wait become documents: what can be written, in which order, and what is refused without being tried. */
import { BSON, type Db } from 'mongodb';
import { type Commit, type CommitOutcome, malformedCommit } from '../commit.ts';
import type { StreamId } from '../event.ts';
import { malformedRestore, restoredEarlier } from '../restored.ts';
import { auditedOf, effectsOf } from './commit-effects.ts';
import {
  archiveIdKey,
  type CommitEffects,
  documentId,
  type EventDocument,
  eventPart,
  restoredPart,
} from './event-documents.ts';
import { alreadyWritten, foreignIds, loadEnds, missingOfRestored, usedArchiveIds } from './lookups.ts';
import { streamOf, type Waiting, type WaitingCommit, type WaitingRestore } from './queue.ts';
import type { StreamEnd, StreamEnds } from './streams.ts';

/** Commits of one stream that follow each other share a document within these bounds. */
const mergedCommitsMax = 1_024;
const mergedBytesMax = 1_048_576;
/** From here on it is worth counting exactly. */
const countedBytesMin = 4_194_304;
/** Restored events belong to no commit: those have ids from 0. */
const noCommitId = -1;

type Written<T> = { -readonly [name in keyof T]: T[name] extends readonly (infer One)[] ? One[] : T[name] };
type Draft = Omit<Written<EventDocument>, 'effects'> & { effects?: CommitEffects[] };

export interface PlannedDocument {
  readonly document: EventDocument;
  readonly stream: StreamId;
  /** Who waits for each of its commits; more than one where the same was given twice. */
  readonly waiting: (readonly [Waiting, ...Waiting[]])[];
  /** Of the stream, once it is written. */
  end: StreamEnd;
  /** That the stream begins with it was not looked up. */
  readonly assumed: boolean;
  bytes: number;
}

export interface Plan {
  readonly documents: readonly PlannedDocument[];
  /** What needs not be written, or can not. */
  readonly answers: readonly (readonly [Waiting, CommitOutcome])[];
  /** To be planned when these are written. */
  readonly rest: readonly Waiting[];
}

interface PlannerParts {
  readonly database: Db;
  readonly ends: StreamEnds;
  readonly epoch: number;
  /** Settles when everything that follows from commits so far has been done. */
  readonly settled: () => Promise<void>;
  readonly documentBytesMax: number;
  /** The number of the next audited event. */
  readonly nextAudit: number;
}

export class Planner {
  readonly #parts: PlannerParts;
  readonly #nth: () => number;
  // Of the plan that is being made.
  #documents: PlannedDocument[] = [];
  #ends = new Map<StreamId, StreamEnd>();
  #placed = new Map<string, { readonly in: PlannedDocument; readonly at: number; readonly id: number }>();
  #used = new Set<string>();
  #sequence = 0;
  /** Counts the plans that were begun. */
  #begun = 0;

  constructor(parts: PlannerParts) {
    this.#parts = parts;
    let { nextAudit } = parts;
    this.#nth = () => nextAudit++;
  }

  /** `sequence` is that of the first commit. Nobody is answered here, so that it may be done again when it fails. */
  async plan(items: readonly Waiting[], sequence: number): Promise<Plan> {
    const { database, ends, settled } = this.#parts;
    this.#begun += 1;
    this.#documents = [];
    this.#ends = new Map();
    this.#placed = new Map();
    this.#sequence = sequence;
    this.#used = new Set();
    for (const [stream, end] of await this.#still(loadEnds(ends, items))) ends.set(stream, end);
    if (items.some((item) => foreignIds(item).length > 0)) {
      await this.#still(settled());
      this.#used = await this.#still(usedArchiveIds(database, items));
    }
    const answers: [Waiting, CommitOutcome][] = [];
    for (const [i, item] of items.entries()) {
      if (item.kind === 'commit') {
        const taken = this.#take(item);
        const outcome = taken === 'look' ? await this.#found(item) : taken;
        if (outcome !== undefined) answers.push([item, outcome]);
      } else {
        // What was planned a moment ago is to be looked up for it.
        if (this.#ends.has(item.stream)) return { documents: this.#documents, answers, rest: items.slice(i) };
        const outcome = await this.#restore(item);
        if (outcome !== undefined) answers.push([item, outcome]);
      }
    }
    return { documents: this.#documents, answers, rest: [] };
  }

  /**
   * An answer of the database, unless it comes so late that the plan was given up and another has begun: what is planned
   * here is of that one, and what was asked for may have been refused meanwhile.
   */
  async #still<T>(answer: Promise<T>): Promise<T> {
    const own = this.#begun;
    const given = await answer;
    if (own !== this.#begun) throw new Error('this plan was given up');
    return given;
  }

  #end(stream: StreamId): StreamEnd | undefined {
    return this.#ends.get(stream) ?? this.#parts.ends.get(stream);
  }

  /** `look` where only the database can tell; undefined where it is planned. */
  #take(item: WaitingCommit): CommitOutcome | 'look' | undefined {
    const { commit } = item;
    const wrong = malformedCommit(commit);
    if (wrong !== undefined) return refused(wrong);
    const known = this.#end(commit.stream);
    const last = known?.last ?? 0;
    if (commit.first <= last) return 'look';
    if (commit.first !== last + 1) {
      return refused(`an earlier commit of ${commit.stream} failed: read it again from the store`);
    }
    if ((commit.events[0]?.at ?? 0) < (known?.lastAt ?? 0))
      return refused('the time of an event goes back within its stream');
    const doubled = this.#reserve(item);
    if (doubled !== undefined) return refused(doubled);
    return this.#append(item, known);
  }

  async #found(item: WaitingCommit): Promise<CommitOutcome | undefined> {
    const { commit } = item;
    const placed = this.#placed.get(placeKey(commit));
    if (placed !== undefined) {
      if (placed.id !== commit.id) return taken(commit);
      const waiting = placed.in.waiting[placed.at];
      if (waiting !== undefined) placed.in.waiting[placed.at] = [...waiting, item];
      return undefined;
    }
    const end = this.#parts.ends.get(commit.stream);
    // It lies within what is about to be written.
    if (end === undefined || commit.first > end.last) return taken(commit);
    const { database, epoch } = this.#parts;
    return this.#still(alreadyWritten(database, { commit, end, epoch }));
  }

  /** Why its archive ids cannot be used, or nothing: then they are taken. */
  #reserve(item: Waiting): string | undefined {
    const keys = foreignIds(item).map(({ id }) => archiveIdKey(streamOf(item), id));
    if (keys.length === 0) return undefined;
    if (new Set(keys).size < keys.length || keys.some((key) => this.#used.has(key))) {
      return `an archive id of ${streamOf(item)} is used a second time`;
    }
    for (const key of keys) this.#used.add(key);
    return undefined;
  }

  #append(item: WaitingCommit, known: StreamEnd | undefined): CommitOutcome | undefined {
    const { commit, bytes } = item;
    const place = this.#placeFor(item, known);
    const draft = place.document as Draft;
    const effects = effectsOf(commit, place.end.began, this.#nth);
    if (effects !== undefined) draft.effects = [...(draft.effects ?? []), effects];
    const last = commit.first + commit.events.length - 1;
    draft.commits.push({ id: commit.id, first: commit.first });
    for (const [i, event] of commit.events.entries()) draft.events.push(eventPart(event, commit.first + i));
    draft.last = last;
    draft.until = commit.events.at(-1)?.at ?? draft.until;
    place.bytes += bytes;
    const tooLarge = this.#tooLarge(place);
    if (tooLarge !== undefined) return tooLarge;
    place.waiting.push([item]);
    if (place.waiting.length === 1) this.#documents.push(place);
    this.#placed.set(placeKey(commit), { in: place, at: place.waiting.length - 1, id: commit.id });
    this.#wrote(place);
    return undefined;
  }

  #placeFor(item: WaitingCommit, known: StreamEnd | undefined): PlannedDocument {
    const { stream, first } = item.commit;
    const newest = this.#documents.at(-1);
    const fits =
      newest?.stream === stream &&
      newest.waiting.length < mergedCommitsMax &&
      newest.bytes + item.bytes <= mergedBytesMax &&
      newest.document.commits[0]?.id !== noCommitId;
    if (newest !== undefined && fits) return newest;
    return this.#begin({ stream, first, known, assumed: known === undefined });
  }

  #begin(of: {
    readonly stream: StreamId;
    readonly first: number;
    readonly known: StreamEnd | undefined;
    readonly assumed: boolean;
  }): PlannedDocument {
    const { stream, first, known, assumed } = of;
    const { epoch, ends } = this.#parts;
    const _id = documentId(epoch, this.#sequence);
    const end = known ?? ends.unwritten(stream);
    const document: Draft = { _id, stream: end.key, first, last: first, until: 0, commits: [], events: [] };
    const began = end.began === '' ? _id : end.began;
    return { document, stream, waiting: [], end: { ...end, began }, assumed, bytes: 0 };
  }

  #wrote(place: PlannedDocument): void {
    const { last, until } = place.document;
    place.end = { ...place.end, last, lastAt: until };
    this.#ends.set(place.stream, place.end);
    this.#sequence += 1;
  }

  #tooLarge({ document, bytes }: PlannedDocument): CommitOutcome | undefined {
    if (bytes < countedBytesMin) return undefined;
    const size = BSON.calculateObjectSize(document);
    if (size <= this.#parts.documentBytesMax) return undefined;
    const [max, has] = [this.#parts.documentBytesMax, size].map((one) => Math.ceil(one / 1_048_576));
    return refused(
      `this is too large to be written at once: ${has} MiB, and the database takes ${max} MiB; do it in parts`,
    );
  }

  async #restore(item: WaitingRestore): Promise<CommitOutcome | undefined> {
    const { stream, events } = item;
    const { database, ends } = this.#parts;
    const wrong = malformedRestore(item);
    if (wrong !== undefined) return refused(wrong);
    const end = ends.get(stream) ?? ends.unwritten(stream);
    const missing = await this.#still(missingOfRestored(database, { stream, events, end }));
    if (missing !== undefined) return refused(missing);
    const rest = events.filter(({ number }) => number > end.last);
    const [oldest] = rest;
    if (oldest === undefined) return { kind: 'committed', sequence: 0 };
    if (oldest.at < end.lastAt) return refused(restoredEarlier(stream, oldest.number));
    const doubled = this.#reserve({ ...item, events: rest });
    if (doubled !== undefined) return refused(doubled);
    return this.#appendRestored({ ...item, events: rest, settle: item.settle }, end);
  }

  /** Its range begins where the stream ends: what lies between is where compaction was. */
  #appendRestored(item: WaitingRestore, known: StreamEnd): CommitOutcome | undefined {
    const { stream, events, bytes } = item;
    const first = known.last + 1;
    const place = this.#begin({ stream, first, known, assumed: false });
    const draft = place.document as Draft;
    draft.commits.push({ id: noCommitId, first });
    for (const event of events) draft.events.push(restoredPart(event));
    draft.last = events.at(-1)?.number ?? first;
    draft.until = events.at(-1)?.at ?? 0;
    const audited = auditedOf(events, this.#nth);
    const foreign = foreignIds(item);
    if (audited.length + foreign.length > 0) {
      const { began } = place.end;
      const found = { ...(audited.length > 0 && { audited }), ...(foreign.length > 0 && { foreign }) };
      draft.effects = [{ first, number: draft.last, began, ...found }];
    }
    place.bytes += bytes;
    const tooLarge = this.#tooLarge(place);
    if (tooLarge !== undefined) return tooLarge;
    place.waiting.push([item]);
    this.#documents.push(place);
    this.#wrote(place);
    return undefined;
  }
}

function refused(text: string): CommitOutcome {
  return { kind: 'refused', text };
}

function taken({ first, stream }: Commit): CommitOutcome {
  return refused(`number ${first} of ${stream} is taken: read it again from the store`);
}

function placeKey({ stream, first }: Commit): string {
  return `${first} ${stream}`;
}
