/** A database in a folder of its own that is gone afterwards: where what comes in no order is put into one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface Scratch {
  readonly database: DatabaseSync;
  close(): void;
}

export function openScratch(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), 'longroom-migrate-'));
  const database = new DatabaseSync(join(folder, 'scratch.sqlite'));
  database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;');
  return {
    database,
    close: () => {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
