/**
 * What it costs to decide whether somebody may, with two million entries in the lists of rooms:
 *   node --expose-gc bench/access.ts [ENTRIES] [PART ...]
 * Parts: decisions, model-rooms, long-lists, changes. Without any it measures all of them; with 2,000,000 entries it takes some
 * minutes, 2 GB of memory and 1 GB in the temporary folder.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../src/store/port.ts';
import { openSqliteStore } from '../src/store/sqlite/store.ts';
import { measureChanges } from './access/changes.ts';
import { measureDecisions } from './access/decisions.ts';
import { measureLongLists } from './access/long-lists.ts';
import { measureModelRooms } from './access/model-rooms.ts';
import type { Row } from './access/timing.ts';
import { report } from './result-file.ts';

type Add = (name: string, row: Row) => void;

/** With a store of its own each. */
const parts: Readonly<Record<string, (add: Add, entries: number, store: Store) => Promise<void> | void>> = {
  decisions: measureDecisions,
  'model-rooms': measureModelRooms,
  'long-lists': measureLongLists,
  changes: measureChanges,
};

const [, , entries = '2000000', ...asked] = process.argv;
const rows: Record<string, Row> = {};
const folder = mkdtempSync(join(tmpdir(), 'longroom-access-'));
try {
  for (const [name, measure] of Object.entries(parts)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const store = await openSqliteStore({ path: join(folder, `${name}.sqlite`) });
    const add: Add = (what, row) => {
      rows[what] = row;
      console.log(what, row);
    };
    await measure(add, Number(entries), store);
    await store.close();
  }
} finally {
  rmSync(folder, { recursive: true });
}
report('access', { rows });
