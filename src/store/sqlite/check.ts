/** Looks at a store's file: is it whole, is all there that belongs there, and how large is it. */
import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { StoreCheck, StorePart } from '../check.ts';
import { StoreError } from '../port.ts';
import { folded } from '../room-search.ts';
import { describeFailure } from './failure.ts';
import { applicationId, migrations } from './schema.ts';

/** Lines about damage; more of them say nothing new. */
const damagesMax = 10;

/** Tables whose rows belong to streams. */
const ofStreams = ['session', 'membership', 'snapshot', 'snapshot_part', 'foreign_archive_id', 'audit'];

/**
 * Reads all of the file.
 * @throws StoreError where there is nothing to look at
 */
export function checkSqliteStore(path: string): StoreCheck {
  if (!existsSync(path)) throw new StoreError(`there is no file ${path}: the first start of Longroom makes it`);
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      return look(database, path);
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError(describeFailure(error, path), { cause: error });
  }
}

function look(database: DatabaseSync, path: string): StoreCheck {
  const layout = pragma(database, 'user_version');
  if (pragma(database, 'application_id') !== applicationId) {
    throw new StoreError(`${path} is a database of another program: name another file in store.url`);
  }
  const store = `SQLite, ${path}, layout ${layout}`;
  // What belongs to another layout is not known here.
  const problems = [...damages(database, path), ...(layout === migrations.length ? differences(database) : [])];
  if (layout > migrations.length) {
    problems.push(`${path} was made by a newer Longroom (this one knows layout ${migrations.length}): update Longroom`);
  }
  if (layout === migrations.length) problems.push(...strays(database));
  const bytes = [path, `${path}-wal`].reduce((sum, file) => sum + (existsSync(file) ? statSync(file).size : 0), 0);
  return { store, bytes, parts: partsOf(database), problems };
}

function damages(database: DatabaseSync, path: string): string[] {
  const lines = database.prepare(`PRAGMA integrity_check(${damagesMax})`).all();
  const found = lines.map((line) => String(line['integrity_check'])).filter((line) => line !== 'ok');
  return found.map(
    (line) => `${path} is damaged (${line}): stop Longroom, keep a copy of the file, and restore a backup`,
  );
}

/** Compares with a new store of the same layout. */
function differences(database: DatabaseSync): string[] {
  const wanted = new DatabaseSync(':memory:');
  try {
    wanted.function('folded', (text) => folded(String(text)));
    for (const step of migrations) wanted.exec(step);
    const there = schemaOf(database);
    const known = schemaOf(wanted);
    const missing = [...known.keys()].filter((what) => there.get(what) !== known.get(what));
    const unknown = [...there.keys()].filter((what) => !known.has(what));
    return [
      ...missing.map((what) => `the ${what} is not there, or is not as it was made: restore a backup`),
      ...unknown.map((what) => `the ${what} is not one of Longroom's: take away what another program has put there`),
    ];
  } finally {
    wanted.close();
  }
}

/** By kind and name how it was made; without what SQLite keeps for itself. */
function schemaOf(database: DatabaseSync): ReadonlyMap<string, string> {
  const rows = database.prepare(
    "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
  );
  return new Map(rows.all().map(({ type, name, sql }) => [`${type} ${name}`, String(sql)]));
}

function strays(database: DatabaseSync): string[] {
  return ofStreams.flatMap((table) => {
    const row = database
      .prepare(`SELECT count(*) AS strays FROM ${table} WHERE stream NOT IN (SELECT id FROM stream)`)
      .get();
    const count = Number(row?.['strays']);
    return count === 0
      ? []
      : [`${count} rows of the table ${table} belong to streams that are not there: restore a backup`];
  });
}

function partsOf(database: DatabaseSync): StorePart[] {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
  const indexes = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?");
  const size = database.prepare('SELECT sum(pgsize) AS bytes FROM dbstat(?1, ?2) WHERE name = ?3');
  const bytesOf = (name: string) => Number(size.get('main', 1, name)?.['bytes'] ?? 0);
  return tables.map((table) => {
    const name = String(table['name']);
    const rows = database.prepare(`SELECT count(*) AS entries FROM "${name.replaceAll('"', '""')}"`).get();
    const own = indexes.all(name).map((index) => bytesOf(String(index['name'])));
    const indexBytes = own.reduce((sum, bytes) => sum + bytes, 0);
    return { name, entries: Number(rows?.['entries']), bytes: bytesOf(name), indexes: own.length, indexBytes };
  });
}

function pragma(database: DatabaseSync, name: 'user_version' | 'application_id'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}
