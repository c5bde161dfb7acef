/** What is durable in the store in memory: plain maps, and the rules of the port in their shortest form. */

import { archiveIdHint } from '../src/store/archive-id.ts';
import type { AuditPage, AuditQuery } from '../src/store/audit.ts';
import { type Commit, type CommitOutcome, malformedCommit } from '../src/store/commit.ts';
import type { NewEvent, StoredEvent } from '../src/store/event.ts';
import {
  type EventQuery,
  type FeedPage,
  type FeedPosition,
  type Snapshot,
  type Store,
  StoreError,
} from '../src/store/port.ts';
import { type Audited, auditPage } from './memory-audit.ts';
import { byCodePoints, MemoryDirectory } from './memory-directory.ts';
import { foreignIds, stored } from './memory-events.ts';

interface Written {
  readonly event: StoredEvent;
  readonly epoch: number;
  readonly sequence: number;
  readonly commitId: number;
}

interface Stream {
  /** By number less one; compacted ones are undefined. */
  readonly events: (Written | undefined)[];
  readonly foreignIds: Map<string, number>;
  snapshot: { number: number; parts: Map<string, string> } | undefined;
}

interface FeedEntry {
  readonly epoch: number;
  readonly sequence: number;
  readonly stream: string;
  readonly first: number;
  readonly count: number;
}

export class MemoryDisk extends MemoryDirectory {
  epoch = 0;
  readonly checkpoints = new Map<string, FeedPosition>();
  readonly #counts = new Map<string, number>();
  readonly #streams = new Map<string, Stream>();
  readonly #sequences = new Map<number, number>();
  readonly #prunedThrough = new Map<number, number>();
  readonly #audited: Audited[] = [];
  #feed: FeedEntry[] = [];

  claimEpoch(): number {
    this.epoch += 1;
    return this.epoch;
  }

