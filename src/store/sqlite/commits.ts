/**
 * Writing commits within the transaction that is open: checks first, then rows, so that a commit that
 * is refused has written nothing and takes no other with it.
 */

import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { archiveIdHint } from '../archive-id.ts';
import { type Commit, type CommitOutcome, malformedCommit, type Replacement } from '../commit.ts';
import type { NewEvent, StoredEvent } from '../event.ts';
import { columns } from './event-rows.ts';
import type { RecentEvents } from './recent.ts';
import { type DescribeRoom, describing } from './rooms.ts';
import { auditedTrait, compactableTrait, replacedTrait, versionFactor } from './schema.ts';
import type { StreamEntry, StreamIndex } from './streams.ts';

/** What was restored belongs to no commit: those have ids from 0. */
const noCommitId = -1;

interface WrittenEvent {
  readonly event: NewEvent | StoredEvent;
  readonly number: number;
  readonly entry: StreamEntry;
  readonly commitId: number;
}

type EventValues = [stream: number, number: number, ...rest: SQLInputValue[], payload: string];

export class CommitWriter {
  readonly #streams: StreamIndex;
  readonly #epoch: number;
  readonly #recent: RecentEvents;
  readonly #describe: DescribeRoom;
  readonly #insertInPlace: StatementSync;
  readonly #insertForeignId: StatementSync;
  readonly #replace: StatementSync;
  readonly #unarchive: StatementSync;
  readonly #forgetForeignId: StatementSync;
  readonly #enter: StatementSync;
  readonly #leave: StatementSync;
  readonly #affiliate: StatementSync;
  readonly #unaffiliate: StatementSync;
  readonly #visit: StatementSync;
  readonly #writtenAt: StatementSync;
  readonly #insertFeed: StatementSync;
  readonly #insertAudit: StatementSync;
  #sequence: number;
  #durableSequence: number;
  /** Stream id, first number and count of every commit of this transaction. */
  #feed: number[] = [];

