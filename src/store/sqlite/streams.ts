/**
 * Stream ids are texts outside and small integers in the file. The ones in use are remembered, with
 * the number of their last event, so that a commit to a known stream reads nothing before it writes.
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { StreamId } from '../event.ts';
import type { RecentEvents } from './recent.ts';

/** Entries per generation; there are two. */
const rememberedMax = 20_000;

export interface StreamEntry {
  readonly id: number;
  /** A text of its own: one that was cut from a batch would keep all of it in memory. */
  readonly name: StreamId;
  /** Number and time of the newest event; 0 where there is none. */
  last: number;
  lastAt: number;
}

export class StreamIndex {
  // Two generations instead of a list by age: what is used moves to the young one, and when that is full
  // it becomes the old one, so that forgetting costs nothing per use.
  #young = new Map<StreamId, StreamEntry>();
  #old = new Map<StreamId, StreamEntry>();
  readonly #names = new Map<number, StreamId>();
  readonly #byName: StatementSync;
  readonly #byId: StatementSync;
  readonly #newest: StatementSync;
  readonly #insert: StatementSync;
  readonly #delete: StatementSync;
  readonly #recent: RecentEvents;

  constructor(database: DatabaseSync, recent: RecentEvents) {
    this.#recent = recent;
    this.#byName = database.prepare('SELECT id, name FROM stream WHERE name = ?');
    this.#byId = database.prepare('SELECT name FROM stream WHERE id = ?');
    this.#newest = database.prepare('SELECT number, at FROM event WHERE stream = ? ORDER BY number DESC LIMIT 1');
    this.#insert = database.prepare('INSERT INTO stream (name) VALUES (?) RETURNING id, name');
    this.#delete = database.prepare('DELETE FROM stream WHERE id = ?');
  }

  find(name: StreamId): StreamEntry | undefined {
    const young = this.#young.get(name);
    if (young) return young;
    const entry = this.#old.get(name) ?? this.#load(name);
    if (entry) this.#remember(entry);
    return entry;
  }

  /** Only within a transaction; the stream must not exist yet. */
  create(name: StreamId): StreamEntry {
    const row = this.#insert.get(name);
    const entry = { id: Number(row?.id), name: String(row?.name), last: 0, lastAt: 0 };
    this.#remember(entry);
    return entry;
  }

  /** Only within a transaction, and only of a stream without events: nothing names its number any more. */
  remove(entry: StreamEntry): void {
    this.#delete.run(entry.id);
    this.#young.delete(entry.name);
    this.#old.delete(entry.name);
    this.#names.delete(entry.id);
  }

  name(id: number): StreamId {
    const known = this.#names.get(id);
    if (known !== undefined) return known;
    const name = String(this.#byId.get(id)?.name);
    if (this.#names.size >= rememberedMax) this.#names.clear();
    this.#names.set(id, name);
    return name;
  }

  /** After a rollback nothing that was remembered can be trusted. */
  forget(): void {
    this.#young.clear();
    this.#old.clear();
    this.#names.clear();
  }

  #load(name: StreamId): StreamEntry | undefined {
    const found = this.#byName.get(name);
    if (found === undefined) return undefined;
    const stream = Number(found.id);
    const last = this.#recent.range(stream)?.last;
    if (last !== undefined)
      return { id: stream, name: String(found.name), last, lastAt: this.#recent.row(stream, last)?.[3] ?? 0 };
    const newest = this.#newest.get(stream);
    return { id: stream, name: String(found.name), last: Number(newest?.number ?? 0), lastAt: Number(newest?.at ?? 0) };
  }

  #remember(entry: StreamEntry): void {
    if (this.#young.size >= rememberedMax) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(entry.name, entry);
  }
}
