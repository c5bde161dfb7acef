/** The tables of another server: its SQLite file, read where it lies, or a dump, read into a database of our own. */
import { closeSync, openSync, readSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Findings } from './findings.ts';
import { openScratch } from './scratch.ts';
import { rowsOfDump } from './sql-dump.ts';
import { OtherTables, UnusableSource } from './unusable-source.ts';

export interface OpenDatabase {
  readonly database: DatabaseSync;
  readonly path: string;
  readonly close: () => void;
}

/** Columns by table; the first table has to be there. */
export type Tables = Readonly<Record<string, readonly string[]>>;

interface Wanted {
  readonly tables: Tables;
  /** Of the database that a dump is read into. */
  readonly indexes: readonly string[];
  readonly findings: Findings;
}

/** @throws UnusableSource */
export async function openDatabase(path: string, wanted: Wanted): Promise<OpenDatabase> {
  const opened = isSqlite(path) ? openFile(path) : await readDump(path, wanted);
  for (const [table, columns] of Object.entries(wanted.tables)) {
    const there = new Set(
      opened.database
        .prepare(`PRAGMA table_info("${table}")`)
        .all()
        .map((row) => String(row['name'])),
    );
    const missing = columns.filter((column) => !there.has(column));
    if (missing.length === 0) continue;
    opened.close();
    if (there.size === 0) throw new OtherTables(`${path} has no table ${table}`);
    throw new UnusableSource(`the table ${table} in ${path} has no column ${missing.join(', ')}`);
  }
  return opened;
}

function isSqlite(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const beginning = Buffer.alloc(16);
    readSync(file, beginning, 0, 16, 0);
    return beginning.toString('latin1') === 'SQLite format 3\0';
  } finally {
    closeSync(file);
  }
}

function openFile(path: string): OpenDatabase {
  try {
    const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return { database, path, close: () => database.close() };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UnusableSource(`${path} cannot be read (${why}): stop the server that uses it, or give a copy`);
  }
}

async function readDump(path: string, { tables, indexes, findings }: Wanted): Promise<OpenDatabase> {
  const { database, close } = openScratch();
  try {
    const names = Object.keys(tables);
    const quoted = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join(', ');
    for (const [table, columns] of Object.entries(tables))
      database.exec(`CREATE TABLE "${table}" (${quoted(columns)})`);
    const inserts = new Map(
      Object.entries(tables).map(([table, columns]) => [
        table,
        database.prepare(`INSERT INTO "${table}" VALUES (${columns.map(() => '?').join(', ')})`),
      ]),
    );
    database.exec('BEGIN');
    let rows = 0;
    for await (const row of rowsOfDump(path)) {
      if ('problem' in row) {
        if (names.some((name) => row.problem.includes(` ${name}`))) findings.note(row.problem, `${path}:${row.line}`);
        continue;
      }
      const columns = tables[row.table];
      if (columns === undefined) continue;
      inserts.get(row.table)?.run(...columns.map((column) => row.values.get(column) ?? null));
      rows += 1;
    }
    database.exec('COMMIT');
    for (const index of indexes) database.exec(index);
    if (rows === 0) throw new UnusableSource(`${path} holds no rows of ${names.join(' or ')}${whyNone(findings)}`);
    return { database, path, close };
  } catch (error) {
    close();
    throw error;
  }
}

function whyNone(findings: Findings): string {
  const [first] = findings.all;
  return first === undefined ? ': is it a dump, or an SQLite database?' : `: ${first.what}`;
}

/**
 * @param hosts those that have rooms there
 * @param whyNone what may be the reason where there are none at all
 * @throws UnusableSource where the host is not among them
 */
export function hostHasRooms(
  { path }: OpenDatabase,
  { host, hosts, whyNone }: { readonly host: string; readonly hosts: readonly string[]; readonly whyNone: string },
): void {
  if (hosts.includes(host)) return;
  const hint = hosts.length === 0 ? whyNone : `--host may be ${hosts.join(' or ')}`;
  throw new UnusableSource(`${path} has no rooms of ${host}: ${hint}`);
}