  constructor(parts: {
    readonly database: DatabaseSync;
    readonly streams: StreamIndex;
    readonly recent: RecentEvents;
    readonly epoch: number;
  }) {
    const { database, streams, recent, epoch } = parts;
    this.#describe = describing(database);
    this.#streams = streams;
    this.#epoch = epoch;
    this.#recent = recent;
    this.#insertInPlace = database.prepare(
      `INSERT INTO event (${columns.join(', ')}) VALUES (${Array.from(columns, () => '?').join(', ')})`,
    );
    this.#insertForeignId = database.prepare('INSERT INTO foreign_archive_id VALUES (?, ?, ?)');
    this.#replace = database.prepare(
      `UPDATE event SET payload = ?, traits = traits | ${replacedTrait} WHERE stream = ? AND number = ?`,
    );
    this.#unarchive = database.prepare(
      'UPDATE event SET archive_id = NULL, ordinal = NULL WHERE stream = ? AND number = ?',
    );
    this.#forgetForeignId = database.prepare(
      `DELETE FROM foreign_archive_id WHERE stream = ?1
        AND archive_id = (SELECT archive_id FROM event WHERE stream = ?1 AND number = ?2)`,
    );
    this.#enter = database.prepare('INSERT OR IGNORE INTO session VALUES (?, ?)');
    this.#leave = database.prepare('DELETE FROM session WHERE session = ? AND stream = ?');
    this.#affiliate = database.prepare('INSERT OR IGNORE INTO membership VALUES (?, ?, ?)');
    this.#unaffiliate = database.prepare('DELETE FROM membership WHERE person = ? AND stream = ?');
    this.#visit = database.prepare('UPDATE membership SET seen = ? WHERE person = ? AND stream = ?');
    this.#writtenAt = database.prepare('SELECT epoch, sequence, commit_id FROM event WHERE stream = ? AND number = ?');
    this.#insertFeed = database.prepare('INSERT INTO feed VALUES (?, ?, ?)');
    this.#insertAudit = database.prepare('INSERT INTO audit (stream, number, at, person) VALUES (?, ?, ?, ?)');
    const newest = database.prepare('SELECT max(last) AS last FROM feed WHERE epoch = ?').get(epoch);
    this.#sequence = Number(newest?.last ?? 0);
    this.#durableSequence = this.#sequence;
  }

  write(commit: Commit): CommitOutcome {
    const wrong = malformedCommit(commit);
    if (wrong !== undefined) return { kind: 'refused', text: wrong };
    const known = this.#streams.find(commit.stream);
    const last = known?.last ?? 0;
    if (known && commit.first <= last) return this.#alreadyWritten(commit, known);
    if (commit.first !== last + 1) {
      return { kind: 'refused', text: `an earlier commit of ${commit.stream} failed: read it again from the store` };
    }
    if (known && (commit.events[0]?.at ?? 0) < known.lastAt) {
      return { kind: 'refused', text: 'the time of an event goes back within its stream' };
    }
    const entry = known ?? this.#streams.create(commit.stream);
    this.#sequence += 1;
    this.#append(commit, entry);
    return { kind: 'committed', sequence: this.#sequence };
  }

  /**
   * The transaction's row in the feed, once all its commits are written, and its share of putting recent events in
   * their places; not where a part is tried alone, for what it needs itself.
   */
  finish(size: 'whole' | 'part'): void {
    if (this.#feed.length === 0) return;
    if (size === 'whole') this.#recent.settleSome();
    this.#insertFeed.run(this.#epoch, this.#sequence, JSON.stringify(this.#feed));
    this.#feed = [];
  }

  /**
   * Events that another store had, all beyond the last of the stream, whose recent ones are in their places. After `finish`:
   * they have a row of the feed to themselves.
   */
  restore(events: readonly StoredEvent[], entry: StreamEntry): void {
    this.#sequence += 1;
    for (const event of events) {
      const { number } = event;
      this.#insertInPlace.run(...this.#rowOf({ event, number, entry, commitId: noCommitId }));
      this.#index(event, number, entry);
    }
    const first = events[0]?.number ?? entry.last + 1;
    entry.last = events.at(-1)?.number ?? entry.last;
    entry.lastAt = events.at(-1)?.at ?? entry.lastAt;
    this.#insertFeed.run(this.#epoch, this.#sequence, JSON.stringify([entry.id, first, entry.last - first + 1]));
  }

  /** The transaction became durable. */
  settle(): void {
    this.#durableSequence = this.#sequence;
  }

  /** The transaction was rolled back. */
  undo(): void {
    this.#sequence = this.#durableSequence;
    this.#feed = [];
    this.#recent.reload();
    this.#streams.forget();
  }

  #append(commit: Commit, entry: StreamEntry): void {
    let number = commit.first;
    for (const event of commit.events) this.#insertEvent({ event, number: number++, entry, commitId: commit.id });
    if (commit.replace !== undefined && commit.replace.length > 0) this.#recent.settle(entry.id);
    for (const replacement of commit.replace ?? []) this.#replaceEvent(replacement, entry.id);
    for (const session of commit.left ?? []) this.#leave.run(session, entry.id);
    for (const session of commit.entered ?? []) this.#enter.run(session, entry.id);
    for (const person of commit.unaffiliated ?? []) this.#unaffiliate.run(person, entry.id);
    for (const person of commit.affiliated ?? []) this.#affiliate.run(person, entry.id, number - 1);
    for (const person of commit.visited ?? []) this.#visit.run(number - 1, person, entry.id);
    if (commit.described !== undefined) this.#describe(commit.described);
    entry.last = number - 1;
    entry.lastAt = commit.events.at(-1)?.at ?? entry.lastAt;
    this.#feed.push(entry.id, commit.first, commit.events.length);
  }

  #replaceEvent({ number, payload, unarchived }: Replacement, stream: number): void {
    if (unarchived) {
      this.#forgetForeignId.run(stream, number);
      this.#unarchive.run(stream, number);
    }
    this.#replace.run(payload, stream, number);
  }

  #insertEvent(row: WrittenEvent): void {
    this.#recent.add(this.#rowOf(row));
    this.#index(row.event, row.number, row.entry);
  }

  /** In the order of `columns`. */
  #rowOf({ event, number, entry, commitId }: WrittenEvent): EventValues {
    return [
      entry.id,
      number,
      event.kind,
      event.version * versionFactor +
        ('replaced' in event && event.replaced ? replacedTrait : 0) +
        (event.compactable ? compactableTrait : 0) +
        (event.audited ? auditedTrait : 0),
      event.at,
      event.person ?? null,
      event.archiveId ?? null,
      event.ordinal ?? null,
      this.#epoch,
      this.#sequence,
      commitId,
      event.payload,
    ];
  }

  #index(event: NewEvent, number: number, entry: StreamEntry): void {
    if (event.archiveId !== undefined && archiveIdHint(event.archiveId) !== number) {
      this.#insertForeignId.run(entry.id, event.archiveId, number);
    }
    if (event.audited) this.#insertAudit.run(entry.id, number, event.at, event.person ?? null);
  }

  #alreadyWritten(commit: Commit, entry: StreamEntry): CommitOutcome {
    this.#recent.settle(entry.id);
    const there = this.#writtenAt.get(entry.id, commit.first);
    if (there?.epoch !== this.#epoch) {
      return { kind: 'stale', text: `another writer has written to ${commit.stream}: read it again from the store` };
    }
    if (there.commit_id === commit.id) return { kind: 'committed', sequence: Number(there.sequence) };
    return {
      kind: 'refused',
      text: `number ${commit.first} of ${commit.stream} is taken: read it again from the store`,
    };
  }
}
