/** Whether the disk takes what is written, as the batches show it. */

import type { DatabaseSync } from 'node:sqlite';
import type { BatchResult } from './protocol.ts';

interface DiskWatch {
  /** A batch begins. */
  watch(): void;
  refused(text: string): void;
  /** The same result, with what the batch showed of the disk where that is news. */
  sum(result: BatchResult): BatchResult;
}

/** Asks how much was changed only after the disk has refused something: while all is well it costs nothing. */
export function makeDiskWatch(database: DatabaseSync): DiskWatch {
  const changes = database.prepare('SELECT total_changes() AS changes');
  let refusing = false;
  let text: string | undefined;
  let before: unknown;
  return {
    watch() {
      text = undefined;
      before = refusing ? changes.get()?.changes : undefined;
    },
    refused(reason) {
      text = reason;
    },
    sum(result) {
      if (text === undefined && !refusing) return result;
      const committed = result.sequences.some((sequence) => sequence > 0);
      if (text !== undefined && !committed) {
        refusing = true;
        return { ...result, disk: { kind: 'refuses', text } };
      }
      if (!committed && changes.get()?.changes === before) return result;
      refusing = false;
      return { ...result, disk: { kind: 'writes' } };
    },
  };
}
