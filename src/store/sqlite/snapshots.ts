/** Snapshots in parts, and taking away the events that lie behind them. */

import type { DatabaseSync } from 'node:sqlite';
import { Declined } from './failure.ts';
import type { Passed } from './feed.ts';
import type { Handlers, Readings, Writings } from './protocol.ts';
import type { RecentEvents } from './recent.ts';
import { compactableTrait } from './schema.ts';
import type { StreamIndex } from './streams.ts';

/** Events looked at by one step of a compaction. */
const compactedMax = 2_000;

interface SnapshotParts {
  readonly database: DatabaseSync;
  readonly streams: StreamIndex;
  readonly recent: RecentEvents;
  readonly passed: () => Passed;
}

type SnapshotHandlers = Pick<Handlers<Readings>, 'snapshot' | 'snapshotList'> &
  Pick<Handlers<Writings>, 'saveSnapshot' | 'removeSnapshot' | 'compact'>;

export function snapshotHandlers(parts: SnapshotParts): SnapshotHandlers {
  const { database, streams } = parts;
  const numberOf = database.prepare('SELECT number FROM snapshot WHERE stream = ?');
  const partsOf = database.prepare('SELECT name, content FROM snapshot_part WHERE stream = ?');
  const saveNumber = database.prepare('INSERT OR REPLACE INTO snapshot VALUES (?, ?)');
  const savePart = database.prepare('INSERT OR REPLACE INTO snapshot_part VALUES (?, ?, ?)');
  const removePart = database.prepare('DELETE FROM snapshot_part WHERE stream = ? AND name = ?');

  const snapshotNumber = (id: number): number => Number(numberOf.get(id)?.number ?? -1);

  return {
    snapshot(stream) {
      const entry = streams.find(stream);
      const number = entry ? snapshotNumber(entry.id) : -1;
      if (!entry || number < 0) return undefined;
      const rows = partsOf.all(entry.id).map((row) => [String(row.name), String(row.content)] as const);
      return { number, parts: Object.fromEntries(rows) };
    },

    saveSnapshot({ stream, number, parts: changed }) {
      const known = streams.find(stream);
      if (number > (known?.last ?? 0))
        throw new Declined(`a snapshot of ${stream} names event ${number}, which is not written`);
      const entry = known ?? streams.create(stream);
      if (number < snapshotNumber(entry.id)) return undefined;
      saveNumber.run(entry.id, number);
      for (const [name, content] of Object.entries(changed)) {
        if (content === null) removePart.run(entry.id, name);
        else savePart.run(entry.id, name, content);
      }
      return undefined;
    },

    ...removal(parts),
    compact: compaction({ ...parts, snapshotNumber }),
  };
}

/** Streams with snapshots by name, and taking away those that are nothing but a snapshot. */
function removal({ database, streams }: SnapshotParts): Pick<SnapshotHandlers, 'snapshotList' | 'removeSnapshot'> {
  const named = database.prepare(
    `SELECT name FROM stream WHERE name > ?1 AND name >= ?2 AND name < ?2 || char(0x10FFFF)
      AND id IN (SELECT stream FROM snapshot) ORDER BY name LIMIT ?3`,
  );
  const removeNumber = database.prepare('DELETE FROM snapshot WHERE stream = ?');
  const removeParts = database.prepare('DELETE FROM snapshot_part WHERE stream = ?');
  return {
    snapshotList: ({ prefix, after, limit }) =>
      named.all(after ?? '', prefix, Math.max(limit, 0)).map((row) => String(row.name)),

    removeSnapshot(stream) {
      const entry = streams.find(stream);
      if (entry === undefined) return undefined;
      if (entry.last > 0) throw new Declined(`the snapshot of ${stream} stays: it stands for events`);
      removeParts.run(entry.id);
      removeNumber.run(entry.id);
      streams.remove(entry);
      return undefined;
    },
  };
}

/**
 * Goes on where the last compaction of the stream ended, so that what is kept is looked at once and not
 * every time.
 */
function compaction(parts: SnapshotParts & { readonly snapshotNumber: (id: number) => number }) {
  const { database, streams, recent } = parts;
  const markOf = database.prepare('SELECT compacted FROM stream WHERE id = ?');
  const saveMark = database.prepare('UPDATE stream SET compacted = ? WHERE id = ?');
  const candidates = database.prepare(
    `SELECT number, epoch, sequence FROM event WHERE stream = ? AND number > ? AND number <= ?
      ORDER BY number LIMIT ${compactedMax}`,
  );
  const remove = database.prepare(
    `DELETE FROM event WHERE stream = ? AND number > ? AND number <= ? AND traits & ${compactableTrait} <> 0`,
  );

  const compact: Handlers<Writings>['compact'] = ({ stream, through }) => {
    const entry = streams.find(stream);
    if (!entry) return { removed: 0, more: false };
    const mark = Number(markOf.get(entry.id)?.compacted);
    const end = Math.min(through, parts.snapshotNumber(entry.id), entry.last - 1);
    if (end <= mark) return { removed: 0, more: false };
    recent.settle(entry.id);
    const rows = candidates.all(entry.id, mark, end);
    const passed = parts.passed();
    const barrier = rows.findIndex((row) => !passed({ epoch: Number(row.epoch), sequence: Number(row.sequence) }));
    const checked = barrier < 0 ? rows : rows.slice(0, barrier);
    const reached = Number(checked.at(-1)?.number ?? mark);
    const removed = Number(remove.run(entry.id, mark, reached).changes);
    if (reached > mark) saveMark.run(reached, entry.id);
    return { removed, more: barrier < 0 && rows.length === compactedMax };
  };
  return compact;
}