  /** How many operations of this name there have been, this one included. */
  count(operation: string): number {
    const n = (this.#counts.get(operation) ?? 0) + 1;
    this.#counts.set(operation, n);
    return n;
  }

  commit(commit: Commit, epoch: number): CommitOutcome {
    const wrong = malformedCommit(commit);
    if (wrong !== undefined) return { kind: 'refused', text: wrong };
    const last = this.lastNumber(commit.stream);
    if (commit.first <= last) return this.#alreadyWritten(commit, epoch);
    const lastAt = this.#stream(commit.stream)?.events.at(-1)?.event.at ?? 0;
    if (commit.first > last + 1) return { kind: 'refused', text: 'a commit before it in the same stream failed' };
    if ((commit.events[0]?.at ?? 0) < lastAt) return { kind: 'refused', text: 'the time of an event goes back' };
    const stream = this.#stream(commit.stream) ?? this.#makeStream(commit.stream);
    const foreign = foreignIds(commit);
    if (new Set(foreign).size < foreign.length || foreign.some((id) => stream.foreignIds.has(id))) {
      return { kind: 'refused', text: 'an archive id is used a second time' };
    }
    return { kind: 'committed', sequence: this.#append(commit, epoch) };
  }

  #append(commit: Commit, epoch: number): number {
    const stream = this.#stream(commit.stream) ?? this.#makeStream(commit.stream);
    const sequence = (this.#sequences.get(epoch) ?? 0) + 1;
    this.#sequences.set(epoch, sequence);
    for (const [i, event] of commit.events.entries()) {
      const number = commit.first + i;
      stream.events.push({
        event: stored({ event, number, stream: commit.stream }),
        epoch,
        sequence,
        commitId: commit.id,
      });
      this.#index(commit.stream, number, event);
    }
    for (const { number, payload, unarchived } of commit.replace ?? []) {
      const old = stream.events[number - 1];
      if (old === undefined) continue;
      const { archiveId, ordinal, ...event } = old.event;
      const archived = unarchived || archiveId === undefined ? {} : { archiveId, ordinal };
      if (unarchived && archiveId !== undefined) stream.foreignIds.delete(archiveId);
      stream.events[number - 1] = { ...old, event: { ...event, ...archived, payload, replaced: true } as StoredEvent };
    }
    if (commit.described !== undefined && this.roomFind(commit.described.jid)?.key === commit.described.key) {
      this.roomDescribe(commit.described);
    }
    for (const session of commit.left ?? []) this.leave(session, commit.stream);
    for (const session of commit.entered ?? []) this.enter(session, commit.stream);
    const newest = stream.events.length;
    for (const person of commit.unaffiliated ?? []) this.unaffiliate(person, commit.stream);
    for (const person of commit.affiliated ?? []) this.affiliate(person, commit.stream, newest);
    for (const person of commit.visited ?? []) this.visit(person, commit.stream, newest);
    this.#feed.push({ epoch, sequence, stream: commit.stream, first: commit.first, count: commit.events.length });
    return sequence;
  }

  #index(stream: string, number: number, event: NewEvent): void {
    if (event.archiveId !== undefined && archiveIdHint(event.archiveId) !== number) {
      this.#stream(stream)?.foreignIds.set(event.archiveId, number);
    }
    if (event.audited) this.#audited.push({ at: event.at, nth: this.#audited.length + 1, stream, number });
  }

  /** Events of another store, at least one, all beyond the last of the stream. */
  restore(name: string, events: readonly StoredEvent[]): void {
    const stream = this.#stream(name) ?? this.#makeStream(name);
    const epoch = this.epoch;
    const sequence = (this.#sequences.get(epoch) ?? 0) + 1;
    this.#sequences.set(epoch, sequence);
    for (const event of events) {
      while (stream.events.length < event.number - 1) stream.events.push(undefined);
      const { number, replaced } = event;
      stream.events.push({ event: stored({ event, number, stream: name, replaced }), epoch, sequence, commitId: -1 });
      this.#index(name, number, event);
    }
    const first = events[0]?.number ?? 0;
    this.#feed.push({ epoch, sequence, stream: name, first, count: stream.events.length - first + 1 });
  }

  #alreadyWritten(commit: Commit, epoch: number): CommitOutcome {
    const there = this.#stream(commit.stream)?.events[commit.first - 1];
    if (there?.epoch !== epoch) return { kind: 'stale', text: 'another writer has written here' };
    if (there.commitId === commit.id) return { kind: 'committed', sequence: there.sequence };
    return { kind: 'refused', text: 'the number is taken' };
  }

  read(query: EventQuery): StoredEvent[] {
    const all = this.#stream(query.stream)?.events ?? [];
    const from = Math.max(query.after ?? 0, 0);
    const to = Math.min((query.before ?? all.length + 1) - 1, all.length);
    const found: StoredEvent[] = [];
    for (let i = 0; from + i < to && found.length < query.limit; i++) {
      const event = all[query.order === 'ascending' ? from + i : to - 1 - i]?.event;
      if (!event || (query.archived && event.archiveId === undefined)) continue;
      if (query.person === undefined || query.person === event.person) found.push(event);
    }
    return found;
  }

  lastNumber(stream: string): number {
    return this.#stream(stream)?.events.length ?? 0;
  }

  numberAt(query: { readonly stream: string; readonly time: number }): number {
    const found = this.#stream(query.stream)?.events.find((one) => one && one.event.at >= query.time);
    return found?.event.number ?? this.lastNumber(query.stream) + 1;
  }

  findArchived(query: { readonly stream: string; readonly archiveId: string }): StoredEvent | undefined {
    const stream = this.#stream(query.stream);
    const hinted = stream?.events[(archiveIdHint(query.archiveId) ?? 0) - 1]?.event;
    if (hinted?.archiveId === query.archiveId) return hinted;
    return stream?.events[(stream.foreignIds.get(query.archiveId) ?? 0) - 1]?.event;
  }

  audit(query: AuditQuery): AuditPage {
    const eventAt = ({ stream, number }: Audited) => this.#stream(stream)?.events[number - 1]?.event;
    return auditPage(this.#audited, query, eventAt);
  }

  feedPage(query: { readonly after: FeedPosition; readonly limit: number }): FeedPage {
    const events: StoredEvent[] = [];
    const moved: Record<string, number> = {};
    for (const entry of this.#feed) {
      if (events.length >= query.limit) break;
      if (entry.sequence <= (query.after[entry.epoch] ?? 0)) continue;
      const written = this.#stream(entry.stream)?.events.slice(entry.first - 1, entry.first - 1 + entry.count) ?? [];
      for (const one of written) if (one) events.push(one.event);
      moved[entry.epoch] = entry.sequence;
    }
    if (Object.keys(moved).length === 0) return { events, position: query.after };
    const alive = new Set([this.epoch, ...this.#feed.map((entry) => entry.epoch)]);
    const known = Object.entries(query.after).filter(([epoch]) => alive.has(Number(epoch)));
    return { events, position: { ...Object.fromEntries(known), ...moved } };
  }

  feedEnd(): FeedPosition {
    return Object.fromEntries(this.#sequences);
  }

  saveCheckpoint(checkpoint: { readonly name: string; readonly position: FeedPosition }): void {
    this.checkpoints.set(checkpoint.name, { ...checkpoint.position });
    for (const [epoch, end] of this.#sequences) {
      const slowest = Math.min(end, ...[...this.checkpoints.values()].map((position) => position[epoch] ?? 0));
      this.#prunedThrough.set(epoch, Math.max(slowest, this.#prunedThrough.get(epoch) ?? 0));
    }
    this.#feed = this.#feed.filter((entry) => entry.sequence > (this.#prunedThrough.get(entry.epoch) ?? 0));
  }

  snapshot(stream: string): Snapshot | undefined {
    const snapshot = this.#stream(stream)?.snapshot;
    return snapshot && { number: snapshot.number, parts: Object.fromEntries(snapshot.parts) };
  }

  saveSnapshot(given: Parameters<Store['saveSnapshot']>[0]): void {
    if (given.number > this.lastNumber(given.stream)) throw new StoreError('a snapshot runs ahead of its stream');
    const stream = this.#stream(given.stream) ?? this.#makeStream(given.stream);
    const parts = stream.snapshot?.parts ?? new Map<string, string>();
    if (given.number < (stream.snapshot?.number ?? 0)) return;
    for (const [name, content] of Object.entries(given.parts)) {
      if (content === null) parts.delete(name);
      else parts.set(name, content);
    }
    stream.snapshot = { number: given.number, parts };
  }

  removeSnapshot(name: string): void {
    if (this.lastNumber(name) > 0) throw new StoreError('a snapshot that stands for events stays');
    if (this.#streams.delete(name)) this.forget(name);
  }

  snapshotList({ prefix, after = '', limit }: Parameters<Store['snapshots']['list']>[0]): string[] {
    const names = [...this.#streams].filter(([, { snapshot }]) => snapshot !== undefined).map(([name]) => name);
    const found = names.filter((name) => name.startsWith(prefix) && byCodePoints(name, after) > 0);
    return found.sort(byCodePoints).slice(0, Math.max(limit, 0));
  }

  compact(query: { readonly stream: string; readonly through: number }): number {
    const stream = this.#stream(query.stream);
    if (!stream) return 0;
    const end = Math.min(query.through, stream.snapshot?.number ?? 0, stream.events.length - 1);
    let removed = 0;
    for (let number = 1; number <= end; number++) {
      const written = stream.events[number - 1];
      if (!written) continue;
      if (!this.#passed(written)) break;
      if (!written.event.compactable) continue;
      stream.events[number - 1] = undefined;
      removed += 1;
    }
    return removed;
  }

  streamNames(): string[] {
    return [...this.#streams.keys()];
  }

  #passed(written: Written): boolean {
    if (written.sequence <= (this.#prunedThrough.get(written.epoch) ?? 0)) return true;
    return [...this.checkpoints.values()].every((position) => (position[written.epoch] ?? 0) >= written.sequence);
  }

  #stream(name: string): Stream | undefined {
    return this.#streams.get(name);
  }

  #makeStream(name: string): Stream {
    const stream: Stream = { events: [], foreignIds: new Map(), snapshot: undefined };
    this.#streams.set(name, stream);
    this.began(name);
    return stream;
  }
}
