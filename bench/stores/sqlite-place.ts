/** Files in a folder of their own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { payloadBytes } from '../posting.ts';
import type { Places, Sequential, StorePlace } from './place.ts';

/** `parent`: a folder on the disk that is meant. */
export function sqlitePlaces(parent = tmpdir()): Places {
  return {
    name: `SQLite ${process.versions['sqlite']}`,
    fresh: async () => placeIn(mkdtempSync(join(parent, 'longroom-stores-'))),
    stop: async () => {},
  };
}

function placeIn(folder: string): StorePlace {
  const path = join(folder, 'rooms.sqlite');
  return {
    url: `sqlite:${path}`,
    open: () => openSqliteStore({ path }),
    sequential: async () => rowsInto(join(folder, 'rows.sqlite')),
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A transaction each, synced as the store does it, in a table that has a key and nothing else. */
function rowsInto(path: string): Sequential {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY, stream TEXT, at INTEGER, archive_id TEXT, payload TEXT)');
  const insert = database.prepare('INSERT INTO rows (stream, at, archive_id, payload) VALUES (?, ?, ?, ?)');
  const payload = 'x'.repeat(payloadBytes);
  return {
    insert: async () => void insert.run('room:1', Date.now(), 'AbCdEfGhIjKlMnOp', payload),
    close: async () => database.close(),
  };
}
