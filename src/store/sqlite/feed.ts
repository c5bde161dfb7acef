/**
 * The feed: one row per transaction names what was committed in it; the events themselves are read from
 * their streams. What every checkpoint has passed is taken out.
 */

import type { DatabaseSync } from 'node:sqlite';
import type { FeedPosition } from '../port.ts';
import { eventColumns, prepareEventRows } from './event-rows.ts';
import type { EventRow, Handlers, Readings, Writings } from './protocol.ts';
import type { RecentEvents } from './recent.ts';
import { type PackedRows, packRows } from './row-packing.ts';
import type { StreamIndex } from './streams.ts';

/** Rows of the feed taken out by one saved checkpoint, so that catching up late holds up nobody for long. */
const prunedRowsMax = 5_000;
/** Rows of the feed read at a time. */
const rowsReadMax = 64;

type FeedHandlers = Pick<Handlers<Readings>, 'feed' | 'feedEnd' | 'checkpoint'> &
  Pick<Handlers<Writings>, 'saveCheckpoint'>;

interface FeedParts {
  readonly database: DatabaseSync;
  readonly streams: StreamIndex;
  readonly recent: RecentEvents;
  readonly epoch: number;
}

interface CommitRef {
  readonly sequence: number;
  readonly stream: number;
  readonly first: number;
  readonly count: number;
}

/** Whether every checkpoint has passed a commit; where there are no checkpoints, nothing waits for one. */
export type Passed = (commit: { readonly epoch: number; readonly sequence: number }) => boolean;

export function feedHandlers(parts: FeedParts): FeedHandlers & { readonly passed: () => Passed } {
  const { database, streams, recent, epoch } = parts;
  const nextEpoch = database.prepare('SELECT epoch FROM feed WHERE epoch > ? ORDER BY epoch LIMIT 1');
  const newest = database.prepare('SELECT max(last) AS last FROM feed WHERE epoch = ?');
  const rowsAfter = database.prepare(
    `SELECT last, commits FROM feed WHERE epoch = ? AND last > ? ORDER BY last LIMIT ${rowsReadMax}`,
  );
  const positionOf = database.prepare('SELECT position FROM checkpoint WHERE name = ?');
  const positions = database.prepare('SELECT position FROM checkpoint');
  const savePosition = database.prepare('INSERT OR REPLACE INTO checkpoint VALUES (?, ?)');
  const prune = database.prepare(
    `DELETE FROM feed WHERE epoch = ?1 AND last <= (SELECT max(last) FROM (
      SELECT last FROM feed WHERE epoch = ?1 AND last <= ?2 AND last <> ?3 ORDER BY last LIMIT ${prunedRowsMax}))`,
  );
  const eventsOf = prepareCommitEvents(database, recent);

  function epochs(): number[] {
    const found: number[] = [];
    for (let row = nextEpoch.get(0); row; row = nextEpoch.get(Number(row.epoch))) found.push(Number(row.epoch));
    return found;
  }

  const newestOf = (of: number): number => Number(newest.get(of)?.last ?? 0);

  function allPositions(): FeedPosition[] {
    return positions.all().map((row) => parsePosition(String(row.position)));
  }

  function* commitsAfter(after: { readonly epoch: number; readonly sequence: number }): Generator<CommitRef> {
    let seen = after.sequence;
    for (let rows = rowsAfter.all(after.epoch, seen); rows.length > 0; rows = rowsAfter.all(after.epoch, seen)) {
      for (const row of rows) {
        const last = Number(row.last);
        yield* commitsOf({ last, commits: String(row.commits), seen });
        seen = last;
      }
    }
  }

  return {
    feed({ after, limit }) {
      const groups: { stream: string; rows: PackedRows }[] = [];
      const all = epochs();
      const moved: Record<string, number> = {};
      let room = limit;
      for (const one of all) {
        for (const ref of commitsAfter({ epoch: one, sequence: after[one] ?? 0 })) {
          if (room <= 0) break;
          const rows = eventsOf(ref);
          if (rows.length > 0) groups.push({ stream: streams.name(ref.stream), rows: packRows(rows) });
          room -= rows.length;
          moved[one] = ref.sequence;
        }
        if (room <= 0) break;
      }
      return { groups, position: advance({ after, moved, kept: new Set([...all, epoch]) }) };
    },

    feedEnd: () => Object.fromEntries(epochs().map((one) => [one, newestOf(one)])),

    checkpoint(name) {
      const position = positionOf.get(name)?.position;
      return position === undefined ? undefined : parsePosition(String(position));
    },

    saveCheckpoint({ name, position }) {
      savePosition.run(name, JSON.stringify(position));
      const all = allPositions();
      for (const one of epochs()) {
        const slowest = Math.min(...all.map((other) => other[one] ?? 0));
        // The newest row of the running epoch stays: it tells a new worker where to go on counting.
        if (slowest > 0) prune.run(one, slowest, one === epoch ? newestOf(one) : 0);
      }
      return undefined;
    },

    passed() {
      const all = allPositions();
      return (commit) =>
        all.every((position) => (position[commit.epoch] ?? 0) >= commit.sequence) ||
        newestOf(commit.epoch) < commit.sequence;
    },
  };
}

/** The events of a commit: the first of them may be in their places already, the rest are among the recent ones. */
function prepareCommitEvents(database: DatabaseSync, recent: RecentEvents): (ref: CommitRef) => EventRow[] {
  const inPlace = prepareEventRows(
    database,
    `SELECT ${eventColumns} FROM event WHERE stream = ? AND number BETWEEN ? AND ? ORDER BY number`,
  );
  return ({ stream, first, count }) => {
    const last = first + count - 1;
    const firstRecent = recent.range(stream)?.first ?? last + 1;
    const rows = firstRecent > first ? inPlace(stream, first, Math.min(last, firstRecent - 1)) : [];
    for (let number = Math.max(first, firstRecent); number <= last; number++) {
      const row = recent.row(stream, number);
      if (row !== undefined) rows.push(row);
    }
    return rows;
  };
}

/** What of a row lies behind `seen`; commits are numbered without gaps within an epoch. */
function* commitsOf(row: {
  readonly last: number;
  readonly commits: string;
  readonly seen: number;
}): Generator<CommitRef> {
  const flat = JSON.parse(row.commits) as readonly number[];
  const before = row.last - flat.length / 3;
  for (let i = Math.max(row.seen - before, 0); i * 3 < flat.length; i++) {
    const [stream = 0, first = 0, count = 0] = flat.slice(i * 3, i * 3 + 3);
    yield { sequence: before + i + 1, stream, first, count };
  }
}

/** An epoch that is over and has no rows left is forgotten, so that a position does not grow with every start. */
function advance(step: {
  readonly after: FeedPosition;
  readonly moved: FeedPosition;
  readonly kept: ReadonlySet<number>;
}): FeedPosition {
  if (Object.keys(step.moved).length === 0) return step.after;
  const known = Object.entries(step.after).filter(([one]) => step.kept.has(Number(one)));
  return { ...Object.fromEntries(known), ...step.moved };
}

function parsePosition(text: string): FeedPosition {
  return JSON.parse(text) as FeedPosition;
}
